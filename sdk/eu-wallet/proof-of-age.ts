import type { Bytes } from '../protocol/bytes.ts';
import { check } from '../protocol/errors.ts';
import { checkMdoc } from './check-mdoc.ts';
import { type IssuerSignedItem, type PresentedDocument, readDeviceResponse } from './device-response.ts';
import { ageElement } from './profile.ts';
import type { TrustedList } from './trusted-list.ts';

/** What a proof shows, and nothing of who showed it. */
export interface ShownAge {
  /** Those of the thresholds asked for that the person is said to have reached, ascending; never empty. */
  readonly thresholds: readonly number[];
  /** Until when the document is good, Unix seconds; absent for a zero-knowledge proof, which keeps it to itself. */
  readonly validUntil?: number;
  /**
   * The bytes the attestation provider signed: the same at each showing of one document. Hash it, do not keep it.
   * Absent for a zero-knowledge proof, in which nothing is the same twice.
   */
  readonly msoPayload?: Bytes;
}

/** What a verified proof of age in clear shows, and nothing of who showed it. */
export interface ProofOfAge extends ShownAge {
  readonly validUntil: number;
  readonly msoPayload: Bytes;
}

/** What a proof of age is measured against. */
export interface ProofOfAgeTerms {
  /** The encoded `SessionTranscript` of this presentation. */
  readonly sessionTranscript: Bytes;
  readonly trustedList: TrustedList;
  /** Unix seconds. */
  readonly now: number;
  /** Ages asked for; 18 alone when absent. */
  readonly thresholds?: readonly number[];
}

/**
 * Verifies an answer of an age verification app: one mdoc of type `eu.europa.ec.av.1` whose age elements, provider and
 * device all stand as ISO 18013-5 §9.3 wants it. Cheap checks come before dear ones.
 * @param deviceResponse the CBOR of `DeviceResponse`, at most 16,384 bytes.
 * @throws AgeError ERR_MDOC_MALFORMED, _STATUS, _TYPE, _ALGORITHM, _VALIDITY, _AGE, _DIGEST, _ISSUER_UNLISTED,
 * _ISSUER_SIGNATURE or _DEVICE_SIGNATURE.
 */
export async function checkProofOfAge(deviceResponse: Uint8Array, terms: ProofOfAgeTerms): Promise<ProofOfAge> {
  return checkAgeDocument(readDeviceResponse(deviceResponse), terms);
}

/** `checkProofOfAge` of a document that is read already. */
export async function checkAgeDocument(document: PresentedDocument, terms: ProofOfAgeTerms): Promise<ProofOfAge> {
  const { thresholds: asked = [18], ...rest } = terms;
  let thresholds: number[] = [];
  const { validUntil, msoPayload } = await checkMdoc(document, {
    ...rest,
    look(items) {
      thresholds = readThresholds(items, asked);
      check(thresholds.length > 0, 'ERR_MDOC_AGE', 'no age asked for is shown as reached');
    },
  });
  return { thresholds, validUntil, msoPayload };
}

/** Those of the ages asked for whose element is there and true, ascending. */
export function readThresholds(
  items: readonly Pick<IssuerSignedItem, 'identifier' | 'value'>[],
  asked: readonly number[],
): number[] {
  const shown = new Set(items.filter((item) => item.value === true).map((item) => item.identifier));
  return asked.filter((threshold) => shown.has(ageElement(threshold))).sort((a, b) => a - b);
}
