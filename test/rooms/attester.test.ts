import { createHash } from 'node:crypto';
import {
  type AssertionJson,
  challengeForMints,
  fetchGrantNonce,
  type MintKeys,
  type PendingMint,
  request,
} from '@bauta/sdk/client';
import { type Bytes, formatBase64url } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import { type House, openHouse, WEDNESDAY_NOON } from './house.ts';
import { drawGrants, enrol, post, proveAge, readKeys, registrationChallengeOf } from './person.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(WEDNESDAY_NOON));

const ofAttester = (path: string): string => house.origins.attester + path;

describe('evidence', () => {
  it('waits, then is proved, and tells the wallet nothing but ages and an expiry', async () => {
    const begun = await post(house, ofAttester('/evidence/eu-wallet'), {});
    expect(begun.status).toBe(201);
    expect(Object.keys(begun.answer).sort()).toEqual(['digital', 'expires', 'here', 'request', 'session']);
    const { session } = begun.answer;
    expect((await post(house, ofAttester('/evidence/result'), { session })).answer).toEqual({ state: 'waiting' });
    await post(house, `${house.origins.phone}/present`, { request: begun.answer.request, person: 'adult' });
    const { answer } = await post(house, ofAttester('/evidence/result'), { session });
    expect(answer).toEqual({ state: 'proved', thresholds: [18], expires: expect.any(Number) });
  });

  it.each(['young', 'expired'])('of someone %s is refused with the one code, and no word of why', async (person) => {
    const session = await proveAge(house, person);
    const { answer } = await post(house, ofAttester('/evidence/result'), { session });
    expect(answer).toEqual({ state: 'refused', code: 'ERR_AGE_NOT_SHOWN', reference: expect.any(String) });
    const registration = createSoftwarePasskey(house.origins.wallet).register(registrationChallengeOf(session));
    const account = await post(house, ofAttester('/accounts'), { session, registration });
    expect([account.status, account.answer.code]).toEqual([401, 'ERR_EVIDENCE_SESSION']);
  });

  it('is taken once: the same answer again is refused', async () => {
    const begun = await post(house, ofAttester('/evidence/eu-wallet'), {});
    const present = (): ReturnType<typeof post> =>
      post(house, `${house.origins.phone}/present`, { request: begun.answer.request, person: 'adult' });
    expect((await present()).status).toBe(200);
    expect((await present()).status).not.toBe(200);
  });

  it('does not lose its question to a stray post', async () => {
    const begun = await post(house, ofAttester('/evidence/eu-wallet'), {});
    const responseUri = new URLSearchParams(begun.answer.request.split('?')[1]).get('response_uri') as string;
    const stray = await house.fetch(responseUri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'vp_token=x&state=y',
    });
    expect(stray.status).toBe(403);
    await post(house, `${house.origins.phone}/present`, { request: begun.answer.request, person: 'adult' });
    const { answer } = await post(house, ofAttester('/evidence/result'), { session: begun.answer.session });
    expect(answer.state).toBe('proved');
  });

  it('is not begun by a method that does not exist', async () => {
    const { status, answer } = await post(house, ofAttester('/evidence/crystal-ball'), {});
    expect([status, answer.code]).toEqual([404, 'ERR_NOT_FOUND']);
  });

  it('is asked for in a link whose values, like the session, are new each time', async () => {
    const begin = async (): Promise<string[]> => {
      const { answer } = await post(house, ofAttester('/evidence/eu-wallet'), {});
      const asked = new URLSearchParams(answer.request.split('?')[1]);
      return [answer.session, asked.get('nonce') ?? '', asked.get('state') ?? '', asked.get('response_uri') ?? ''];
    };
    const values = [...(await begin()), ...(await begin())];
    expect(new Set(values).size).toBe(8);
  });

  it('is taken as a form of 32 KB at most', async () => {
    const begun = await post(house, ofAttester('/evidence/eu-wallet'), {});
    const responseUri = new URLSearchParams(begun.answer.request.split('?')[1]).get('response_uri') as string;
    const send = async (type: string, body: string): Promise<number> =>
      (await house.fetch(responseUri, { method: 'POST', headers: { 'content-type': type }, body })).status;
    expect(await send('application/json', '{}')).toBe(415);
    expect(await send('application/x-www-form-urlencoded', `vp_token=${'x'.repeat(32_768)}`)).toBe(413);
  });

  it('is forgotten after its time', async () => {
    const session = await proveAge(house);
    await house.clock.set(WEDNESDAY_NOON + 901);
    expect((await post(house, ofAttester('/evidence/result'), { session })).status).toBe(401);
  });
});

