import { findAll } from '@bauta/services/knows/findings';
import { KIND_NAMES, type KindName } from '@bauta/services/knows/kinds';
import { describe, expect, it } from 'vitest';
import { b64u, batchLike, chance, grantLike, requestLike, type Sent, tokenLike, transcriptsOf } from './transcripts.ts';

const json = (value: unknown): string => JSON.stringify(value);
const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const inBase64url = (text: string): string => b64u(Buffer.from(text));
const clientData = (type: string): string => inBase64url(json({ type, challenge: b64u(chance('c')), origin: 'o' }));
const credential = { id: b64u(chance('id')), rawId: b64u(chance('id')), type: 'public-key' };

/** For each kind a request that holds it, how often, and one that nearly does. */
const CASES: Readonly<Record<KindName, readonly [sent: Sent, count: number, nearly: Sent]>> = {
  address: [{ headers: { 'user-agent': 'Chromium' } }, 1, { headers: { accept: '*/*' } }],
  site: [
    { headers: { referer: 'http://demo.localhost:4000/films/3' } },
    1,
    { headers: { referer: 'http://wallet.localhost:4001/' } },
  ],
  asker: [
    { body: json({ request: 'av://authorize?client_id=x', person: 'adult' }) },
    1,
    { body: json({ request: 'https://attester.localhost/' }) },
  ],
  method: [{ path: '/evidence/eu-wallet/answer/abc' }, 1, { path: '/evidence/result' }],
  proofOfAge: [
    {
      body: form({
        vp_token: json({
          proof_of_age: [b64u(Buffer.concat([chance('x'), Buffer.from('issuerSigned'), chance('y')]))],
        }),
      }),
    },
    1,
    { body: form({ vp_token: json({ proof_of_age: [b64u(chance('x', 64))] }) }) },
  ],
  passkey: [
    {
      body: json({
        registration: {
          response: { attestationObject: b64u(Buffer.concat([Buffer.from('authData'), chance('k', 64)])) },
        },
      }),
    },
    1,
    { body: json({ registration: { response: { attestationObject: b64u(chance('k', 64)) } } }) },
  ],
  gesture: [
    { body: json({ assertion: { response: { clientDataJSON: clientData('webauthn.get') } } }) },
    1,
    { body: json({ registration: { response: { clientDataJSON: clientData('webauthn.create') } } }) },
  ],
  account: [{ body: json({ assertion: credential }) }, 1, { body: json({ other: credential }) }],
  sealed: [{ body: batchLike() }, 30, { body: batchLike().slice(1) }],
  grant: [
    { headers: { authorization: `PrivateToken token="${b64u(await grantLike())}"` } },
    1,
    { headers: { authorization: `PrivateToken token="${b64u(await tokenLike())}"` } },
  ],
  token: [{ body: form({ token: b64u(await tokenLike()) }) }, 1, { body: form({ token: b64u(await grantLike()) }) }],
  nullifier: [
    { body: form({ token: b64u(await tokenLike()) }) },
    1,
    { body: form({ token: b64u((await tokenLike()).slice(1)) }) },
  ],
  holder: [
    {
      body: form({
        dpop: `${inBase64url('{"typ":"dpop+jwt","alg":"ES256"}')}.${inBase64url('{"jti":"x"}')}.${b64u(chance('s', 64))}`,
      }),
    },
    1,
    {
      body: form({
        dpop: `${inBase64url('{"typ":"jwt","alg":"ES256"}')}.${inBase64url('{"jti":"x"}')}.${b64u(chance('s', 64))}`,
      }),
    },
  ],
  session: [
    { headers: { cookie: `a=b; __Host-age=${b64u(chance('session'))}` } },
    1,
    { headers: { cookie: `__Host-age-pre=${b64u(chance('session'))}` } },
  ],
};

async function learntOf(sent: Sent): Promise<Readonly<Record<KindName, number>>> {
  const { rooms } = await findAll(transcriptsOf({ attester: [sent] }));
  const found = rooms.find(({ room }) => room === 'attester');
  if (!found) throw new Error('the room is not among the findings');
  return found.learnt;
}

describe('a kind of information', () => {
  it.each(KIND_NAMES)('%s is found where it is, and nowhere else', async (kind) => {
    const [sent, count, nearly] = CASES[kind];
    expect((await learntOf(sent))[kind]).toBe(count);
    expect((await learntOf(nearly))[kind]).toBe(0);
  });

  it('is a session as often as a cookie of its name and length came, whatever its value, which is struck out', async () => {
    const cookies = [
      `__Host-age=${b64u(chance('one'))}`,
      `a=b; __Host-age=${b64u(chance('two'))}; c=d`,
      '__Host-age=short',
      '__Host-age=',
      `a=__Host-age=${b64u(chance('one'))}`,
    ];
    const transcripts = transcriptsOf({ 'demo-site': cookies.map((cookie) => ({ headers: { cookie } })) });
    const { rooms } = await findAll(transcripts);
    expect(rooms[0]?.learnt.session).toBe(2);
    expect(JSON.stringify(transcripts)).not.toContain(b64u(chance('one')));
    // Only the names are left to be counted, beside the method and the path.
    expect(rooms[0]?.bytes).toBe(
      cookies.length * 'POST/cookie'.length + '__Host-age='.length * 3 + 'a=; __Host-age=; c='.length + 'a='.length,
    );
  });

  it('is found once, however often it came', async () => {
    const body = form({ token: b64u(await tokenLike()) });
    const { rooms } = await findAll(transcriptsOf({ 'demo-site': [{ body }, { body }] }));
    expect(rooms[0]).toMatchObject({ room: 'demo-site', requests: 2, learnt: { token: 1, nullifier: 1 } });
  });

  it('is nowhere in nothing', async () => {
    const { rooms } = await findAll(transcriptsOf({}));
    expect(rooms.flatMap(({ learnt }) => Object.values(learnt)).filter((count) => count > 0)).toEqual([]);
  });

  it('is counted for sealed grant requests too, one in each', async () => {
    const requests = ['a', 'b'].map((seed) => ({ epoch: '2026-W47', request: b64u(requestLike(seed)) }));
    expect((await learntOf({ body: json({ requests }) })).sealed).toBe(2);
  });

  it('of a room that does not answer is not guessed', async () => {
    const all = transcriptsOf({ 'demo-site': [{ body: form({ token: b64u(await tokenLike()) }) }] });
    const { rooms } = await findAll(all.filter(({ room }) => room !== 'issuer'));
    expect(rooms.map(({ room }) => room)).not.toContain('issuer');
    // Without the issuer's name nothing can be called one of its tokens.
    expect(rooms[0]?.learnt.token).toBe(0);
  });
});

describe('the name of the site', () => {
  it.each([
    ['in a path', { path: '/x?from=http%3A%2F%2Fdemo.localhost%3A4000' }],
    ['in a body', { body: json({ origin: 'http://demo.localhost:4000' }) }],
    [
      'in base64url in a body',
      { body: json({ request: inBase64url(json({ redeem: 'http://demo.localhost:4000/_age/redeem' })) }) },
    ],
  ] as const)('is found %s', async (_, sent) => {
    expect((await learntOf(sent)).site).toBe(1);
  });
});
