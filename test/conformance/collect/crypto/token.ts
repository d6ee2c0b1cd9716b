import { createHash, randomBytes } from 'node:crypto';
import type { ReadTokenKey } from '../../reading/token-key.ts';

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();
const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
const TYPE = u16(2);

/** TokenChallenge of RFC 9577 §2.1 without a context. */
function writeChallenge(issuerName: string, originInfo: string): Uint8Array {
  const [name, origins] = [Buffer.from(issuerName), Buffer.from(originInfo)];
  return new Uint8Array(Buffer.concat([TYPE, u16(name.length), name, Uint8Array.of(0), u16(origins.length), origins]));
}

/** What the authenticator of a token signs (RFC 9578 §6.1): 98 bytes. */
export function writeTokenInput(nonce: Uint8Array, challenge: Uint8Array, keyId: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([TYPE, nonce, sha256(challenge), keyId]));
}

/** A token input with a nonce that is the thumbprint of no key: what comes of it can be shown to no site. */
export function drawTokenInput(issuerName: string, { id }: ReadTokenKey): Uint8Array {
  return writeTokenInput(randomBytes(32), writeChallenge(issuerName, ''), id);
}

/** A grant that looks like one, with a signature by nobody: 354 bytes. */
export function forgeGrant(body: Uint8Array, challenge: Uint8Array, keyId: Uint8Array): Uint8Array {
  const signature = randomBytes(256);
  // Below any modulus of 2,048 bits.
  signature[0] = 0x01;
  return new Uint8Array(Buffer.concat([writeTokenInput(sha256(body), challenge, keyId), signature]));
}

/** The header that a grant goes in. */
export const authorizationOf = (grant: Uint8Array): string =>
  `PrivateToken token="${Buffer.from(grant).toString('base64url')}"`;
