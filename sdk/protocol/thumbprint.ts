import { sha256 } from '#crypto';
import { formatBase64url } from './base64url.ts';
import { type Bytes, writeUtf8 } from './bytes.ts';

/**
 * RFC 7638 SHA-256 thumbprint of a P-256 public key: 32 bytes.
 * It is the nonce of the token made for that key, which binds the two long before a site is known.
 * @param x 32 bytes. @param y 32 bytes.
 */
export async function thumbprintOf(x: Uint8Array, y: Uint8Array): Promise<Bytes> {
  const members = `{"crv":"P-256","kty":"EC","x":"${formatBase64url(x)}","y":"${formatBase64url(y)}"}`;
  return sha256(writeUtf8(members));
}
