import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concat, parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFlow } from '../flow/flow.ts';
import { type House, openHouse } from '../rooms/house.ts';
import { post } from '../rooms/person.ts';
import { occursIn } from './haystack.ts';

type Room = 'attester' | 'issuer' | 'demo-site';

let house: House;
/** What went over the wire that must not be found where it does not belong. */
const canaries = new Map<string, Uint8Array[]>();
/** Bodies of all refusals. */
const errorBodies: Uint8Array[] = [];

const keep = (name: string, ...values: Uint8Array[]): void => {
  canaries.set(name, [...(canaries.get(name) ?? []), ...values]);
};

/** Files away what an exchange holds, by what it is. */
async function collect(request: Request, response: Response): Promise<void> {
  for (const cookie of response.headers.getSetCookie()) {
    const value = /^__Host-age(?:-pre|-code)?=([\w-]{43});/.exec(cookie)?.[1];
    if (value) keep('cookie', parseBase64url(value));
  }
  if (response.status >= 400) errorBodies.push(new Uint8Array(await response.arrayBuffer()));
  if (!response.ok && response.status !== 303) return;
  const { pathname } = new URL(request.url);
  if (pathname.includes('/answer/')) {
    const form = new URLSearchParams(await request.text());
    const [response] = JSON.parse(form.get('vp_token') as string).proof_of_age as [string];
    const bytes = parseBase64url(response);
    // The middle of the document and its end: the signed part and the device's signature.
    keep('evidence', bytes.slice(200, 264), bytes.slice(600, 664), bytes.slice(-64));
  } else if (pathname === '/accounts' || pathname === '/grants') {
    const message = await request.json();
    const { id, response } = message.registration ?? message.assertion;
    keep('account', parseBase64url(id));
    keep('passkey message', parseBase64url(response.clientDataJSON).slice(40));
    if (response.signature) keep('passkey message', parseBase64url(response.signature).slice(-64));
    keep('wallet session', parseBase64url(message.session ?? message.nonce));
  } else if (pathname === '/token-request') {
    const grant = parseBase64url((request.headers.get('authorization') ?? '').slice(20, -1));
    keep('grant', grant.slice(98));
    keep('blinded body', new Uint8Array(await request.arrayBuffer()).slice(100, 164));
  } else if (pathname === '/_age/redeem') {
    const form = new URLSearchParams(await request.text());
    if (form.get('token')?.length !== 472) return;
    const token = parseBase64url(form.get('token') as string);
    keep('token', token.slice(2, 34), token.slice(98, 162), token);
    keep('proof', writeUtf8((form.get('dpop') as string).slice(-80)));
  }
}

beforeAll(async () => {
  house = await openHouse({}, collect);
  keep('site', writeUtf8('demo.localhost'));
  const report = await runFlow(house.origins, house.clock.now(), house.fetch);
  expect(report.ok).toBe(true);

  // Refusals of each kind, with a marker in whatever is sent.
  const marker = 'canary-4f1d9c0b7a6e';
  keep('what was sent', writeUtf8(marker));
  const { attester, issuer, demoSite, phone } = house.origins;
  for (const url of [
    `${attester}/grants`,
    `${attester}/accounts`,
    `${attester}/account/read`,
    `${attester}/account/passkeys`,
    `${attester}/evidence/${marker}`,
    `${phone}/present`,
  ]) {
    await post(house, url, { [marker]: marker });
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const [url, init] of [
    [`${issuer}/token-request?${marker}`, { method: 'POST', body: marker, headers: { authorization: marker } }],
    [`${demoSite}/${marker}?${marker}`, { headers: { 'user-agent': marker, referer: `https://${marker}/` } }],
    [`${demoSite}/_age/redeem`, { method: 'POST', body: `token=${marker}&dpop=${marker}`, headers: form }],
    [`${demoSite}/_age/redeem`, { method: 'POST', headers: { authorization: marker, dpop: marker } }],
  ] as const) {
    await house.fetch(url, init);
  }
});
afterAll(() => house.close());

/** A room's store: the file, its write-ahead log and whatever else stands beside. */
function storeOf(room: Room): Uint8Array {
  const files = readdirSync(house.folder).filter((name) => name.startsWith(`${room}.db`));
  expect(files.length).toBeGreaterThan(0);
  return concat(...files.map((name) => readFileSync(join(house.folder, name))));
}

/** What a room may keep, in any form. Everything else that went over the wire is forbidden. */
const MAY_KEEP: Readonly<Record<Room, readonly string[]>> = {
  attester: ['account'],
  issuer: [],
  'demo-site': ['site'],
};

function found(haystack: Uint8Array, allowed: readonly string[] = []): string[] {
  return [...canaries]
    .filter(([name, values]) => !allowed.includes(name) && values.some((value) => occursIn(haystack, value)))
    .map(([name]) => name);
}

describe('after the main job and a refusal of every kind', () => {
  it('there is something to look for', () => {
    expect([...canaries.keys()].sort()).toEqual([
      'account',
      'blinded body',
      'cookie',
      'evidence',
      'grant',
      'passkey message',
      'proof',
      'site',
      'token',
      'wallet session',
      'what was sent',
    ]);
    expect(errorBodies.length).toBeGreaterThan(8);
  });

  it.each(['attester', 'issuer', 'demo-site'] as const)('the store of %s holds only what it may', (room) => {
    expect(found(storeOf(room), MAY_KEEP[room])).toEqual([]);
  });

  it('the attester does hold the account, so the search can find', () => {
    expect(found(storeOf('attester'))).toEqual(['account']);
  });

  it('no log holds any of it', () => {
    expect(house.logs.get('attester')?.length).toBeGreaterThan(0);
    for (const [room, lines] of house.logs) {
      expect([room, found(writeUtf8(lines.join('')))]).toEqual([room, []]);
    }
  });

  it('no error body holds any of it', () => {
    for (const body of errorBodies) expect(found(body, ['site'])).toEqual([]);
  });
});

describe('the search', () => {
  const needle = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 0xff);
  const around = Buffer.from('some text before ');

  it.each<[string, Uint8Array]>([
    ['raw', needle],
    ['in hexadecimal', Buffer.from(Buffer.from(needle).toString('hex'))],
    ['in base64', Buffer.from(Buffer.from(needle).toString('base64'))],
    ['in base64url', Buffer.from(Buffer.from(needle).toString('base64url'))],
    ['in base64 one byte off', Buffer.from(Buffer.concat([Buffer.from('x'), needle]).toString('base64'))],
    ['in base64url two bytes off', Buffer.from(Buffer.concat([Buffer.from('xy'), needle]).toString('base64url'))],
  ])('finds what is hidden %s', (_, hidden) => {
    expect(occursIn(Buffer.concat([around, hidden, around]), needle)).toBe(true);
  });

  it('finds nothing in what is not there', () => {
    expect(occursIn(Buffer.concat([around, needle.slice(1), around]), needle)).toBe(false);
  });
});
