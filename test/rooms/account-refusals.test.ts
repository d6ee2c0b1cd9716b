import { createHash } from 'node:crypto';
import {
  type AccountProof,
  type AssertionJson,
  challengeForMints,
  fetchAccountNonce,
  fetchGrantNonce,
  type MintKeys,
  passkeyChallenge,
  type RegistrationJson,
  request,
} from '@bauta/sdk/client';
import {
  type AccountAct,
  accountAssertionChallenge,
  type Bytes,
  formatBase64url,
  nameOf,
  parseBase64url,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import { occursIn } from '../privacy/haystack.ts';
import { readAttesterStore } from './attester-store.ts';
import { type House, openHouse, WEDNESDAY_NOON } from './house.ts';
import { addFurther, enrol, post, proveFor, readKeys } from './person.ts';

const DOORS = {
  read: '/account/read',
  erase: '/account/erase',
  'add-passkey': '/account/passkeys',
  share: '/account/share',
} as const satisfies Record<AccountAct, string>;
const ACTS = Object.keys(DOORS) as AccountAct[];

interface Message {
  readonly nonce: string;
  readonly assertion: AssertionJson;
  readonly registration?: RegistrationJson;
}

let house: House;
let attester: string;
let passkey: SoftwarePasskey;
let slot: MintKeys;
/** The bodies of all refusals, and what had been sent for each. */
const refusals: { readonly sent: string; readonly answer: string }[] = [];

beforeAll(async () => {
  house = await openHouse({}, async (asked, response) => {
    if (response.status >= 400) refusals.push({ sent: await asked.text(), answer: await response.text() });
  });
  attester = nameOf(house.origins.attester);
  slot = (await readKeys(house)).slots[0] as MintKeys;
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.clock.set(WEDNESDAY_NOON);
  passkey = await enrol(house);
});

const send = async (path: string, body: unknown): Promise<{ status: number; code: string | undefined }> => {
  const { status, answer } = await post(house, house.origins.attester + path, body);
  return { status, code: answer.code };
};

/** A message that is right. @param further the passkey to add. */
async function messageFor(act: AccountAct, by = passkey, further = newPasskey()): Promise<Message> {
  if (act !== 'add-passkey') return messageOf(await proveFor(house, by, act));
  const proof = await proveFor(house, by, act, further.credentialId);
  return { ...messageOf(proof), registration: further.register(await passkeyChallenge(proof.nonce)) };
}
const messageOf = ({ nonce, assertion }: AccountProof): Message => ({ nonce: formatBase64url(nonce), assertion });
const newPasskey = (flags?: number): SoftwarePasskey => createSoftwarePasskey(house.origins.wallet, flags);
const accountNonce = (): Promise<Bytes> => fetchAccountNonce(attester, house.fetch);
const grantNonce = (): Promise<Bytes> => fetchGrantNonce(`${house.origins.attester}/grants`, house.fetch);

/** Sends what is refused, and finds the store as it was. */
async function expectRefused(path: string, body: unknown, status: number, code: string): Promise<void> {
  const before = readAttesterStore(house);
  expect(await send(path, body)).toEqual({ status, code });
  expect(readAttesterStore(house)).toEqual(before);
}

describe('an assertion', () => {
  const pairs = ACTS.flatMap((said) => ACTS.filter((done) => done !== said).map((done) => [said, done] as const));

  it.each(pairs)('for %s is refused at %s', async (said, done) => {
    const { nonce, assertion } = await messageFor(said);
    const registration = newPasskey().register(await passkeyChallenge(parseBase64url(nonce)));
    const message = done === 'add-passkey' ? { nonce, assertion, registration } : { nonce, assertion };
    await expectRefused(DOORS[done], message, 401, 'ERR_ASSERTION');
  });

  it.each(ACTS)('for grants is refused at %s, even over the right nonce', async (act) => {
    const nonce = await accountNonce();
    const pending = [await request(slot)];
    const assertion = passkey.assert(await challengeForMints(nonce, pending));
    const message = { ...(await messageFor(act)), nonce: formatBase64url(nonce), assertion };
    await expectRefused(DOORS[act], message, 401, 'ERR_ASSERTION');
  });

  it.each(ACTS)('for %s is refused at the grants, even over the right nonce', async (act) => {
    const nonce = await grantNonce();
    const detail = act === 'add-passkey' ? passkey.credentialId : undefined;
    const assertion = passkey.assert(await accountAssertionChallenge(nonce, act, detail));
    await expectRefused('/grants', await grantMessage(nonce, assertion), 401, 'ERR_ASSERTION');
  });
});

async function grantMessage(nonce: Bytes, assertion: AssertionJson): Promise<object> {
  const { threshold, epoch, generation, grant } = await request(slot);
  const requests = [{ threshold, epoch, generation, request: formatBase64url(grant.request) }];
  return { nonce: formatBase64url(nonce), assertion, requests };
}

describe('a nonce', () => {
  it.each(ACTS)('is good for %s once', async (act) => {
    const message = await messageFor(act);
    expect((await send(DOORS[act], message)).status).toBeLessThan(300);
    await expectRefused(DOORS[act], message, 401, 'ERR_NONCE');
  });

  it.each(ACTS)('that %s has used up by a refusal is used up', async (act) => {
    const message = await messageFor(act);
    const bad = { ...message, assertion: newPasskey().assert(new Uint8Array(32)) };
    await expectRefused(DOORS[act], bad, 401, 'ERR_ACCOUNT');
    await expectRefused(DOORS[act], message, 401, 'ERR_NONCE');
  });

  it.each(ACTS)('for grants is none for %s', async (act) => {
    const nonce = await grantNonce();
    const further = newPasskey();
    const detail = act === 'add-passkey' ? further.credentialId : undefined;
    const assertion = passkey.assert(await accountAssertionChallenge(nonce, act, detail));
    const message: Message = { nonce: formatBase64url(nonce), assertion };
    const registration = further.register(await passkeyChallenge(nonce));
    await expectRefused(DOORS[act], detail ? { ...message, registration } : message, 401, 'ERR_NONCE');
  });

  it('for an act is none for grants', async () => {
    const nonce = await accountNonce();
    const pending = await request(slot);
    const { threshold, epoch, generation, grant } = pending;
    const requests = [{ threshold, epoch, generation, request: formatBase64url(grant.request) }];
    const assertion = passkey.assert(await challengeForMints(nonce, [pending]));
    await expectRefused('/grants', { nonce: formatBase64url(nonce), assertion, requests }, 401, 'ERR_NONCE');
  });

  it.each(ACTS)('is over for %s after 300 seconds, and nobody made it up', async (act) => {
    const message = await messageFor(act);
    // The clock runs on while the message is made.
    await house.clock.set(WEDNESDAY_NOON + 330);
    await expectRefused(DOORS[act], message, 401, 'ERR_NONCE');
    await expectRefused(DOORS[act], { ...message, nonce: 'A'.repeat(43) }, 401, 'ERR_NONCE');
  });

  it('is taken by one of twenty at once', async () => {
    const message = await messageFor('share');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(DOORS.share, message)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe.each(ACTS)('%s is refused', (act) => {
  /** A right message whose assertion is another. */
  async function withAssertion(assert: (challenge: Bytes, nonce: Bytes) => AssertionJson): Promise<Message> {
    const further = newPasskey();
    const nonce = await accountNonce();
    const challenge = await accountAssertionChallenge(
      nonce,
      act,
      act === 'add-passkey' ? further.credentialId : undefined,
    );
    const message = { nonce: formatBase64url(nonce), assertion: assert(challenge, nonce) };
    return act === 'add-passkey'
      ? { ...message, registration: further.register(await passkeyChallenge(nonce)) }
      : message;
  }

  it.each<[string, string, (challenge: Bytes, nonce: Bytes) => AssertionJson]>([
    ['a person who was not verified', 'ERR_ASSERTION', (challenge) => passkey.assert(challenge, 0x01)],
    ['a passkey that nobody enrolled', 'ERR_ACCOUNT', (challenge) => newPasskey().assert(challenge)],
    [
      'another key under the account’s credential id',
      'ERR_ASSERTION',
      (challenge) => createSoftwarePasskey(house.origins.wallet, undefined, passkey.credentialId).assert(challenge),
    ],
    [
      'what was said on another origin',
      'ERR_ASSERTION',
      (challenge) => passkey.assert(challenge, undefined, { clientData: { origin: 'https://wallet.evil.example' } }),
    ],
    [
      'what was said in a frame',
      'ERR_ASSERTION',
      (challenge) => passkey.assert(challenge, undefined, { clientData: { crossOrigin: true } }),
    ],
    ['a signature over another nonce', 'ERR_ASSERTION', (_, nonce) => passkey.assert(nonce)],
    [
      'a challenge without the length of the act',
      'ERR_ASSERTION',
      (_, nonce) =>
        passkey.assert(
          new Uint8Array(createHash('sha256').update('bauta/account-act/v1').update(nonce).update(act).digest()),
        ),
    ],
  ])('to %s', async (_, code, assert) => {
    await expectRefused(DOORS[act], await withAssertion(assert), 401, code);
  });

  it.each<[string, (message: Message) => unknown]>([
    ['with an unknown member', (m) => ({ ...m, extra: 1 })],
    [
      'with client extension results, which hold the PRF secret',
      (m) => ({ ...m, assertion: { ...m.assertion, clientExtensionResults: {} } }),
    ],
    ['with a doubled member', (m) => JSON.stringify(m).replace('{"nonce"', '{"nonce":"A","nonce"')],
    ['without a nonce', ({ nonce: _, ...m }) => m],
    ['without an assertion', ({ assertion: _, ...m }) => m],
    ['with a nonce that is not canonical', (m) => ({ ...m, nonce: `${m.nonce.slice(0, -1)}B` })],
    ['with a nonce of 31 bytes', (m) => ({ ...m, nonce: m.nonce.slice(0, -2) })],
    ['that is no JSON', (m) => JSON.stringify(m).slice(0, -1)],
    [
      'with the registration of another act, or without its own',
      (m) =>
        m.registration
          ? { nonce: m.nonce, assertion: m.assertion }
          : { ...m, registration: newPasskey().register(new Uint8Array(32)) },
    ],
  ])('%s, and the nonce stays good', async (_, change) => {
    const message = await messageFor(act);
    await expectRefused(DOORS[act], change(message), 400, 'ERR_BODY_MALFORMED');
    expect((await send(DOORS[act], message)).status).toBeLessThan(300);
  });

  it('under another media type, beyond 64 KB, and by another method', async () => {
    const message = JSON.stringify(await messageFor(act));
    const url = house.origins.attester + DOORS[act];
    const before = readAttesterStore(house);
    const ask = async (type: string, body: string) =>
      (await house.fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status;
    expect(await ask('text/plain', message)).toBe(415);
    expect(await ask('application/json', message + ' '.repeat(65_536))).toBe(413);
    expect((await house.fetch(url)).status).toBe(405);
    expect(readAttesterStore(house)).toEqual(before);
  });

  it('to be read by other pages than the wallet’s', async () => {
    const answer = await house.fetch(house.origins.attester + DOORS[act], { method: 'OPTIONS' });
    expect(answer.headers.get('access-control-allow-origin')).toBe(house.origins.wallet);
    expect(answer.headers.get('access-control-allow-methods')).toBe('POST');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('a further passkey is refused', () => {
  /** @param make the registration, from what the account's passkey said yes to. @param announced in the assertion. */
  async function add(announced: Bytes, make: (challenge: Bytes, nonce: Bytes) => RegistrationJson): Promise<Message> {
    const proof = await proveFor(house, passkey, 'add-passkey', announced);
    return { ...messageOf(proof), registration: make(await passkeyChallenge(proof.nonce), proof.nonce) };
  }

  it('under another credential id than the one that was vouched for', async () => {
    const message = await add(newPasskey().credentialId, (challenge) => newPasskey().register(challenge));
    await expectRefused(DOORS['add-passkey'], message, 401, 'ERR_ASSERTION');
  });

  it('when the message names the vouched-for id and the attestation holds another', async () => {
    const announced = newPasskey();
    const id = formatBase64url(announced.credentialId);
    const message = await add(announced.credentialId, (challenge) => ({
      ...newPasskey().register(challenge),
      id,
      rawId: id,
    }));
    await expectRefused(DOORS['add-passkey'], message, 400, 'ERR_REGISTRATION');
  });

  it.each<[string, (further: SoftwarePasskey, challenge: Bytes, nonce: Bytes) => RegistrationJson]>([
    ['over the bare nonce', (further, _, nonce) => further.register(nonce)],
    [
      'over the challenge of a new account',
      (further, _, nonce) =>
        further.register(
          new Uint8Array(createHash('sha256').update(writeUtf8('bauta/account/v1')).update(nonce).digest()),
        ),
    ],
    [
      'made without verification of the person',
      (further, challenge) =>
        createSoftwarePasskey(house.origins.wallet, 0x01, further.credentialId).register(challenge),
    ],
    [
      'made on another origin',
      (further, challenge) =>
        createSoftwarePasskey('https://wallet.evil.example', undefined, further.credentialId).register(challenge),
    ],
    ['made in a frame', (further, challenge) => changeClientData(further.register(challenge), { crossOrigin: true })],
  ])('%s', async (_, make) => {
    const further = newPasskey();
    const message = await add(further.credentialId, (challenge, nonce) => make(further, challenge, nonce));
    await expectRefused(DOORS['add-passkey'], message, 400, 'ERR_REGISTRATION');
  });

  it('with a credential id that is another account’s, or the account’s own', async () => {
    const stranger = await enrol(house);
    for (const { credentialId } of [stranger, passkey]) {
      const twin = createSoftwarePasskey(house.origins.wallet, undefined, credentialId);
      await expectRefused(
        DOORS['add-passkey'],
        await messageFor('add-passkey', passkey, twin),
        400,
        'ERR_REGISTRATION',
      );
    }
  });

  it('when it is the sixth', async () => {
    for (let i = 0; i < 4; i++) await addFurther(house, passkey);
    await expectRefused(DOORS['add-passkey'], await messageFor('add-passkey'), 429, 'ERR_QUOTA_EXCEEDED');
  });
});

it('no refusal says, and no log holds, anything of what was sent', () => {
  expect(refusals.length).toBeGreaterThan(100);
  const log = Buffer.from((house.logs.get('attester') ?? []).join(''));
  expect(log.length).toBeGreaterThan(1000);
  for (const { sent, answer } of refusals) {
    for (const secret of secretsIn(sent)) {
      expect(occursIn(Buffer.from(answer), secret)).toBe(false);
      expect(occursIn(log, secret)).toBe(false);
    }
  }
});

/** Long texts of a message, and what they stand for. */
function secretsIn(sent: string): Buffer[] {
  const texts = [...sent.matchAll(/"([\w-]{40,})"/g)].map(([, text]) => text as string);
  return texts.map((text) => Buffer.from(text, 'base64url').subarray(-64));
}

/** A registration is not signed: its client data can be changed in passing. */
function changeClientData(message: RegistrationJson, change: object): RegistrationJson {
  const clientData = JSON.parse(Buffer.from(message.response.clientDataJSON, 'base64url').toString());
  const clientDataJSON = Buffer.from(JSON.stringify({ ...clientData, ...change })).toString('base64url');
  return { ...message, response: { ...message.response, clientDataJSON } };
}
