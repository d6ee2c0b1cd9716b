import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { type HeldToken, present } from '@bauta/sdk/client';
import { concat, formatBase64url, parseBase64url, signProof, writeTokenKey } from '@bauta/sdk/protocol';
import type { PresentationKind } from './robot.ts';
import { makeHolder } from './test-issuer-tokens.ts';
import type { Craft } from './token-source.ts';

/** What the site asked, by which a presentation is made. */
export interface Asked {
  readonly redeem: string;
  /** base64url */
  readonly challenge: string;
  /** Unix seconds, as the challenge says. */
  readonly issuedAt: number;
}

/** What is sent. */
export interface Shown {
  /** Of the `authorization` header, after the scheme. */
  readonly parameters: string;
  readonly dpop?: string;
}

type Spoil = (held: HeldToken, asked: Asked) => Promise<Shown>;

/** How each kind is made from a good token, which it uses up. */
export const SPOILS: Readonly<Record<PresentationKind, Spoil>> = {
  good: show,
  replayed: show,
  'stale-challenge': show,
  'wrong-salt': show,
  'expired-epoch': show,
  'future-epoch': show,
  'other-type': show,
  'other-issuer': show,
  'forged-signature': ({ token, holder }, asked) => show({ token: flip(token, 353), holder }, asked),
  'wrong-key': (held, asked) => showUnderOwnKey(held, asked),
  'trailing-byte': ({ token, holder }, asked) => show({ token: concat(token, Uint8Array.of(0)), holder }, asked),
  'short-token': ({ token, holder }, asked) => show({ token: token.slice(0, 353), holder }, asked),
  'other-site': (held, asked) => showWith(held, { ...asked, redeem: 'https://other-site.example/_age/redeem' }),
  'other-challenge': (held, asked) =>
    showWith(held, { ...asked, challenge: formatBase64url(flip(parseBase64url(asked.challenge), 70)) }),
  'other-holder': ({ token }, asked) => showWith({ token, holder: makeHolder() }, asked),
  'no-proof': async ({ token }) => ({ parameters: parameter(token) }),
  'proof-alg-none': async (held, asked) => ({ parameters: parameter(held.token), dpop: unsignedProof(held, asked) }),
};

/** Kinds that take an issuer's private key, and what it signs then. */
export const CRAFTS: Readonly<Partial<Record<PresentationKind, Craft>>> = {
  'wrong-salt': { saltLength: 0 },
  'expired-epoch': { epochs: -6 },
  'future-epoch': { epochs: 6 },
  'other-type': { tokenType: 0x0001 },
  'other-issuer': { issuerName: 'other-issuer.example' },
};

const parameter = (token: Uint8Array): string => `token="${Buffer.from(token).toString('base64url')}"`;

async function show(held: HeldToken, asked: Asked): Promise<Shown> {
  const { token, dpop } = await present(held, asked);
  return { parameters: `token="${token}"`, dpop };
}

async function showWith({ token, holder }: HeldToken, { redeem, challenge, issuedAt }: Asked): Promise<Shown> {
  const text = formatBase64url(token);
  const dpop = await signProof({ key: holder, token: text, audience: redeem, challenge, issuedAt });
  return { parameters: `token="${text}"`, dpop };
}

/** Signed by a key of the suite's own, which it also names: a site must know whom it believes. */
async function showUnderOwnKey({ token, holder }: HeldToken, asked: Asked): Promise<Shown> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = writeTokenKey(parseBase64url(publicKey.export({ format: 'jwk' }).n ?? ''));
  const input = concat(token.slice(0, 66), new Uint8Array(createHash('sha256').update(spki).digest()));
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const signature = sign('sha384', input, { key: privateKey, padding, saltLength: 48 });
  const shown = await show({ token: concat(input, new Uint8Array(signature)), holder }, asked);
  return { ...shown, parameters: `${shown.parameters}, token-key="${formatBase64url(spki)}"` };
}

function unsignedProof({ token, holder }: HeldToken, { redeem, challenge, issuedAt }: Asked): string {
  const ath = createHash('sha256').update(formatBase64url(token)).digest('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: formatBase64url(holder.x), y: formatBase64url(holder.y) };
  const header = { typ: 'dpop+jwt', alg: 'none', jwk };
  const payload = { jti: ath, htm: 'POST', htu: redeem, iat: issuedAt, nonce: challenge, ath };
  return `${[header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}

function flip<Bytes extends Uint8Array>(bytes: Bytes, at: number): Bytes {
  const flipped = bytes.slice() as Bytes;
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}
