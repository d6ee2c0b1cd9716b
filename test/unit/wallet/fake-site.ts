import { createHash, randomBytes } from 'node:crypto';
import {
  type Bytes,
  formatDirectory,
  formatHex,
  formatPresentRequest,
  MODE,
  type PublishedKey,
} from '@bauta/sdk/protocol';
import { createKeyDirectory, createVerifier, type Sessions, type SpentSet, type Verifier } from '@bauta/sdk/verifier';
import type { FakeRoom } from './fake-room.ts';

/** A site with a verifier of its own over memory, which remembers what was posted to it. */
export interface FakeSite {
  readonly redeemUrl: string;
  readonly verifier: Verifier;
  /** The raw bodies of the posts to its redeem URL. */
  readonly posts: string[];
  /** A fresh request for the wallet, as a fragment without its `#`. */
  request(now: number): Promise<string>;
}

export async function actAsSite(
  room: FakeRoom,
  options: {
    readonly now: () => number;
    readonly wallet: string;
    readonly issuer: FakeRoom;
    readonly issuerKeys: readonly PublishedKey[];
  },
): Promise<FakeSite> {
  const { now, wallet, issuer, issuerKeys } = options;
  const redeemUrl = `${room.origin}/_age/redeem`;
  const text = formatDirectory({ requestUrl: `${issuer.origin}/batches`, keys: issuerKeys, now: now() });
  const keys = createKeyDirectory({ issuer: issuer.name, fetch: async () => new Response(text) });
  await keys.refresh(now());
  const verifier = createVerifier({
    issuer: issuer.name,
    threshold: 18,
    redeemUrl,
    secrets: [new Uint8Array(randomBytes(32))],
    keys,
    spent: memorySpentSet(),
    codes: memorySessions(),
  });
  const preHash = new Uint8Array(createHash('sha256').update(randomBytes(32)).digest());
  const site: FakeSite = {
    redeemUrl,
    verifier,
    posts: [],
    async request(at) {
      const challenge = await verifier.challenge(MODE.form, at, preHash);
      return formatPresentRequest({ redeem: redeemUrl, issuer: issuer.name, threshold: 18, challenge });
    },
  };
  room.handle = async ({ method, path, body }) => {
    if (method === 'GET' && path === '/go') {
      const location = `${wallet}/present#${await site.request(now())}`;
      return { status: 303, headers: { location, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' } };
    }
    if (method === 'POST' && path === '/_age/redeem') {
      site.posts.push(body.toString());
      return { status: 303, headers: { location: '/welcome' } };
    }
    const page = '<!doctype html><title>Site</title><h1>Site</h1><a href="/go">go</a>';
    return { status: 200, headers: { 'content-type': 'text/html', 'referrer-policy': 'no-referrer' }, body: page };
  };
  return site;
}

function memorySpentSet(): SpentSet {
  const spent = new Set<string>();
  return {
    async spend(nullifier) {
      const isFirst = !spent.has(formatHex(nullifier));
      spent.add(formatHex(nullifier));
      return isFirst;
    },
  };
}

function memorySessions(): Sessions {
  const kept = new Map<string, string>();
  const read = async (id: Bytes): Promise<string | undefined> => kept.get(formatHex(id));
  return {
    async put(id, value) {
      kept.set(formatHex(id), value);
    },
    read,
    async take(id) {
      const value = await read(id);
      kept.delete(formatHex(id));
      return value;
    },
    async replace(id, before, value) {
      if ((await read(id)) !== before) return false;
      kept.set(formatHex(id), value);
      return true;
    },
  };
}
