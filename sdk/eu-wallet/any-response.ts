import { check } from '../protocol/errors.ts';
import { decodeResponse, readPlainResponse, refuseMalformed } from './device-response.ts';
import { LONGEST_DEVICE_RESPONSE, LONGEST_ZK_RESPONSE, PROOF_OF_AGE_MDOC } from './profile.ts';
import { checkAgeDocument, type ProofOfAgeTerms, type ShownAge } from './proof-of-age.ts';
import { checkZkDocument } from './zk/check-zk-document.ts';
import { readZkResponse } from './zk/zk-document.ts';
import type { ZkSystemSpec } from './zk/zk-system-spec.ts';
import type { ZkVerifier } from './zk/zk-verifier.ts';

/** How zero-knowledge proofs are verified. */
export interface ZkTerms {
  readonly verifier: ZkVerifier;
  /** Hashes of circuits, in hexadecimal, whose proofs count today; those of `LONGFELLOW_V6` when absent. */
  readonly acceptedCircuits?: ReadonlySet<string>;
}

/** What a response that may be in clear or in zero knowledge is measured against. */
export interface AnyResponseTerms extends Omit<ProofOfAgeTerms, 'thresholds'> {
  /** The one age asked for. */
  readonly threshold: number;
  /** The zero-knowledge systems that were offered with the question; none when empty. */
  readonly offered: readonly ZkSystemSpec[];
  readonly zk?: ZkTerms;
}

/**
 * Verifies the `DeviceResponse` of an app that could choose: one entry of `documents`, or one of `zkDocuments`.
 * @param deviceResponse at most 16,384 bytes; 1,048,576 when zero knowledge was offered and the answer is such a one.
 * @throws AgeError as `checkProofOfAge`, and ERR_MDOC_ZK_SYSTEM, ERR_MDOC_ZK_PROOF, ERR_NOT_READY.
 */
export async function checkAnyResponse(deviceResponse: Uint8Array, terms: AnyResponseTerms): Promise<ShownAge> {
  const { threshold, offered, zk, ...shared } = terms;
  const longest = offered.length > 0 ? LONGEST_ZK_RESPONSE : LONGEST_DEVICE_RESPONSE;
  check(deviceResponse.length <= longest, 'ERR_MDOC_MALFORMED', 'the response is too long');
  const response = refuseMalformed(() => decodeResponse(deviceResponse));
  if (!response.has('zkDocuments')) {
    check(deviceResponse.length <= LONGEST_DEVICE_RESPONSE, 'ERR_MDOC_MALFORMED', 'longer than 16 KB');
    const document = refuseMalformed(() => readPlainResponse(response, PROOF_OF_AGE_MDOC));
    return checkAgeDocument(document, { ...shared, thresholds: [threshold] });
  }
  check(zk !== undefined, 'ERR_MDOC_ZK_SYSTEM', 'no zero-knowledge proof can be verified here');
  const document = refuseMalformed(() => readZkResponse(response));
  return checkZkDocument(document, { ...shared, ...zk, threshold, offered, deviceResponse });
}
