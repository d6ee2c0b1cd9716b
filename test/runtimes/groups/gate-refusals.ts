import type { HeldToken } from '@bauta/sdk/client';
import {
  AgeError,
  type Bytes,
  type ErrorCode,
  formatBase64url,
  formatTokenAuthorization,
  hashToken,
  type P256KeyPair,
  parseBase64url,
  readSiteChallenge,
  writeSiteChallenge,
  writeUtf8,
} from '@bauta/sdk/protocol';
import type { PlatformCrypto } from '../../../sdk/protocol/crypto/port.ts';
import { type Case, same } from '../case.ts';
import type { BadToken, Material, Scene } from '../material.ts';
import { pairOf, secretsOf, tokenOf } from '../site.ts';
import { askWallet, formFor, type Ground, ORIGIN, openGate, type Seen } from '../visitor.ts';
import type { WriteGroups } from '../write-groups.ts';

const REDEEM_URL = `${ORIGIN}/_age/redeem`;
type Members = Readonly<Record<string, unknown>>;

/** A presentation, and what is wrong with it. */
interface Shown {
  readonly held: HeldToken;
  readonly text: string;
  readonly challenge: string;
  readonly audience: string;
  readonly header: Members;
  readonly payload: Members;
  readonly signer: P256KeyPair;
  readonly ending: string;
}

interface Spoiling {
  readonly name: string;
  readonly code: ErrorCode;
  readonly spoil: (shown: Shown, scene: Scene) => Partial<Shown> | Promise<Partial<Shown>>;
}

const flip = (bytes: Bytes, at: number): Bytes => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
const withToken = (held: HeldToken): Partial<Shown> => ({
  held,
  text: formatBase64url(held.token),
  signer: held.holder,
});

/** A challenge of this site, but for what is changed. */
const challengeWith =
  (change: {
    mode?: number;
    threshold?: number;
    later?: number;
    secret?: Bytes;
    redeemUrl?: string;
  }): Spoiling['spoil'] =>
  async ({ challenge }, { site }) => {
    const { issuedAt, ...read } = readSiteChallenge(parseBase64url(challenge));
    const mode = change.mode ?? read.mode;
    const parts = { ...read, mode, threshold: change.threshold ?? 18, issuedAt: issuedAt + (change.later ?? 0) };
    const secret = change.secret ?? secretsOf(site)[0];
    return { challenge: formatBase64url(await writeSiteChallenge(parts, change.redeemUrl ?? REDEEM_URL, secret)) };
  };

const bad =
  (which: BadToken): Spoiling['spoil'] =>
  (_, { badTokens }) =>
    withToken(tokenOf(badTokens[which]));

