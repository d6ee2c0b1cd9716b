import {
  type AssertionJson,
  challengeForMints,
  fetchGrantNonce,
  finalize,
  finalizeGrant,
  loadDirectory,
  mint,
  type PendingMint,
  postJson,
  request,
  requestGrants,
  type systemRandomness,
} from '@bauta/sdk/client';
import {
  type Bytes,
  blindingFrom,
  formatBase64url,
  formatHex,
  grantAssertionChallenge,
  readBatchRequest,
  readToken,
  thumbprintOf,
  verifySignature,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { p256FromSeed } from '../../generate/vectors/es256.ts';
import { signRaw } from '../../generate/vectors/rsa.ts';
import { ascii, join, number, seeded, sha256 } from '../../generate/vectors/seeded.ts';
import { writeTokenChallenge } from '../../generate/vectors/wallet.ts';
import { ATTESTER, ISSUER, KEYS } from '../../generate/vectors/world.ts';
import { outcomeOf, thrownBy } from '../protocol/refusals.ts';
import { createTestRooms, grantRsa, NONCE, type TestRooms } from './rooms.ts';

const ASSERTION: AssertionJson = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};

let rooms: TestRooms;
let pending: PendingMint;
beforeAll(async () => {
  pending = await request((await createTestRooms()).keys);
});
beforeEach(async () => {
  rooms = await createTestRooms();
});

/** A randomness that gives the same in every run. */
function fixed(seed: string): typeof systemRandomness {
  let holders = 0;
  return { ...blindingFrom(seeded(seed)), generateHolder: () => p256FromSeed(`${seed} ${holders++}`) };
}

const grantFor = async (one: PendingMint): Promise<Bytes> => {
  const signed = signRaw(grantRsa(), one.grant.request.slice(3));
  return finalizeGrant(rooms.keys.grantKey.key, one.grant, signed);
};

const ask = (pendings: readonly PendingMint[] = [pending]) =>
  requestGrants({
    directory: rooms.attester,
    nonce: NONCE,
    assertion: ASSERTION,
    pending: pendings,
    fetch: rooms.fetch,
  });

describe('request', () => {
  it('builds 30 requests under the issuer key, for 30 holders of their own', async () => {
    expect(pending.body).toHaveLength(7772);
    const items = readBatchRequest(pending.body);
    expect(items).toHaveLength(30);
    expect(new Set(items.map(({ body }) => formatHex(body))).size).toBe(30);
    for (const { body } of items) expect(body[0]).toBe(sha256(KEYS.current.rsa.spki)[31]);
    const challengeDigest = sha256(writeTokenChallenge(ISSUER));
    const tokenKeyId = sha256(KEYS.current.rsa.spki);
    for (const { input, holder } of pending.tokens) {
      const nonce = await thumbprintOf(holder.x, holder.y);
      expect(input).toEqual(writeTokenInput({ nonce, challengeDigest, tokenKeyId }));
    }
    expect(new Set(pending.tokens.map(({ holder }) => formatHex(holder.d))).size).toBe(30);
    expect(new Set(pending.tokens.map(({ inverse }) => formatHex(inverse))).size).toBe(30);
  });

  it('commits the grant to the whole body, under the name of attester and issuer', () => {
    expect(pending).toMatchObject({ threshold: 18, epoch: '2026-W47', generation: 2 });
    const input = join(
      Uint8Array.of(0, 2),
      sha256(pending.body),
      sha256(writeTokenChallenge(ATTESTER, ISSUER)),
      sha256(grantRsa().spki),
    );
    expect(pending.grant.input).toEqual(input);
    expect(pending.grant.request).toHaveLength(259);
    expect(pending.grant.request.slice(0, 3)).toEqual(Uint8Array.of(0, 2, sha256(grantRsa().spki)[31] as number));
  });

  it('gives the same for the same chance, and something else for another', async () => {
    const [one, again, other] = [
      await request(rooms.keys, fixed('a')),
      await request(rooms.keys, fixed('a')),
      await request(rooms.keys, fixed('b')),
    ];
    expect(again).toEqual(one);
    expect(formatHex(other.body)).not.toBe(formatHex(one.body));
  }, 60_000);

  it('refuses keys of different slots', async () => {
    const { grantKey } = rooms.keys;
    for (const change of [{ threshold: 21 }, { epoch: '2026-W48' }]) {
      const keys = { ...rooms.keys, grantKey: { ...grantKey, ...change } };
      expect(await thrownBy(() => request(keys))).toBeInstanceOf(TypeError);
    }
  });

  it('refuses a key that its factors are not invertible under', async () => {
    const { tokenKey } = rooms.keys;
    const key = { ...tokenKey.key, modulus: tokenKey.key.modulus - (tokenKey.key.modulus % 15n) };
    const keys = { ...rooms.keys, tokenKey: { ...tokenKey, key } };
    expect(await outcomeOf(() => request(keys, fixed('c')))).toBe('ERR_KEY_MALFORMED');
  }, 60_000);
});

