import type { Bytes } from '../../protocol/bytes.ts';
import type { ZkSystemSpec } from './zk-system-spec.ts';

/** What a zero-knowledge proof is said to prove. Everything but the proof itself has been found in order. */
export interface ZkStatement {
  /** The system, among those that we offered. */
  readonly spec: ZkSystemSpec;
  readonly proof: Bytes;
  /** The encoded `SessionTranscript` of this presentation: a public input. */
  readonly sessionTranscript: Bytes;
  readonly docType: string;
  readonly nameSpace: string;
  /** The elements shown, in the order of the answer. */
  readonly items: readonly ZkItem[];
  /** When the document is proven to be valid, Unix seconds. */
  readonly timestamp: number;
  /** The listed key that signed the document: an uncompressed point on P-256, 65 bytes. */
  readonly issuerKey: Bytes;
  /** The whole `DeviceResponse` as received, for verifiers that read it themselves. */
  readonly deviceResponse: Bytes;
}

/** One element of a zero-knowledge answer. */
export interface ZkItem {
  readonly identifier: string;
  readonly value: unknown;
}

/**
 * Verifies proofs of `longfellow-libzk-v1`. It may take a second of work: nothing that could be refused without it is
 * given to it.
 */
export interface ZkVerifier {
  /**
   * @returns true when the proof holds, false when it does not.
   * @throws AgeError ERR_NOT_READY when that cannot be said.
   */
  verify(statement: ZkStatement): Promise<boolean>;
}
