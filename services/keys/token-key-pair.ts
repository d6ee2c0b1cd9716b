import { generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
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
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicExponent: 65537,
  });
  return { privateKey, publicKey: writeTokenKey(modulusOf(publicKey)) };
}

/** The modulus of an RSA key of either half, big-endian, without leading zeros. */
export function modulusOf(key: KeyObject): Bytes {
  const { n }: JsonWebKey = key.export({ format: 'jwk' });
  return parseBase64url(n as string);
}