const SPOILINGS: readonly Spoiling[] = [
  { name: 'a token of 353 bytes', code: 'ERR_TOKEN_MALFORMED', spoil: ({ text }) => ({ text: text.slice(0, -2) }) },
  {
    name: 'a token of another type',
    code: 'ERR_TOKEN_MALFORMED',
    spoil: ({ held }) => ({ text: formatBase64url(flip(held.token, 1)) }),
  },
  { name: 'a token under an unlisted key', code: 'ERR_TOKEN_KEY_UNKNOWN', spoil: bad('unlisted key') },
  { name: 'a token of the next epoch', code: 'ERR_TOKEN_WINDOW', spoil: bad('next epoch') },
  { name: 'a token of another age', code: 'ERR_TOKEN_THRESHOLD', spoil: bad('another age') },
  { name: 'a token for another issuer', code: 'ERR_TOKEN_CHALLENGE', spoil: bad('another issuer') },
  { name: 'alg none', code: 'ERR_PROOF_MALFORMED', spoil: () => ({ header: { alg: 'none' } }) },
  { name: 'another typ', code: 'ERR_PROOF_MALFORMED', spoil: () => ({ header: { typ: 'jwt' } }) },
  { name: 'a member in the header', code: 'ERR_PROOF_MALFORMED', spoil: () => ({ header: { kid: '1' } }) },
  { name: 'a member in the payload', code: 'ERR_PROOF_MALFORMED', spoil: () => ({ payload: { exp: 1 } }) },
  { name: 'a padded proof', code: 'ERR_PROOF_MALFORMED', spoil: () => ({ ending: '==' }) },
  { name: 'no signature', code: 'ERR_PROOF_MALFORMED', spoil: () => ({ ending: '.' }) },
  {
    name: 'the proof of another key',
    code: 'ERR_PROOF_KEY',
    spoil: ({ held }, { holders }) => ({ held: { ...held, holder: pairOf(holders[1] as Scene['holders'][number]) } }),
  },
  {
    name: 'htu of another site',
    code: 'ERR_PROOF_AUDIENCE',
    spoil: () => ({ audience: 'https://other.example/_age/redeem' }),
  },
  { name: 'htm GET', code: 'ERR_PROOF_AUDIENCE', spoil: () => ({ payload: { htm: 'GET' } }) },
  { name: 'a nonce of 3 bytes', code: 'ERR_SITE_CHALLENGE', spoil: () => ({ payload: { nonce: 'AAAA' } }) },
  {
    name: 'a nonce with a bit changed',
    code: 'ERR_SITE_CHALLENGE',
    spoil: ({ challenge }) => ({ payload: { nonce: formatBase64url(flip(parseBase64url(challenge), 6)) } }),
  },
  {
    name: 'a challenge under another secret',
    code: 'ERR_SITE_CHALLENGE',
    spoil: challengeWith({ secret: new Uint8Array(32) }),
  },
  {
    name: 'a challenge for another address',
    code: 'ERR_SITE_CHALLENGE',
    spoil: challengeWith({ redeemUrl: 'https://other.example/_age/redeem' }),
  },
  { name: 'a challenge of mode 3', code: 'ERR_SITE_CHALLENGE_MODE', spoil: challengeWith({ mode: 3 }) },
  { name: 'a challenge of another age', code: 'ERR_TOKEN_THRESHOLD', spoil: challengeWith({ threshold: 16 }) },
  { name: 'a challenge of 600 s ago', code: 'ERR_SITE_CHALLENGE_STALE', spoil: challengeWith({ later: -600 }) },
  { name: 'a challenge 6 s ahead', code: 'ERR_SITE_CHALLENGE_STALE', spoil: challengeWith({ later: 6 }) },
  { name: 'another iat', code: 'ERR_PROOF_TIME', spoil: () => ({ payload: { iat: 1 } }) },
  {
    name: 'ath of another token',
    code: 'ERR_PROOF_TOKEN',
    spoil: () => ({ payload: { ath: 'A'.repeat(43), jti: 'A'.repeat(43) } }),
  },
  { name: 'jti unlike ath', code: 'ERR_PROOF_TOKEN', spoil: () => ({ payload: { jti: 'A'.repeat(43) } }) },
  { name: 'a signature with salt 0', code: 'ERR_TOKEN_SIGNATURE', spoil: bad('empty salt') },
  {
    name: 'a signature with a bit changed',
    code: 'ERR_TOKEN_SIGNATURE',
    spoil: ({ held }) => ({ text: formatBase64url(flip(held.token, 353)) }),
  },
  {
    name: 'a proof signed by another',
    code: 'ERR_PROOF_SIGNATURE',
    spoil: (_, { holders }) => ({ signer: pairOf(holders[1] as Scene['holders'][number]) }),
  },
];

async function write(shown: Shown, body: PlatformCrypto): Promise<{ token: string; dpop: string }> {
  const { held, text, challenge, audience, signer, ending } = shown;
  const ath = await hashToken(text);
  const { issuedAt: iat } = readSiteChallenge(parseBase64url(challenge));
  const { x, y } = held.holder;
  const jwk = { kty: 'EC', crv: 'P-256', x: formatBase64url(x), y: formatBase64url(y) };
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk, ...shown.header };
  const payload = { jti: ath, htm: 'POST', htu: audience, iat, nonce: challenge, ath, ...shown.payload };
  const signed = [header, payload].map((part) => formatBase64url(writeUtf8(JSON.stringify(part)))).join('.');
  if (ending === '.') return { token: text, dpop: `${signed}.` };
  return {
    token: text,
    dpop: `${signed}.${formatBase64url(await body.signEs256(signer, writeUtf8(signed)))}${ending}`,
  };
}

type Show = (ground: Ground, shown: { token: string; dpop: string }) => Promise<Seen[]>;

