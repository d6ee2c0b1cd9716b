import { constants, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadDirectory, type PendingMint, request } from '@bauta/sdk/client';
import {
  type Bytes,
  concat,
  DIRECTORY_MEDIA_TYPE,
  type Directory,
  type DirectoryKey,
  epochAt,
  formatDirectory,
} from '@bauta/sdk/protocol';
import { drawTokenKeyPair } from '@bauta/services/keys/token-key-pair';
import { loopbackFetch } from '@bauta/services/loopback';

/** An attester that the issuer is told to trust and whose key is in no log. */
export interface Rogue {
  readonly name: string;
  /** How often its keys were read. */
  readonly asked: () => number;
  /** A batch of the issuer's first key, and a grant for it that is right but for the log. */
  grant(issuer: string, directory: Directory): Promise<{ readonly pending: PendingMint; readonly grant: Bytes }>;
  close(): Promise<void>;
}

export async function openRogue(): Promise<Rogue> {
  const { privateKey, publicKey: spki } = await drawTokenKeyPair();
  let asked = 0;
  const server = createServer((_, answer) => {
    asked++;
    const now = Math.floor(Date.now() / 1000);
    const keys = [{ spki, threshold: 18, epoch: epochAt(now), generation: 0 }];
    answer.setHeader('content-type', DIRECTORY_MEDIA_TYPE);
    answer.end(formatDirectory({ requestUrl: `http://${name}/grants`, keys, now }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const name = `rogue.localhost:${(server.address() as AddressInfo).port}`;
  return {
    name,
    asked: () => asked,
    async grant(issuer, directory) {
      const [grantKey] = (await loadDirectory(name, loopbackFetch)).keys as [DirectoryKey];
      const [tokenKey] = directory.keys as [DirectoryKey];
      const pending = await request({ issuer, attester: name, tokenKey, grantKey });
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      const signature = sign('sha384', pending.grant.input, { key: privateKey, padding, saltLength: 48 });
      return { pending, grant: concat(pending.grant.input, signature) };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
