import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { finalize, type HeldToken, type PendingMint } from '@bauta/sdk/client';
import {
  type DirectoryKey,
  formatHex,
  parseBase64url,
  readBatchRequest,
  readTokenKey,
  TOKEN_TYPE,
  writeBatchResponse,
  writeTokenKey,
} from '@bauta/sdk/protocol';
import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';

/** A faulty issuer's keys beside those of its directory: one for each name, week and age. */
export interface LocalIssuer {
  /** The key that stands in the place of this one. */
  keyFor(listed: DirectoryKey, name: string): Promise<DirectoryKey>;
  /** Signs with the key that the wallet was shown. */
  issue(pending: PendingMint): Promise<HeldToken[]>;
  /** What its sites accept. */
  keys(): readonly DirectoryKey[];
}

export function createLocalIssuer(): LocalIssuer {
  const drawn = new Map<string, { readonly key: DirectoryKey; readonly privateKey: KeyObject }>();
  return {
    async keyFor(listed, name) {
      const slot = `${name} ${listed.epoch} ${listed.threshold}`;
      const known = drawn.get(slot);
      if (known) return known.key;
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const { n } = privateKey.export({ format: 'jwk' });
      const key = { ...listed, key: await readTokenKey(writeTokenKey(parseBase64url(n as string))) };
      drawn.set(slot, { key, privateKey });
      return key;
    },
    async issue(pending) {
      const id = formatHex(pending.tokens[0]?.input.slice(66, 98) ?? new Uint8Array());
      const own = [...drawn.values()].find(({ key }) => formatHex(key.key.id) === id);
      if (!own) throw new Error('a key that nobody drew');
      const signer = signingKeyOf(own.privateKey);
      const answers = readBatchRequest(pending.body).map(({ body }) => ({
        tokenType: TOKEN_TYPE,
        body: blindSign(signer, body.slice(1)),
      }));
      return finalize(own.key.key, pending, writeBatchResponse(answers));
    },
    keys: () => [...drawn.values()].map(({ key }) => key),
  };
}
