// Runs in the page: everything of a top-up that is the wallet's own work, in milliseconds of its clock.
import { finalize, importDataKey, request, sealToken } from '@bauta/sdk/client';
import { type DirectoryKey, formatBase64url, parseBase64url, readTokenKey } from '@bauta/sdk/protocol';

/** What the page is given. */
export interface PageSetting {
  readonly epoch: string;
  /** Keys of issuer and attester, base64url, and the modulus of the former. */
  readonly tokenKey: string;
  readonly grantKey: string;
  readonly modulus: string;
}

declare global {
  interface Window {
    /** The issuer, outside of the page and of the measurement: base64url in and out. */
    signBatch(body: string): Promise<string>;
    measureWallet(setting: PageSetting): Promise<{ batch: number; verifications: number }>;
  }
}

window.measureWallet = async ({ epoch, tokenKey, grantKey, modulus }) => {
  const listed = async (spki: string): Promise<DirectoryKey> => {
    return { threshold: 18, epoch, generation: 0, key: await readTokenKey(parseBase64url(spki)) };
  };
  const keys = { tokenKey: await listed(tokenKey), grantKey: await listed(grantKey) };
  const dataKey = await importDataKey(crypto.getRandomValues(new Uint8Array(32)));

  let startedAt = performance.now();
  const pending = await request({ issuer: 'issuer.example', attester: 'attester.example', ...keys });
  let batch = performance.now() - startedAt;

  const response = parseBase64url(await window.signBatch(formatBase64url(pending.body)));

  startedAt = performance.now();
  const held = await finalize(keys.tokenKey.key, pending, response);
  const minted = Math.floor(Date.now() / 1000);
  await Promise.all(
    held.map((one) => {
      const id = crypto.getRandomValues(new Uint8Array(16));
      return sealToken(dataKey, one, { id, epoch, threshold: 18, minted });
    }),
  );
  batch += performance.now() - startedAt;

  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 };
  const jwk = { kty: 'RSA', n: modulus, e: 'AQAB' };
  const bare = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  startedAt = performance.now();
  for (const { token } of held) {
    if (!(await crypto.subtle.verify(algorithm, bare, token.slice(98), token.slice(0, 98))))
      throw new Error('not good');
  }
  return { batch, verifications: performance.now() - startedAt };
};
