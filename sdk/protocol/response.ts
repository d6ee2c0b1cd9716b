import type { Bytes } from './bytes.ts';
import { AUTHENTICATOR_LENGTH } from './suites.ts';
import { Reader } from './wire.ts';

/** Media type of a single response (RFC 9578 §8.3). */
export const TOKEN_RESPONSE_MEDIA_TYPE = 'application/private-token-response';

/** TokenResponse of RFC 9578 §6.2: the blind signature alone, 256 bytes. @throws TypeError on any other size. */
export function readTokenResponse(bytes: Uint8Array): Bytes {
  const reader = new Reader(bytes);
  const blindSignature = reader.bytes(AUTHENTICATOR_LENGTH);
  reader.end();
  return blindSignature;
}
