import { nameOf, parseBase64url } from '@bauta/sdk/protocol';
import { loadTestAccess } from '@bauta/services/phone/eudi/test-access';
import type { Given } from '@bauta/services/standing';
import { exportPKCS8 } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../rooms/house.ts';
import { post } from '../rooms/person.ts';
import { CLIENT, clientKeys, fakeProvider } from '../unit/oidc/fake-provider.ts';
import { nextWednesdayNoon, openElsewhere } from './rooms-elsewhere.ts';

const ATTESTER = { room: 'attester', durableObjects: { STORE: 'AttesterStore', SESSIONS: 'AgeStore' } } as const;
const BANK = 'http://bank.localhost:24800';
const ROW = {
  name: 'bank',
  label: 'A bank',
  issuer: BANK,
  clientId: CLIENT,
  claim: { name: 'birthdate', as: 'birthdate' },
};

interface Begun {
  readonly session: string;
  readonly request: string;
  readonly here: string;
  readonly digital: readonly { readonly protocol: string; readonly data: Readonly<Record<string, string>> }[];
}

/** What the browser hands back. */
interface Digital {
  readonly protocol: string;
  readonly data: { readonly response: string };
}

let house: House;
/** What becomes of a post on its way to the attester. */
let onItsWay: (body: string) => string;
/** What becomes of an id_token on its way to the attester. */
let onItsWayBack: (token: string) => string;
const asIs = (text: string): string => text;
const bank = fakeProvider({ issuer: BANK });
/** Seconds by which the attester's clock is ahead of this machine's. */
let ahead: number;

beforeAll(async () => {
  const attester = async (given: Given<'attester'>) => {
    ahead = given.clock.now() - Math.floor(Date.now() / 1000);
    const { chain, key } = await loadTestAccess(given.config.dataDir, given.clock.now());
    const bindings = {
      EUDI_ACCESS_CERTIFICATE: chain,
      EUDI_ACCESS_KEY: key,
      OIDC_PROVIDERS: JSON.stringify([ROW]),
      OIDC_KEY: await exportPKCS8(clientKeys.privateKey),
    };
    return openElsewhere({ ...ATTESTER, bindings }, given);
  };
  house = await openHouse({}, undefined, { elsewhere: { attester }, now: nextWednesdayNoon() });
  const { origins, doors } = house;
  const inWorkerd = doors.get(origins.attester);
  if (!inWorkerd) throw new TypeError('no attester');
  doors.set(origins.attester, {
    ...inWorkerd,
    async fetch(request) {
      if (request.method !== 'POST') return inWorkerd.fetch(request);
      const body = onItsWay(await request.text());
      return inWorkerd.fetch(new Request(request.url, { method: 'POST', headers: request.headers, body }));
    },
  });
  doors.set(BANK, {
    async fetch(request) {
      const isToken = new URL(request.url).pathname === '/token';
      const answer = await bank.fetch(request);
      if (!isToken || !answer.ok) return answer;
      const { id_token, ...rest } = (await answer.json()) as { id_token: string };
      return Response.json({ ...rest, id_token: onItsWayBack(id_token) });
    },
  });
}, 180_000);
afterAll(() => house?.close(), 30_000);

async function begin(method: string): Promise<Begun> {
  onItsWay = onItsWayBack = asIs;
  // Workers' time goes on; a second in the future is none too many.
  bank.setNow(Math.ceil(Date.now() / 1000) + ahead);
  const { status, answer } = await post(house, `${house.origins.attester}/evidence/${method}`, {});
  expect(status).toBe(201);
  return answer;
}

const resultOf = async (session: string, code?: string): Promise<string> => {
  const asked = { session, ...(code === undefined ? {} : { code }) };
  return (await post(house, `${house.origins.attester}/evidence/result`, asked)).answer.state;
};

/** Shares a proof by a link. @returns the status at the phone, and the code for this device's browser */
async function share(request: string): Promise<{ status: number; code: string | undefined }> {
  const { status, answer } = await post(house, `${house.origins.phone}/present`, { request, person: 'adult' });
  return { status, code: answer.redirect_uri?.split('#returned=')[1] };
}

/** What the browser hands back for a page of the wallet. */
async function answerThroughBrowser({ digital }: Begun): Promise<Digital> {
  const asked = { origin: house.origins.wallet, requests: digital, person: 'adult' };
  const { status, answer } = await post(house, `${house.origins.phone}/digital`, asked);
  expect(status).toBe(200);
  return answer;
}