const MODES: Readonly<Record<string, { readonly ask: (ground: Ground) => Promise<string>; readonly show: Show }>> = {
  form: {
    ask: async (ground) => (await askWallet(ground)).challenge,
    show: async (ground, { token, dpop }) => [
      await ground.post(`token=${token}&dpop=${dpop}`),
      await ground.navigate('/_age/enter'),
    ],
  },
  headers: {
    ask: async (ground) => (await ground.load('/')).headers['dpop-nonce'] ?? '',
    show: async (ground, { token, dpop }) => {
      const headers = { authorization: formatTokenAuthorization(token), dpop };
      return [await ground.load('/_age/redeem', { method: 'POST', headers })];
    },
  },
};

/** Ends in the true code, once it was seen that a stranger learns nothing of it. */
function refusal(mode: string, { name, code, spoil }: Spoiling, { scene }: Material, body: PlatformCrypto): Case {
  return {
    name: `${mode}: ${name}`,
    expected: code,
    async run() {
      const { ask, show } = MODES[mode] as (typeof MODES)[string];
      const ground = openGate(scene);
      await ground.gate.refresh();
      const challenge = await ask(ground);
      const looks = await show(ground, { token: 'none', dpop: 'none' });
      const [held] = scene.tokens.map(tokenOf) as [HeldToken];
      const good: Shown = {
        ...{ held, text: formatBase64url(held.token), signer: held.holder, ending: '' },
        ...{ challenge, audience: REDEEM_URL, header: {}, payload: {} },
      };
      same(await show(ground, await write({ ...good, ...(await spoil(good, scene)) }, body)), looks);
      throw new AgeError(ground.refused[1] as ErrorCode);
    },
  };
}

const FORMS: Readonly<Record<string, readonly [code: ErrorCode, spoil: (form: string) => string]>> = {
  'a doubled token': ['ERR_FORM_MALFORMED', (form) => `${form}&token=A`],
  'an unknown field': ['ERR_FORM_MALFORMED', (form) => `${form}&return=%2F%2Fevil.example`],
  'no dpop': ['ERR_FORM_MALFORMED', (form) => form.replace(/&dpop=.*/, '')],
  nothing: ['ERR_FORM_MALFORMED', () => ''],
  '8,193 bytes': ['ERR_TOO_LARGE', (form) => form.padEnd(8193, 'A')],
};

type Flow = (ground: Ground, form: string) => Promise<unknown>;

const FLOWS: Readonly<Record<string, readonly [code: ErrorCode, flow: Flow]>> = {
  'another media type': ['ERR_FORM_MALFORMED', (ground, form) => ground.post(form, { 'content-type': 'text/plain' })],
  'a token that was spent': [
    'ERR_TOKEN_SPENT',
    async (ground, form) => {
      await ground.post(form);
      await ground.navigate('/_age/enter');
      await ground.post(form);
    },
  ],
  'a code after 60 s': [
    'ERR_CODE_UNKNOWN',
    async (ground, form) => {
      await ground.post(form);
      ground.clock.now += 60;
      await ground.navigate('/_age/enter');
    },
  ],
  'a code in another browser': [
    'ERR_PRE_SESSION',
    async (ground, form) => {
      await ground.post(form);
      ground.cookies.set('__Host-age-pre', 'A'.repeat(43));
      await ground.navigate('/_age/enter');
    },
  ],
};

/** Every way to be refused at the gate. */
export const gateRefusals: WriteGroups = (material, body) => {
  const { scene } = material;
  const flows = {
    ...FLOWS,
    ...Object.fromEntries(
      Object.entries(FORMS).map(([name, [code, spoil]]): [string, readonly [ErrorCode, Flow]] => [
        name,
        [code, (ground, form) => ground.post(spoil(form))],
      ]),
    ),
  };
  return [
    ...Object.keys(MODES).map((mode) => ({
      name: `gate, refused in the ${mode}`,
      cases: SPOILINGS.map((one) => refusal(mode, one, material, body)),
    })),
    {
      name: 'gate, refused on the way',
      cases: Object.entries(flows).map(
        ([name, [code, flow]]): Case => ({
          name,
          expected: code,
          async run() {
            const ground = openGate(scene);
            await ground.gate.refresh();
            await flow(ground, await formFor(ground, tokenOf(scene.tokens[0] as Scene['tokens'][number])));
            same(ground.refused, [code]);
            throw new AgeError(ground.refused[0] as ErrorCode);
          },
        }),
      ),
    },
  ];
};