describe('an account', () => {
  const register = async (
    session: string,
    registration: object,
  ): Promise<{ status: number; code: string | undefined }> => {
    const { status, answer } = await post(house, ofAttester('/accounts'), { session, registration });
    return { status, code: answer.code };
  };

  it.each<[string, (session: string) => object]>([
    [
      'without user verification',
      (s) => createSoftwarePasskey(house.origins.wallet, 0x01).register(registrationChallengeOf(s)),
    ],
    [
      'made on another origin',
      (s) => createSoftwarePasskey('http://wallet.evil.localhost:4001').register(registrationChallengeOf(s)),
    ],
    ['for another session', () => createSoftwarePasskey(house.origins.wallet).register(new Uint8Array(32))],
  ])('is not made of a passkey %s, and the session stays', async (_, make) => {
    const session = await proveAge(house);
    expect(await register(session, make(session))).toEqual({ status: 400, code: 'ERR_REGISTRATION' });
    const good = createSoftwarePasskey(house.origins.wallet).register(registrationChallengeOf(session));
    expect((await register(session, good)).status).toBe(201);
  });

  it.each<[string, (registration: any) => object]>([
    ['client extension results, which hold the PRF secret', (r) => ({ ...r, clientExtensionResults: {} })],
    ['transports', (r) => ({ ...r, response: { ...r.response, transports: ['internal'] } })],
    ['nothing but an id', ({ id }) => ({ id })],
  ])('is not made of a message with %s', async (_, change) => {
    const session = await proveAge(house);
    const registration = createSoftwarePasskey(house.origins.wallet).register(registrationChallengeOf(session));
    expect(await register(session, change(registration))).toEqual({ status: 400, code: 'ERR_BODY_MALFORMED' });
    expect((await register(session, registration)).status).toBe(201);
  });

  it('is made once per proof', async () => {
    const session = await proveAge(house);
    const make = (): object => createSoftwarePasskey(house.origins.wallet).register(registrationChallengeOf(session));
    const answers = await Promise.all([register(session, make()), register(session, make())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
  });

  it('is not made in a frame of another origin', async () => {
    const session = await proveAge(house);
    const made = createSoftwarePasskey(house.origins.wallet).register(registrationChallengeOf(session)) as {
      response: { clientDataJSON: string };
    };
    const clientData = JSON.parse(Buffer.from(made.response.clientDataJSON, 'base64url').toString());
    const framed = Buffer.from(JSON.stringify({ ...clientData, crossOrigin: true })).toString('base64url');
    const registration = { ...made, response: { ...made.response, clientDataJSON: framed } };
    expect((await register(session, registration)).code).toBe('ERR_REGISTRATION');
  });
});

describe('grants', () => {
  let passkey: SoftwarePasskey;
  let slots: MintKeys[];
  let pending: PendingMint[];

  beforeEach(async () => {
    passkey = await enrol(house);
    slots = (await readKeys(house)).slots;
    pending = await Promise.all(slots.map((slot) => request(slot)));
  });

  const directory = async () => (await readKeys(house)).attester;
  const nonceOf = async (): Promise<Bytes> => fetchGrantNonce(ofAttester('/grants'), house.fetch);

  /** A `POST /grants` that is right but for what `change` does to it. */
  async function ask(
    change: (message: { nonce: string; assertion: AssertionJson; requests: any[] }) => unknown = (m) => m,
    asked = pending,
  ): Promise<{ status: number; code?: string; responses?: { response?: string; error?: string }[] }> {
    const nonce = await nonceOf();
    const assertion = passkey.assert(await challengeForMints(nonce, asked));
    const requests = asked.map(({ threshold, epoch, generation, grant }) => ({
      threshold,
      epoch,
      generation,
      request: formatBase64url(grant.request),
    }));
    const { status, answer } = await post(
      house,
      ofAttester('/grants'),
      change({ nonce: formatBase64url(nonce), assertion, requests }),
    );
    return { status, ...answer };
  }

  it('come one per request, in order', async () => {
    const outcomes = await drawGrants(house, passkey, await directory(), pending);
    expect(outcomes.map((one) => 'grant' in one && one.grant.length)).toEqual([354, 354]);
  });

  it.each<[string, (message: any) => unknown]>([
    ['an unknown member', (m) => ({ ...m, extra: 1 })],
    ['a doubled member', (m) => JSON.stringify(m).replace('{"nonce"', '{"nonce":"A","nonce"')],
    [
      'client extension results, which hold the PRF secret',
      (m) => ({ ...m, assertion: { ...m.assertion, clientExtensionResults: {} } }),
    ],
    ['requests out of order', (m) => ({ ...m, requests: [...m.requests].reverse() })],
    ['one slot twice', (m) => ({ ...m, requests: [m.requests[0], m.requests[0]] })],
    ['no request', (m) => ({ ...m, requests: [] })],
    [
      'a request of 258 bytes',
      (m) => ({ ...m, requests: [{ ...m.requests[0], request: m.requests[0].request.slice(0, -2) }] }),
    ],
    ['a nonce that is not canonical', (m) => ({ ...m, nonce: `${m.nonce.slice(0, -1)}B` })],
  ])('are refused to %s, and the nonce stays good', async (_, change) => {
    let kept: unknown;
    const keeping = (message: unknown): unknown => {
      kept = message;
      return change(message);
    };
    expect(await ask(keeping)).toMatchObject({ status: 400, code: 'ERR_BODY_MALFORMED' });
    expect((await post(house, ofAttester('/grants'), kept)).status).toBe(200);
  });

  it('are refused to a nonce that is unknown, used or over', async () => {
    const unknown = formatBase64url(new Uint8Array(32));
    expect(await ask((m) => ({ ...m, nonce: unknown }))).toMatchObject({ status: 401, code: 'ERR_NONCE' });
    const kept: unknown[] = [];
    const keeping = (message: unknown): unknown => {
      kept.push(message);
      return message;
    };
    expect((await ask(keeping)).status).toBe(200);
    expect((await post(house, ofAttester('/grants'), kept[0])).answer.code).toBe('ERR_NONCE');
    await ask((message) => ({ ...(keeping(message) as object), extra: 1 }));
    await house.clock.set(WEDNESDAY_NOON + 301);
    expect((await post(house, ofAttester('/grants'), kept[1])).answer.code).toBe('ERR_NONCE');
  });

  it('are refused when the passkey said yes to other requests', async () => {
    const other = await request(slots[0] as MintKeys);
    const swapped = (m: any): unknown => ({
      ...m,
      requests: [{ ...m.requests[0], request: formatBase64url(other.grant.request) }, m.requests[1]],
    });
    expect(await ask(swapped)).toMatchObject({ status: 401, code: 'ERR_ASSERTION' });
  });

  it('are refused to a passkey that nobody enrolled, and to an account that expired, in the same words', async () => {
    const stranger = createSoftwarePasskey(house.origins.wallet);
    const nonce = await nonceOf();
    const assertion = stranger.assert(await challengeForMints(nonce, pending));
    const unknown = await ask((m) => ({ ...m, nonce: formatBase64url(nonce), assertion }));
    expect(unknown).toMatchObject({ status: 401, code: 'ERR_ACCOUNT' });
    await house.jump(WEDNESDAY_NOON + 120 * 86_400);
    expect(await ask()).toEqual(unknown);
  });

  it('are refused without user verification, though the passkey signed', async () => {
    const nonce = await nonceOf();
    const challenge = await challengeForMints(nonce, pending);
    const send = (assertion: AssertionJson) => ask((m) => ({ ...m, nonce: formatBase64url(nonce), assertion }));
    expect(await send(passkey.assert(challenge, 0x01))).toMatchObject({ status: 401, code: 'ERR_ASSERTION' });
  });

  it('are judged item by item, in the order age, slot, form, quota', async () => {
    const [first, second] = pending as [PendingMint, PendingMint];
    const wrongKey = {
      ...first,
      grant: { ...first.grant, request: first.grant.request.map((b, i) => (i === 2 ? b ^ 1 : b)) },
    };
    const cases: [PendingMint, string][] = [
      [{ ...wrongKey, threshold: 21, epoch: '2020-W01' }, 'ERR_AGE_NOT_SHOWN'],
      [{ ...wrongKey, epoch: '2020-W01' }, 'ERR_SLOT'],
      [{ ...wrongKey, generation: 1 }, 'ERR_SLOT'],
      [wrongKey, 'ERR_REQUEST_MALFORMED'],
    ];
    for (const [bad, error] of cases) {
      const sorted = [bad, second].sort((a, b) => (a.epoch < b.epoch ? -1 : 1));
      const { status, responses } = await ask((m) => m, sorted);
      expect(status).toBe(200);
      expect(responses?.[sorted.indexOf(bad)]).toEqual({ error });
      expect(responses?.[sorted.indexOf(second)]).toHaveProperty('response');
    }
  });

  it('are three per account, age and epoch; the same request again costs nothing', async () => {
    const [slot] = slots as [MintKeys];
    const own = await enrol(house);
    passkey = own;
    const batches = await Promise.all(Array.from({ length: 4 }, () => request(slot)));
    const [first, ...others] = batches as [PendingMint, PendingMint, PendingMint, PendingMint];
    const once = await ask((m) => m, [first]);
    expect(await ask((m) => m, [first])).toEqual(once);
    expect((await ask((m) => m, [others[0]])).responses?.[0]).toHaveProperty('response');
    expect((await ask((m) => m, [others[1]])).responses?.[0]).toHaveProperty('response');
    expect((await ask((m) => m, [others[2]])).responses?.[0]).toEqual({ error: 'ERR_QUOTA_EXCEEDED' });
    expect(await ask((m) => m, [first])).toEqual(once);
  });

  it('stay three when forty are asked for at once', async () => {
    passkey = await enrol(house);
    const [slot] = slots as [MintKeys];
    const batches = await Promise.all(Array.from({ length: 40 }, () => request(slot)));
    const answers = await Promise.all(batches.map((one) => ask((m) => m, [one])));
    expect(answers.filter(({ responses }) => responses?.[0]?.response !== undefined)).toHaveLength(3);
  });

  it('tell the attester a hash of the body and nothing of it', () => {
    const [{ body, grant }] = pending as [PendingMint];
    expect(grant.input.slice(2, 34)).toEqual(new Uint8Array(createHash('sha256').update(body).digest()));
  });
});
