import { sha256 } from '#crypto';
import { type Bytes, concat, writeUtf8 } from './bytes.ts';
import type { Epoch } from './epoch.ts';
import { Writer } from './wire.ts';

/** Grant requests in one gesture at most. */
export const GRANT_REQUESTS_MAX = 30;
/** Seconds for which the nonce of a grant request is good. */
export const GRANT_NONCE_LIFETIME = 300;

/** One blinded grant asked of an attester. */
export interface GrantRequest {
  /** Age in years. */
  readonly threshold: number;
  readonly epoch: Epoch;
  readonly generation: number;
  /** A written TokenRequest under the attester's grant key, 259 bytes. */
  readonly request: Bytes;
}

/**
 * What the passkey signs when the wallet asks for grants, so that an assertion is good for these requests alone:
 * SHA-256("bauta/grant/v1" ‖ nonce 32 ‖ for each: threshold u8 ‖ epoch 8 ASCII ‖ generation u8 ‖ TokenRequest 259).
 */
export async function grantAssertionChallenge(nonce: Bytes, requests: readonly GrantRequest[]): Promise<Bytes> {
  const written = requests.map(({ threshold, epoch, generation, request }) =>
    concat(new Writer().u8(threshold).bytes(writeUtf8(epoch)).u8(generation).end(), request),
  );
  return sha256(concat(writeUtf8('bauta/grant/v1'), nonce, ...written));
}

/** The nonce of the one grant that a body of hop 2 can be sent with: SHA-256 of every byte of it. */
export async function grantNonceFor(body: Uint8Array): Promise<Bytes> {
  return sha256(body);
}