describe('hop 1', () => {
  it('loads a directory from its one address', async () => {
    expect(await loadDirectory(ISSUER, rooms.fetch)).toEqual(rooms.issuer);
    expect(rooms.sent.map(({ url }) => url)).toEqual([`https://${ISSUER}/.well-known/private-token-issuer-directory`]);
    rooms.change.answer = () => new Response(null, { status: 503 });
    expect(await outcomeOf(() => loadDirectory(ISSUER, rooms.fetch))).toBe('ERR_NOT_READY');
    rooms.change.answer = () => {
      throw new TypeError('fetch failed');
    };
    expect(await outcomeOf(() => loadDirectory(ISSUER, rooms.fetch))).toBe('ERR_NOT_READY');
  });

  it('fetches a nonce of 32 bytes', async () => {
    expect(await fetchGrantNonce(rooms.attester.requestUrl, rooms.fetch)).toEqual(NONCE);
    expect(rooms.sent).toEqual([
      {
        url: `https://${ATTESTER}/grants/challenge`,
        init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
      },
    ]);
  });

  it.each<[string, (answer: object) => unknown]>([
    ['no nonce', () => ({ expires: 1 })],
    ['no expiry', (answer) => ({ ...answer, expires: undefined })],
    ['an expiry in text', (answer) => ({ ...answer, expires: '1' })],
    ['a member more', (answer) => ({ ...answer, account: 'a' })],
    ['a nonce of 31 bytes', (answer) => ({ ...answer, nonce: 'A'.repeat(42) })],
    ['a nonce of 33 bytes', (answer) => ({ ...answer, nonce: 'A'.repeat(44) })],
    ['a nonce in another spelling', (answer) => ({ ...answer, nonce: `${'A'.repeat(42)}B` })],
    ['a number', (answer) => ({ ...answer, nonce: 1 })],
    ['a list', (answer) => [answer]],
  ])('refuses %s', async (_, change) => {
    rooms.change.nonce = change;
    expect(await outcomeOf(() => fetchGrantNonce(rooms.attester.requestUrl, rooms.fetch))).toBe(
      'ERR_RESPONSE_MALFORMED',
    );
  });

  it('signs over nonce, age, epoch, generation and request of every batch', async () => {
    const one = join(Uint8Array.of(18), ascii('2026-W47'), Uint8Array.of(2), pending.grant.request);
    expect(await challengeForMints(NONCE, [pending])).toEqual(sha256(ascii('bauta/grant/v1'), NONCE, one));
    expect(await challengeForMints(NONCE, [pending, pending])).toEqual(
      sha256(ascii('bauta/grant/v1'), NONCE, one, one),
    );
    const asked = { threshold: 18, epoch: '2026-W47', generation: 2, request: pending.grant.request };
    expect(await grantAssertionChallenge(NONCE, [asked])).toEqual(await challengeForMints(NONCE, [pending]));
    const other = { ...asked, threshold: 274 };
    expect(await thrownBy(() => grantAssertionChallenge(NONCE, [other]))).toBeInstanceOf(TypeError);
  });

  it('sends nonce, assertion and requests, and nothing else', async () => {
    await ask();
    const [{ url, init }] = rooms.sent as [(typeof rooms.sent)[0]];
    expect(url).toBe(`https://${ATTESTER}/grants`);
    expect(JSON.parse(String(init.body))).toEqual({
      nonce: formatBase64url(NONCE),
      assertion: ASSERTION,
      requests: [{ threshold: 18, epoch: '2026-W47', generation: 2, request: formatBase64url(pending.grant.request) }],
    });
  });

  it('unblinds grants, and passes on refusals item by item', async () => {
    rooms.change.grants = ({ responses }) => ({
      responses: [{ error: 'ERR_AGE_NOT_SHOWN' }, responses[1], { error: 'ERR_MADE_UP' }],
    });
    const [refused, granted, unknown] = await ask([pending, pending, pending]);
    expect(refused).toEqual({ refused: 'ERR_AGE_NOT_SHOWN' });
    expect(unknown).toEqual({ refused: 'ERR_FAULT' });
    const { grant } = granted as { grant: Bytes };
    expect(formatHex(grant)).toBe(formatHex(await grantFor(pending)));
    expect(readToken(grant).nonce).toEqual(sha256(pending.body));
  });

  it.each<[string, (answer: { responses: unknown[] }) => unknown, string]>([
    ['no responses', () => ({}), 'ERR_RESPONSE_MALFORMED'],
    ['a member more', (answer) => ({ ...answer, more: 1 }), 'ERR_RESPONSE_MALFORMED'],
    ['fewer responses', () => ({ responses: [] }), 'ERR_RESPONSE_MALFORMED'],
    ['more responses', ({ responses: [one] }) => ({ responses: [one, one] }), 'ERR_RESPONSE_MALFORMED'],
    [
      'an object of responses',
      ({ responses: [one] }) => ({ responses: { 0: one, length: 1 } }),
      'ERR_RESPONSE_MALFORMED',
    ],
    ['an empty response', () => ({ responses: [{}] }), 'ERR_RESPONSE_MALFORMED'],
    ['a response that is null', () => ({ responses: [null] }), 'ERR_RESPONSE_MALFORMED'],
    [
      'a response and an error',
      ({ responses: [one] }) => ({ responses: [{ ...(one as object), error: 'ERR_SLOT' }] }),
      'ERR_RESPONSE_MALFORMED',
    ],
    [
      'a response with a mark beside it',
      ({ responses: [one] }) => ({ responses: [{ ...(one as object), mark: 1 }] }),
      'ERR_RESPONSE_MALFORMED',
    ],
    [
      '255 bytes',
      () => ({ responses: [{ response: formatBase64url(new Uint8Array(255)) }] }),
      'ERR_RESPONSE_MALFORMED',
    ],
    [
      'padding',
      () => ({ responses: [{ response: `${formatBase64url(new Uint8Array(256))}==` }] }),
      'ERR_RESPONSE_MALFORMED',
    ],
    [
      'a signature of something else',
      () => ({ responses: [{ response: formatBase64url(number(7, 256)) }] }),
      'ERR_RESPONSE_SIGNATURE',
    ],
  ])('refuses %s', async (_, change, code) => {
    rooms.change.grants = change;
    expect(await outcomeOf(() => ask())).toBe(code);
  });

  it('refuses a grant under a key that is listed no more', async () => {
    const directory = { ...rooms.attester, keys: [] };
    const options = { directory, nonce: NONCE, assertion: ASSERTION, pending: [pending], fetch: rooms.fetch };
    expect(await outcomeOf(() => requestGrants(options))).toBe('ERR_SLOT');
  });
});

