import { type HeldToken, loadDirectory, mint } from '@bauta/sdk/client';
import {
  BATCH_REQUEST_MEDIA_TYPE,
  type Bytes,
  DIRECTORY_PATH,
  formatBase64url,
  formatTokenAuthorization,
  nameOf,
  readTokenKey,
} from '@bauta/sdk/protocol';
import { openVault } from '@bauta/services/keys/open-vault';
import { retire } from '@bauta/services/keys/retire';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import { openStore } from '@bauta/services/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeadlessBrowser } from '../flow/browser.ts';
import { openSite } from '../flow/flow.ts';
import type { SoftwarePasskey } from '../flow/software-passkey.ts';
import { keysEntry } from '../log/ground.ts';
import { type House, openHouse } from './house.ts';
import { bend } from './house-log.ts';
import { enrol, prepareBatch, readKeys } from './person.ts';

let house: House;
let passkey: SoftwarePasskey;
let batch: Awaited<ReturnType<typeof prepareBatch>>;
let tokens: HeldToken[];
beforeAll(async () => {
  house = await openHouse();
  passkey = await enrol(house);
  batch = await prepareBatch(house, passkey);
  tokens = await mint({ directory: batch.issuer, ...batch, fetch: house.fetch });
});
afterAll(() => house.close());

/** What the issuer answers to a grant and a body. */
async function ask(grant: Bytes, body: Bytes): Promise<number | string> {
  const authorization = formatTokenAuthorization(formatBase64url(grant));
  const headers = { 'content-type': BATCH_REQUEST_MEDIA_TYPE, authorization };
  const response = await house.fetch(`${house.origins.issuer}/token-request`, { method: 'POST', headers, body });
  return response.ok ? response.status : (await response.json()).code;
}
const visit = (token: HeldToken | undefined): Promise<number> =>
  openSite(createHeadlessBrowser(house.fetch), house.origins, token as HeldToken);

describe('a grant key that is listed and not in the log', () => {
  it('is refused, and the one beside it that is there is not', async () => {
    const { attester } = house.origins;
    const before = await loadDirectory(nameOf(attester), house.fetch);
    const { spki, keyId } = await strangeKey(before.keys.map(({ key }) => key.truncatedId));
    let isBent = true;
    bend(house, attester, async (asked) => {
      if (!isBent || new URL(asked.url).pathname !== DIRECTORY_PATH) return undefined;
      isBent = false;
      const listing = await (await house.fetch(asked)).json();
      isBent = true;
      const keys = listing['token-keys'].map((key: { readonly epoch: string }) =>
        key.epoch === '2026-W48' ? { ...key, 'token-key': formatBase64url(spki) } : key,
      );
      return Response.json({ ...listing, 'token-keys': keys });
    });
    // More than an hour later it is read again.
    await house.clock.set(house.clock.now() + 2 * 3600);
    const listed = await loadDirectory(nameOf(attester), house.fetch);
    expect(listed.keys.map(({ key }) => formatBase64url(key.id))).toContain(formatBase64url(keyId));
    const strange = Uint8Array.from([...batch.grant.slice(0, 66), ...keyId, ...batch.grant.slice(98)]);
    expect(await ask(strange, batch.pending.body)).toBe('ERR_GRANT_KEY_UNKNOWN');
    expect(await ask(batch.grant, batch.pending.body)).toBe(200);
    isBent = false;
  });
});

/** A key of the next week that the log has never had, as far from the others as a directory demands. */
async function strangeKey(taken: readonly number[]): Promise<{ spki: Bytes; keyId: Bytes }> {
  for (let i = 0; ; i++) {
    const { keys } = await keysEntry([[18, 0, `strange ${i}`]], { epoch: '2026-W48' });
    const { spki = new Uint8Array(), keyId = new Uint8Array() } = keys[0] ?? {};
    if (!taken.includes((await readTokenKey(spki)).truncatedId)) return { spki, keyId };
  }
}

describe('a key of the issuer that was retired', () => {
  it('is listed no more a minute later, and no site takes its tokens after it has looked again', async () => {
    expect(await visit(tokens.pop())).toBe(200);
    const config = loadConfig({ DATA_DIR: house.folder }, parseFlags(['issuer']), secretFilesOnDisk).of('issuer');
    const store = openStore(config.store);
    const none = { sign: () => Promise.reject(new Error('nothing is signed here')), forget: () => {} };
    await retire(openVault('issuer', store, config.kek, none, house.clock.now), {
      ...{ threshold: 18, epoch: '2026-W47', generation: 0 },
    });
    store.close();
    await house.clock.set(house.clock.now() + 60);
    const { issuer } = await readKeys(house);
    const ofThisWeek = issuer.keys.filter(({ epoch }) => epoch === '2026-W47');
    expect(ofThisWeek.map(({ generation }) => generation)).toEqual([1]);
    expect(await visit(tokens.pop())).toBe(403);
    const next = await prepareBatch(house, passkey);
    const [fresh] = await mint({ directory: next.issuer, ...next, fetch: house.fetch });
    expect(await visit(fresh)).toBe(200);
  });
});
