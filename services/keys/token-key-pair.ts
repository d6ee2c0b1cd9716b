import { createPrivateKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { type Bytes, parseBase64url, writeTokenKey } from '@bauta/sdk/protocol';

/** A key pair for tokens of type 0x0002. */
export interface TokenKeyPair {
  readonly privateKey: KeyObject;
  /** The canonical SPKI, 342 bytes. */
  readonly publicKey: Bytes;
}

/** Draws RSA-2048, e = 65537, off the event loop. Node keeps the half it exports as plain RSA; RFC 9578 does not. */
export async function drawTokenKeyPair(): Promise<TokenKeyPair> {
  // Read anew from bytes: to export a key that Node has just made can wait for ever, when a collection of garbage falls
  // into it.
  const drawn = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicExponent: 65537,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const privateKey = createPrivateKey({ key: drawn.privateKey, type: 'pkcs8', format: 'der' });
  drawn.privateKey.fill(0);
  return { privateKey, publicKey: writeTokenKey(modulusOf(privateKey)) };
}

/** A private key from its PKCS #8. */
export function openPrivateKey(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({
    key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length),
    type: 'pkcs8',
    format: 'der',
  });
}

/** The modulus of an RSA key of either half, big-endian, without leading zeros. */
export function modulusOf(key: KeyObject): Bytes {
  const { n }: JsonWebKey = key.export({ format: 'jwk' });
  return parseBase64url(n as string);
}
