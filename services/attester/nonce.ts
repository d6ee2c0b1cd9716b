import { createHash } from 'node:crypto';
import { type Bytes, check, formatBase64url } from '@bauta/sdk/protocol';
import type { Sessions } from '@bauta/sdk/verifier';

/** What nonces are drawn for; one is good for its own use alone. */
export type NonceUse = 'grant' | 'account';

export interface NonceContext {
  /** Where nonces wait. */
  readonly sessions: Sessions;
  readonly randomBytes: (length: number) => Bytes;
}

/** A nonce that is good once, for `lifetime` seconds: 32 bytes as 43 characters, and when it ends. */
export async function drawNonce(
  use: NonceUse,
  lifetime: number,
  { sessions, randomBytes }: NonceContext,
  now: number,
): Promise<{ nonce: string; expires: number }> {
  const nonce = randomBytes(32);
  await sessions.put(keyOf(use, nonce), '', lifetime);
  return { nonce: formatBase64url(nonce), expires: now + lifetime };
}

/** Uses a nonce up. @param nonce 32 bytes. @throws AgeError ERR_NONCE when it is unknown, over, used, or of another use */
export async function takeNonce(use: NonceUse, nonce: Bytes, sessions: Sessions): Promise<void> {
  check((await sessions.take(keyOf(use, nonce))) !== undefined, 'ERR_NONCE');
}

/** Filed under its hash, and the hash says what it is for. */
function keyOf(use: NonceUse, nonce: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(`bauta/${use}-nonce/v1`).update(nonce).digest());
}
