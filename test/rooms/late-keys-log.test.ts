import { type HeldToken, type MintKeys, mint, request } from '@bauta/sdk/client';
import {
  BATCH_REQUEST_MEDIA_TYPE,
  type Directory,
  type DirectoryKey,
  epochAt,
  formatBase64url,
  formatTokenAuthorization,
} from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeadlessBrowser } from '../flow/browser.ts';
import { openSite } from '../flow/flow.ts';
import type { SoftwarePasskey } from '../flow/software-passkey.ts';
import { outcome } from '../ports/refusals.ts';
import { type House, openHouse, WEDNESDAY_NOON } from './house.ts';
import { bend, readEntries } from './house-log.ts';
import { drawGrants, enrol, prepareBatch, readKeys } from './person.ts';

const WEEK = 7 * 86_400;

let house: House;
let passkey: SoftwarePasskey;
let attester: Directory;
/** Of 2026-W50. */
let tokens: HeldToken[];
/** Whose entries the log takes. */
const taken = { issuer: true, attester: true };

beforeAll(async () => {
  house = await openHouse();
  passkey = await enrol(house);
  bend(house, house.origins.log, async (asked) => {
    if (new URL(asked.url).pathname !== '/add') return undefined;
    const [, role] = (await asked.text()).split('\n');
    return taken[role as keyof typeof taken] ? undefined : new Response(null, { status: 503 });
  });
});
afterAll(() => house.close());

const visit = (): Promise<number> =>
  openSite(createHeadlessBrowser(house.fetch), house.origins, tokens.pop() as HeldToken);

describe('an issuer whose entries the log does not take for weeks', () => {
  it('signs on with the keys that are in it', async () => {
    taken.issuer = false;
    await house.clock.set(WEDNESDAY_NOON + 2 * WEEK);
    const prepared = await prepareBatch(house, passkey, 1);
    tokens = await mint({ directory: prepared.issuer, ...prepared, fetch: house.fetch });
    expect(tokens).toHaveLength(30);
  });

  it('answers that it is not ready to a request for a key of a week that is late', async () => {
    await house.clock.set(WEDNESDAY_NOON + 4 * WEEK);
    expect(epochAt(house.clock.now())).toBe('2026-W51');
    const keys = await readKeys(house);
    attester = keys.attester;
    expect(keys.issuer.keys.map(({ epoch }) => epoch)).toEqual(['2026-W50']);
    const ofThisWeek = ({ epoch }: DirectoryKey): boolean => epoch === '2026-W51';
    const grantKey = attester.keys.find(ofThisWeek) as DirectoryKey;
    // No wallet asks for what is not listed: this one makes as if last week's key were this week's.
    const tokenKey = { ...(keys.issuer.keys[0] as DirectoryKey), epoch: '2026-W51' };
    const slot = { issuer: 'issuer.localhost:4003', attester: 'attester.localhost:4002', tokenKey, grantKey };
    const pending = await request(slot satisfies MintKeys);
    const [drawn] = await drawGrants(house, passkey, attester, [pending]);
    const grant = drawn && 'grant' in drawn ? drawn.grant : new Uint8Array();
    const answer = await house.fetch(`${house.origins.issuer}/token-request`, {
      method: 'POST',
      headers: {
        'content-type': BATCH_REQUEST_MEDIA_TYPE,
        authorization: formatTokenAuthorization(formatBase64url(grant)),
      },
      body: pending.body,
    });
    expect([answer.status, (await answer.json()).code]).toEqual([503, 'ERR_NOT_READY']);
  });

  it('leaves the door open for tokens that are held', async () => {
    expect(await visit()).toBe(200);
  });

  it('marks what it logs at last as a resumption, signs at once, and old tokens open the door', async () => {
    taken.issuer = true;
    await house.clock.set(house.clock.now() + 60);
    const late = (await readEntries(house)).filter((entry) => entry.kind === 'keys' && entry.role === 'issuer');
    const marks = late.map((entry) => (entry.kind === 'keys' ? [entry.epoch, entry.exception] : []));
    expect(marks).toEqual([
      ['2026-W47', 'genesis'],
      ['2026-W48', 'genesis'],
      ['2026-W49', 'genesis'],
      ['2026-W50', undefined],
      ['2026-W51', 'resume'],
      ['2026-W52', 'resume'],
      ['2026-W53', 'resume'],
      ['2027-W01', undefined],
    ]);
    expect(await visit()).toBe(200);
    const prepared = await prepareBatch(house, passkey);
    expect(await mint({ directory: prepared.issuer, ...prepared, fetch: house.fetch })).toHaveLength(30);
  });
});

it('an attester in the same case answers that it is not ready, too', async () => {
  taken.attester = false;
  await house.clock.set(house.clock.now() + 4 * WEEK);
  const epoch = epochAt(house.clock.now());
  expect(epoch).toBe('2027-W02');
  const lent = (key: DirectoryKey): DirectoryKey => ({ ...key, epoch });
  const [grantKey] = attester.keys.map(lent) as [DirectoryKey];
  const slot = { issuer: 'issuer.localhost:4003', attester: 'attester.localhost:4002', tokenKey: grantKey, grantKey };
  expect(await outcome(drawGrants(house, passkey, attester, [await request(slot)]))).toBe('ERR_NOT_READY');
});