const giveDigital = async (method: string, session: string, answer: Digital): Promise<number> =>
  (await post(house, `${house.origins.attester}/evidence/${method}/digital`, { session, answer })).status;

/** Base64url with one bit of one of its bytes another one. @param at the byte, from the end */
function withBitFlipped(text: string, at: number): string {
  const bytes = parseBase64url(text);
  const index = bytes.length - at;
  bytes[index] = (bytes[index] as number) ^ 1;
  return Buffer.from(bytes).toString('base64url');
}

/** A JWS or JWE with one bit of a part of it another one. */
const withPartBent = (token: string, part: number): string =>
  token
    .split('.')
    .map((text, i) => (i === part ? withBitFlipped(text, 3) : text))
    .join('.');

describe('an attester on Workers', { timeout: 60_000 }, () => {
  it('offers every way that its settings allow', async () => {
    const answer = await (await house.fetch(`${house.origins.attester}/evidence`)).json();
    expect(answer).toEqual({
      methods: [{ name: 'eu-wallet' }, { name: 'eudi-wallet' }, { name: 'oidc-bank', label: 'A bank' }],
    });
  });

  it.each(['eu-wallet', 'eudi-wallet'])('takes an answer of an %s by its links', async (method) => {
    const begun = await begin(method);
    expect(await share(begun.request)).toEqual({ status: 200, code: undefined });
    expect(await resultOf(begun.session)).toBe('proved');

    const { session, here } = await begin(method);
    const { status, code } = await share(here);
    expect([status, code?.length, await resultOf(session)]).toEqual([200, 43, 'waiting']);
    expect(await resultOf(session, code)).toBe('proved');
  });

  it.each([
    // The signature of the device stands before the status, the last 8 bytes.
    [
      'eu-wallet',
      (body: string) => body.replace(/(?<=%5B%22)[\w-]+(?=%22%5D)/, (it) => withBitFlipped(it, 20)),
      'refused',
    ],
    // What cannot be opened is nobody's answer.
    ['eudi-wallet', (body: string) => body.replace(/(?<=response=)[^&]+/, (it) => withPartBent(it, 3)), 'waiting'],
  ])('refuses an answer of an %s by a link with a byte changed', async (method, bend, state) => {
    const { session, request } = await begin(method);
    onItsWay = (body) => (/vp_token|response=/.test(body) ? bend(body) : body);
    expect((await share(request)).status).not.toBe(200);
    expect(await resultOf(session)).toBe(state);
  });

  it.each([
    ['eu-wallet', (text: string) => withBitFlipped(text, 3)],
    ['eudi-wallet', (text: string) => withPartBent(text, 3)],
  ])('takes an answer of an %s through the browser, and none with a byte changed', async (method, bend) => {
    const begun = await begin(method);
    const good = await answerThroughBrowser(begun);
    const bent = { ...good, data: { response: bend(good.data.response) } };
    expect(await giveDigital(method, begun.session, bent)).toBe(403);
    expect(await resultOf(begun.session)).toBe('waiting');
    expect(await giveDigital(method, begun.session, good)).toBe(200);
    expect(await resultOf(begun.session)).toBe('proved');
    // It was taken, once.
    expect(await giveDigital(method, begun.session, good)).toBe(401);
  });

  it.each([
    ['takes', asIs, ['waiting', 43, 'proved']],
    ['refuses with a byte changed', (token: string) => withPartBent(token, 1), ['refused', 0, 'refused']],
  ])('%s what a provider signed', async (_, bend, expected) => {
    const { session, here } = await begin('oidc-bank');
    expect(here.startsWith(`${BANK}/authorize?`)).toBe(true);
    const query = bank.agree(here);
    onItsWayBack = bend;
    const back = await house.fetch(`${house.origins.attester}/evidence/oidc-bank/return?${query}`);
    expect(back.status).toBe(303);
    const [page, code = ''] = (back.headers.get('location') ?? '').split('#returned=');
    expect(page).toBe(`${house.origins.wallet}/app/`);
    const before = await resultOf(session);
    expect([before, code.length, await resultOf(session, code === '' ? undefined : code)]).toEqual(expected);
  });

  it('is the attester of the settings to its providers', () => {
    expect(nameOf(house.origins.attester)).not.toBe(CLIENT);
    expect(bank.received.map(({ path }) => path)).toContain('/par');
    // Nothing that names a site, or the wallet, went to the bank.
    const text = bank.received.map((one) => one.text).join('\n');
    expect(text).not.toContain(nameOf(house.origins.wallet));
    expect(text).not.toContain(nameOf(house.origins.demoSite));
  });
});
