import { findAll } from '@bauta/services/knows/findings';
import { subjectOf } from '@bauta/services/knows/kinds';
import { describe, expect, it } from 'vitest';
import { b64u, batchLike, chance, octets, type Sent, tokenLike, transcriptsOf } from './transcripts.ts';

const secret = chance('secret');
const token = await tokenLike();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const site: readonly Sent[] = [{ body: `token=${b64u(token)}` }];

async function pairOf(first: string, second: string, sent: Parameters<typeof transcriptsOf>[0]) {
  const { pairs } = await findAll(transcriptsOf(sent));
  const pair = pairs.find(({ rooms }) => rooms[0] === first && rooms[1] === second);
  if (!pair) throw new Error('no such pair');
  return pair;
}

/** Where a room could have got bytes of the site, and how they could be spelled there. */
const PLANTED: readonly (readonly [string, (bytes: Uint8Array) => Sent])[] = [
  ['as they are', (bytes) => ({ body: bytes })],
  ['in the middle of others', (bytes) => ({ body: Buffer.concat([chance('a', 7), bytes, chance('b', 9)]) })],
  ['in hexadecimal', (bytes) => ({ body: hex(bytes) })],
  ['in hexadecimal of capitals, one digit off', (bytes) => ({ body: `a${hex(bytes).toUpperCase()}` })],
  ['in base64', (bytes) => ({ body: JSON.stringify({ x: Buffer.from(bytes).toString('base64') }) })],
  ['in base64, escaped', (bytes) => ({ body: `x=${encodeURIComponent(Buffer.from(bytes).toString('base64'))}` })],
  [
    'in base64, escaped as JSON may be',
    (bytes) => ({ body: `{"x":"${Buffer.from(bytes).toString('base64').replaceAll('/', '\\/')}"}` }),
  ],
  ['in base64url in a path', (bytes) => ({ path: `/x/${b64u(bytes)}/y` })],
  ['in base64url behind other letters', (bytes) => ({ path: `/abc${b64u(bytes)}` })],
  [
    'in base64url of something longer, two bytes off',
    (bytes) => ({ body: b64u(Buffer.concat([chance('q', 2), bytes])) }),
  ],
  ['in a header', (bytes) => ({ headers: { 'x-note': `a ${b64u(bytes)}` } })],
  [
    'in base64url in JSON in base64url in a form',
    (bytes) => ({ body: `r=${b64u(Buffer.from(JSON.stringify({ deep: [b64u(bytes)] })))}` }),
  ],
];

describe('a link between two rooms', () => {
  it.each(PLANTED)('is found %s', async (_, write) => {
    const pair = await pairOf('demo-site', 'issuer', { 'demo-site': site, issuer: [write(token.slice(2, 34))] });
    expect(pair.common.map(({ name }) => name)).toContain('body.token.nonce');
  });

  it.each(PLANTED)('is found the other way round too, %s', async (_, write) => {
    const attester = [{ body: JSON.stringify({ session: b64u(secret) }) }];
    const pair = await pairOf('demo-site', 'attester', { 'demo-site': [write(secret)], attester });
    expect(pair.common.map(({ octets: found }) => found)).toContain(octets(secret));
  });

  it.each([
    [16, true],
    [15, false],
  ] as const)('in %i bytes of two longer strings: %s', async (length, isFound) => {
    const shared = chance('shared', length);
    const body = (seed: string): string =>
      b64u(Buffer.concat([chance(`${seed} a`, 20), shared, chance(`${seed} b`, 20)]));
    const sent = { 'demo-site': [{ body: body('site') }], issuer: [{ body: body('issuer') }] };
    expect((await pairOf('demo-site', 'issuer', sent)).common.length > 0).toBe(isFound);
  });

  it('is found by what nobody sent and a token gives away', async () => {
    const { rooms } = await findAll(transcriptsOf({ 'demo-site': site }));
    expect(rooms[0]?.learnt.nullifier).toBe(1);
    const nullifier = await crypto.subtle.digest(
      'SHA-256',
      new Uint8Array([...token.slice(66, 98), ...token.slice(2, 34)]),
    );
    const wallet = [{ path: `/x?${hex(new Uint8Array(nullifier))}` }];
    expect((await pairOf('demo-site', 'wallet', { 'demo-site': site, wallet })).common).toMatchObject([
      { name: 'nullifier' },
    ]);
  });

  it('is not found in the value of a cookie: it is struck out, as the panel says', async () => {
    const headers = { cookie: `a=b; c=${b64u(secret)}` };
    const attester = [{ body: JSON.stringify({ session: b64u(secret) }) }];
    const pair = await pairOf('demo-site', 'attester', { 'demo-site': [{ headers }], attester });
    expect([pair.common, pair.strings]).toEqual([[], [0, 1]]);
  });

  it('is none where there is none, however alike the words', async () => {
    const headers = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
      accept: 'text/html,application/xhtml+xml',
    };
    const sent = {
      'demo-site': [...site, { path: '/.well-known/private-token-issuer-directory', headers }],
      issuer: [
        { body: batchLike(), headers },
        { path: '/.well-known/private-token-issuer-directory', headers },
      ],
      attester: [{ body: JSON.stringify({ type: 'public-key', session: b64u(secret) }), headers }],
      phone: [{ body: `x=${b64u(new Uint8Array(64))}` }],
      wallet: [{ body: `x=${b64u(new Uint8Array(64))}`, headers }],
    };
    const { pairs } = await findAll(transcriptsOf(sent));
    expect(pairs).toHaveLength(10);
    expect(pairs.flatMap(({ rooms, common }) => common.map(({ name }) => `${rooms} ${name}`))).toEqual([]);
  });

  it('is no word of a format, wherever it stands among bytes', async () => {
    const words = Buffer.from('eu.europa.ec.av.1 age_over_18');
    const proof = b64u(Buffer.concat([chance('before', 9), words, chance('after', 9)]));
    const sent = {
      attester: [{ body: `vp_token=${JSON.stringify({ proof_of_age: [proof] })}` }],
      phone: [{ body: JSON.stringify({ doctype: words.toString() }) }],
    };
    expect((await pairOf('attester', 'phone', sent)).common).toEqual([]);
  });

  it('says how much was searched: different strings, and every byte that came', async () => {
    const sent = { 'demo-site': [...site, ...site], issuer: [{ path: '/token-request', body: batchLike() }] };
    const pair = await pairOf('demo-site', 'issuer', sent);
    // The token, its four parts and its nullifier; the batch and its thirty blinded messages.
    expect(pair.strings).toEqual([6, 31]);
    expect(pair.bytes).toEqual([2 * ('POST'.length + 1 + 6 + 472), 'POST'.length + '/token-request'.length + 7772]);
  });
});

describe('what a link is about', () => {
  it.each([
    ['path', 'attester', 'phone', 'request'],
    ['body.state', 'attester', 'phone', 'request'],
    ['body.state', 'demo-site', 'attester', 'other'],
    ['body.assertion.rawId', 'issuer', 'attester', 'passkey'],
    ['body.token.keyId', 'demo-site', 'issuer', 'key'],
    ['body.token.nonce', 'demo-site', 'issuer', 'other'],
    ['body', 'demo-site', 'issuer', 'other'],
  ] as const)('%s between %s and %s: %s', (name, first, second, subject) => {
    expect(subjectOf({ name, octets: '' }, [first, second])).toBe(subject);
  });
});
