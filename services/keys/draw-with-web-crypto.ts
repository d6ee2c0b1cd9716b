import { parseBase64url, writeTokenKey } from '@bauta/sdk/protocol';
import type { DrawnKeyPair } from '../storage/key-vault.ts';

/** Draws RSA-2048, e = 65537, as `drawTokenKeyPair` where there is no node:crypto for it. */
export async function drawWithWebCrypto(): Promise<DrawnKeyPair> {
  const algorithm = {
    name: 'RSA-PSS',
    hash: 'SHA-384',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const { n } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { privateKey: { export: () => pkcs8 }, publicKey: writeTokenKey(parseBase64url(n as string)) };
}
