import type { MdocKind } from '../profile.ts';
import { PERSON_IDENTIFICATION_MDOC, PROOF_OF_AGE_MDOC } from '../profile.ts';
import type { ResponseKey } from './response-key.ts';

/** What may be asked for, by the DCQL name under which it comes back. */
export type HaipDocument = 'proof_of_age' | 'pid';

/** The kind of each, and the one element that is asked for of it. */
export const HAIP_DOCUMENTS: Readonly<Record<HaipDocument, { readonly kind: MdocKind; readonly element: string }>> = {
  proof_of_age: { kind: PROOF_OF_AGE_MDOC, element: 'age_over_18' },
  pid: { kind: PERSON_IDENTIFICATION_MDOC, element: 'birth_date' },
};

/** Where an answer goes: to a URL of one question, or through the browser to the page of an origin. */
export type HaipAudience = { readonly responseUri: string } | { readonly origin: string };

/**
 * One presentation that was asked of an EUDI wallet, as JSON can keep it. Good for one answer: its keeper sees to that.
 * It holds the key that opens the answer.
 */
export interface HaipPresentation {
  readonly audience: HaipAudience;
  /** Fresh and unguessable, at least 32 characters of base64url. */
  readonly presentationNonce: string;
  /** Comes back with an answer to a URL; the browser needs none. */
  readonly state: string;
  readonly responseKey: ResponseKey;
  /** What answers do, the most wanted first. */
  readonly documents: readonly HaipDocument[];
}
