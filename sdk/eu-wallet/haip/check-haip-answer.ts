import type { Bytes } from '../../protocol/bytes.ts';
import { check } from '../../protocol/errors.ts';
import { readFullDate } from '../cbor.ts';
import { checkMdoc, type MdocTerms } from '../check-mdoc.ts';
import { type PresentedDocument, readDeviceResponse, refuseMalformed } from '../device-response.ts';
import { checkAgeDocument, type ProofOfAge } from '../proof-of-age.ts';
import { openId4VpDigitalTranscript, openId4VpTranscript } from '../session-transcript.ts';
import type { TrustedList } from '../trusted-list.ts';
import type { AccessCertificate } from './access-certificate.ts';
import type { HaipAnswer } from './haip-answer.ts';
import { HAIP_DOCUMENTS, type HaipPresentation } from './haip-presentation.ts';
import { responseThumbprint } from './response-key.ts';

/** What an answer is measured against. */
export interface HaipTerms {
  /** Of the providers of proofs of age. */
  readonly trustedList: TrustedList;
  /** Unix seconds. */
  readonly now: number;
  /** How person identification data count, where they were asked for. */
  readonly pid?: {
    /** Of their providers: another list than that of proofs of age. */
    readonly trustedList: TrustedList;
    /** The ages reached by whoever was born on that day, YYYY-MM-DD. Nothing else is ever told of the day. */
    readonly reachedAges: (birthDate: string) => readonly number[];
  };
}

/**
 * Verifies an opened answer: one mdoc that its provider signed, and that its device signed for this verifier, this
 * nonce, this response key and this address or origin.
 * @throws AgeError what `checkProofOfAge` throws
 */
export async function checkHaipAnswer(
  { document, deviceResponse }: HaipAnswer,
  presentation: HaipPresentation,
  { clientId }: Pick<AccessCertificate, 'clientId'>,
  terms: HaipTerms,
): Promise<ProofOfAge> {
  const { pid, ...rest } = terms;
  const shown = readDeviceResponse(deviceResponse, HAIP_DOCUMENTS[document].kind);
  const sessionTranscript = await transcriptOf(presentation, clientId);
  if (document === 'proof_of_age') return checkAgeDocument(shown, { ...rest, sessionTranscript });
  check(pid !== undefined, 'ERR_MDOC_TYPE', 'person identification data are not taken');
  const { now } = terms;
  return checkPersonDocument(shown, { now, sessionTranscript, trustedList: pid.trustedList }, pid.reachedAges);
}

/** Both sides make it of what they know; the thumbprint is that of our key, whatever key the answer names. */
async function transcriptOf(
  { audience, presentationNonce, responseKey }: HaipPresentation,
  clientId: string,
): Promise<Bytes> {
  const jwkThumbprint = await responseThumbprint(responseKey);
  if ('origin' in audience) return openId4VpDigitalTranscript({ ...audience, presentationNonce, jwkThumbprint });
  return openId4VpTranscript({ ...audience, clientId, presentationNonce, jwkThumbprint });
}

/** The date of birth is read, counted and let go in here. */
async function checkPersonDocument(
  document: PresentedDocument,
  terms: MdocTerms,
  reachedAges: (birthDate: string) => readonly number[],
): Promise<ProofOfAge> {
  const { element } = HAIP_DOCUMENTS.pid;
  const { claims, validUntil, msoPayload } = await checkMdoc(document, {
    ...terms,
    look(items) {
      // What we did not ask for must not be looked at, and a wallet that sends it is not one of those we know.
      const isAlone = items.length === 1 && items[0]?.identifier === element;
      check(isAlone, 'ERR_MDOC_AGE', 'not the date of birth alone');
    },
  });
  const thresholds = refuseMalformed(() => reachedAges(readFullDate(claims.get(element))));
  check(thresholds.length > 0, 'ERR_MDOC_AGE', 'no age asked for is reached');
  return { thresholds: [...thresholds].sort((a, b) => a - b), validUntil, msoPayload };
}
