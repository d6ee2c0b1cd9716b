import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenRooms, openRooms } from '../../conformance/badgate/issuers/open-rooms.ts';
import { ConfigurationFault } from '../../conformance/exit-codes.ts';
import type { Account } from '../../conformance/robot/enrol/account.ts';
import { enrolAtDemonstration, mintTokens } from '../../conformance/robot/enrol/enrol-at-demonstration.ts';
import { enrolPerson } from '../../conformance/robot/enrol/enrol-person.ts';
import { fillTokenFile } from '../../conformance/robot/enrol/fill-token-file.ts';
import { findIssuerOf, findRooms } from '../../conformance/robot/enrol/find-rooms.ts';
import { createRoomFetch } from '../../conformance/robot/enrol/room-fetch.ts';
import { openTokenFile, readTokenFile } from '../../conformance/robot/enrol/token-file.ts';
import { WEDNESDAY_NOON } from '../../rooms/house.ts';

const now = (): number => WEDNESDAY_NOON;
const fetch = createRoomFetch();
const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
let rooms: OpenRooms;

beforeAll(async () => {
  rooms = await openRooms(0, (request, honest) => honest(request));
});
afterAll(async () => {
  await rooms.close();
  rmSync(folder, { recursive: true });
});

describe('enrolment', () => {
  it('finds attester, wallet and phone from the issuer alone, and the issuer from the wallet', async () => {
    const found = await findRooms(rooms.issuer, fetch);
    const port = Number(new URL(rooms.issuer).port);
    expect(found).toEqual({
      issuer: `issuer.localhost:${port}`,
      attesters: [`attester.localhost:${port - 1}`],
      wallet: `http://wallet.localhost:${port - 2}`,
      phone: `http://phone.localhost:${port + 2}`,
    });
    expect(await findIssuerOf(found?.wallet ?? '', fetch)).toEqual(found);
  });

  it('mints thirty tokens of each week, all different, and counts its requests', async () => {
    let requests = 0;
    const held = await mintTokens({
      issuer: rooms.issuer,
      fetch: createRoomFetch((more) => {
        requests += more;
      }),
      now,
    });
    expect(new Set(held.map(({ token }) => Buffer.from(token).toString('hex'))).size).toBe(60);
    expect(requests).toBeGreaterThan(10);
  });

  it('gives no more grants than the attester’s share, and says how it was refused', async () => {
    const account = (await enrolAtDemonstration({ issuer: rooms.issuer, now })) as Account;
    const [slot] = await account.slots();
    if (slot === undefined) throw new Error('no slot');
    const bodies = Array.from({ length: 4 }, (_, i) => ({ slot, body: Uint8Array.of(i) }));
    const granted = await account.grants(bodies);
    expect(granted.map((one) => ('grant' in one ? one.grant.length : one.refused))).toEqual([
      354,
      354,
      354,
      'ERR_QUOTA_EXCEEDED',
    ]);
  });

  it('finds nobody where nobody is', async () => {
    const wallet = rooms.issuer.replace('issuer', 'wallet').replace(/\d+$/, (port) => String(Number(port) - 2));
    expect(await findRooms(wallet, fetch)).toBeUndefined();
    expect(await mintTokens({ issuer: wallet, now })).toEqual([]);
  });

  it('of a person ends without an account when they show nothing', async () => {
    const found = await findRooms(rooms.issuer, fetch);
    if (found === undefined) throw new Error('no rooms');
    const shown: string[] = [];
    let waits = 0;
    const account = await enrolPerson({
      rooms: found,
      fetch: async (url, init) => (waits > 3 ? new Response('{"state":"refused"}') : fetch(url, init)),
      show: async (link) => void shown.push(link),
      wait: async () => void waits++,
      now,
    });
    expect(account).toBeUndefined();
    expect([shown.length, shown[0]?.startsWith('av://authorize?'), waits]).toEqual([1, true, 4]);
  });

  it('of a person gives an account once their app has shown the age', async () => {
    const found = await findRooms(rooms.issuer, fetch);
    if (found?.phone === undefined) throw new Error('no rooms');
    const headers = { 'content-type': 'application/json' };
    const show = async (link: string) => {
      await fetch(`${found.phone}/present`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ request: link, person: 'adult' }),
      });
    };
    const account = await enrolPerson({ rooms: found, fetch, show, wait: async () => {}, now });
    expect((await account?.slots())?.length).toBe(2);
  });

  it('of a person shows no link but an age app’s', async () => {
    const found = await findRooms(rooms.issuer, fetch);
    if (found === undefined) throw new Error('no rooms');
    const lying = async () => Response.json({ session: 'x', request: 'file:///etc/passwd' });
    const shown: string[] = [];
    const enrolling = enrolPerson({
      rooms: found,
      fetch: lying,
      show: async (l) => void shown.push(l),
      wait: async () => {},
      now,
    });
    await expect(enrolling).rejects.toThrow(TypeError);
    expect(shown).toEqual([]);
  });
});

describe('the file of tokens', () => {
  const path = join(folder, 'tokens.json');

  it('is its owner’s alone, and gives each token of this week once', async () => {
    const account = (await enrolAtDemonstration({ issuer: rooms.issuer, now })) as Account;
    expect(await fillTokenFile(path, account)).toBe(60);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const source = openTokenFile(path, now);
    expect(source.left()).toBe(30);
    const taken = [await source.take(), await openTokenFile(path, now).take()].map((one) =>
      Buffer.from(one?.token ?? []).toString('hex'),
    );
    expect(new Set(taken).size).toBe(2);
    expect(source.left()).toBe(28);
    const rest = readTokenFile(path).tokens.map(({ token }) => Buffer.from(token).toString('hex'));
    for (const one of taken) expect(rest).not.toContain(one);
  });

  it('gives none when their time is over', async () => {
    const source = openTokenFile(path, () => WEDNESDAY_NOON + 60 * 86_400);
    expect([source.left(), await source.take()]).toEqual([0, undefined]);
    expect(readTokenFile(path).tokens.length).toBe(58);
  });

  it.each<[string, (text: string) => string]>([
    ['no JSON', () => 'tokens'],
    ['another schema', (text) => text.replace('tokens:1', 'tokens:2')],
    ['a member too many', (text) => text.replace('{', '{"more":1,')],
    ['a token that is cut', (text) => text.replace(/"token": "..../, '"token": "')],
    ['no name of an issuer', (text) => text.replace('"issuer.localhost', '"https://issuer.localhost')],
    ['a week that does not exist', (text) => text.replace(/2026-W\d\d/, '2026-W99')],
  ])('is refused with %s', (_, spoil) => {
    const spoilt = join(folder, 'spoilt.json');
    writeFileSync(spoilt, spoil(readFileSync(path, 'utf8')));
    expect(() => openTokenFile(spoilt, now)).toThrow(ConfigurationFault);
  });
});