describe('hop 2', () => {
  const trade = async (grant?: Bytes) =>
    mint({ directory: rooms.issuer, pending, grant: grant ?? (await grantFor(pending)), fetch: rooms.fetch });

  it('trades a grant for 30 tokens that the key verifies, each with its holder', async () => {
    const tokens = await trade();
    expect(tokens).toHaveLength(30);
    for (const [i, { token, holder }] of tokens.entries()) {
      const read = readToken(token);
      expect(token.slice(0, 98)).toEqual(pending.tokens[i]?.input);
      expect(holder).toEqual(pending.tokens[i]?.holder);
      expect(read.nonce).toEqual(await thumbprintOf(holder.x, holder.y));
      expect(await verifySignature(rooms.keys.tokenKey.key, token.slice(0, 98), read.authenticator)).toBe(true);
    }
    const [{ url, init }] = rooms.sent as [(typeof rooms.sent)[0]];
    expect(url).toBe(`https://${ISSUER}/token-request`);
    expect(Object.keys(init).sort()).toEqual(['body', 'headers', 'method']);
    expect(init.body).toBe(pending.body);
  });

  it('gives the same tokens when it is asked again', async () => {
    expect(await trade()).toEqual(await trade());
  });

  it('has the code of the issuer when it refuses', async () => {
    const grant = await grantFor(pending);
    grant[300] = (grant[300] as number) ^ 1;
    expect(await outcomeOf(() => trade(grant))).toBe('ERR_GRANT_BODY');
    for (const [body, code] of [
      ['{"code":"ERR_RATE_LIMITED"}', 'ERR_RATE_LIMITED'],
      ['{"code":"toString"}', 'ERR_FAULT'],
      ['{"code":7}', 'ERR_FAULT'],
      ['null', 'ERR_FAULT'],
      ['<html>', 'ERR_FAULT'],
    ] as const) {
      rooms.change.answer = () => new Response(body, { status: 429 });
      expect(await outcomeOf(() => trade())).toBe(code);
    }
  });

  it('sends nothing when the key of the batch is listed no more', async () => {
    const keys = rooms.issuer.keys.filter(({ key }) => key !== rooms.keys.tokenKey.key);
    const directory = { ...rooms.issuer, keys };
    const grant = await grantFor(pending);
    expect(await outcomeOf(() => mint({ directory, pending, grant, fetch: rooms.fetch }))).toBe('ERR_SLOT');
    expect(rooms.sent).toEqual([]);
  });

  const at = (index: number) => 2 + 259 * index;
  it.each<[string, (answer: Bytes) => Uint8Array, string]>([
    ['an item left out', (a) => reframe([...items(a).slice(0, 29), Uint8Array.of(0)]), 'ERR_RESPONSE_MALFORMED'],
    ['an item missing', (a) => reframe(items(a).slice(0, 29)), 'ERR_RESPONSE_MALFORMED'],
    ['an item more', (a) => reframe([...items(a), items(a)[0] as Uint8Array]), 'ERR_RESPONSE_MALFORMED'],
    ['no items', () => reframe([]), 'ERR_RESPONSE_MALFORMED'],
    ['a byte short', (a) => a.slice(0, -1), 'ERR_RESPONSE_MALFORMED'],
    ['a byte long', (a) => join(a, Uint8Array.of(0)), 'ERR_RESPONSE_MALFORMED'],
    ['another type', (a) => set(a, at(3) + 2, 1), 'ERR_RESPONSE_MALFORMED'],
    [
      'the first two swapped',
      (a) => reframe([items(a)[1], items(a)[0], ...items(a).slice(2)] as Uint8Array[]),
      'ERR_RESPONSE_SIGNATURE',
    ],
    [
      'one twice',
      (a) => reframe([items(a)[0], items(a)[0], ...items(a).slice(2)] as Uint8Array[]),
      'ERR_RESPONSE_SIGNATURE',
    ],
    [
      'a bit of the first changed',
      (a) => set(a, at(0) + 100, (a[at(0) + 100] as number) ^ 1),
      'ERR_RESPONSE_SIGNATURE',
    ],
    ['a bit of the last changed', (a) => set(a, 7771, (a[7771] as number) ^ 1), 'ERR_RESPONSE_SIGNATURE'],
    ['zeros', (a) => a.map((byte, i) => ((i - 2) % 259 < 3 || i < 2 ? byte : 0)), 'ERR_RESPONSE_SIGNATURE'],
  ])('refuses whole an answer with %s', async (_, change, code) => {
    rooms.change.batch = (answer) => new Uint8Array(change(answer));
    expect(await outcomeOf(() => trade())).toBe(code);
  });

  it('is finished under the key it was made for alone', async () => {
    await trade();
    let answer = new Uint8Array();
    rooms.change.batch = (bytes) => {
      answer = bytes;
      return bytes;
    };
    await trade();
    const next = rooms.issuer.keys.find(({ epoch }) => epoch === '2026-W48');
    expect(await outcomeOf(() => finalize(rooms.keys.tokenKey.key, pending, answer))).toBe('accepted');
    expect(await outcomeOf(() => finalize((next as typeof rooms.keys.tokenKey).key, pending, answer))).toBe(
      'ERR_RESPONSE_SIGNATURE',
    );
  });
});

describe('postJson', () => {
  it.each([
    ['no JSON', '<html>'],
    ['a doubled member', '{"a":1,"a":1}'],
    ['nothing', ''],
  ])('refuses %s', async (_, body) => {
    rooms.change.answer = () => new Response(body);
    expect(await outcomeOf(() => postJson('https://a.example/', {}, rooms.fetch))).toBe('ERR_RESPONSE_MALFORMED');
  });

  it('says that a room was not reached, and not why', async () => {
    const fetch = async () => {
      throw new TypeError('https://secret.example refused');
    };
    const error = await thrownBy(() => postJson('https://a.example/', {}, fetch));
    expect(error).toMatchObject({ code: 'ERR_NOT_READY', cause: 'not reachable' });
  });
});

function items(answer: Bytes): Uint8Array[] {
  return Array.from({ length: 30 }, (_, i) => answer.slice(2 + 259 * i, 261 + 259 * i));
}

function reframe(parts: readonly Uint8Array[]): Uint8Array {
  const content = join(...parts);
  return join(content.length < 64 ? number(content.length, 1) : number(0x4000 + content.length, 2), content);
}

function set(bytes: Bytes, at: number, value: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = value;
  return changed;
}
