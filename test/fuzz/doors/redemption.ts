import { createPrivateKey, sign } from 'node:crypto';
import { type Bytes, formatBase64url, MODE, type P256KeyPair, parseHex, writeUtf8 } from '@bauta/sdk/protocol';
import type { Verifier } from '@bauta/sdk/verifier';
import { HOLDER, NOW, worldChallenge, worldProof, worldToken } from '../../generate/vectors/world.ts';
import { openTestSite } from '../../unit/verifier/site.ts';
import { type Ended, endOf } from '../promise.ts';

/** Refusals of a presentation, protocol.md §4. */
const REFUSALS = /^ERR_(TOKEN|PROOF|SITE_CHALLENGE)(_|$)/;

/** A site and a good presentation to it. A good one may come again: it gets the same code. */
export interface Redemption {
  readonly token: string;
  readonly proof: string;
  readonly challenge: string;
  redeem(token: string, proof: string): Promise<Ended<unknown>>;
}

export async function openRedemption(): Promise<Redemption> {
  const { verifier } = await openTestSite();
  const token = formatBase64url(worldToken());
  return {
    token,
    proof: worldProof(token),
    challenge: worldChallenge(),
    redeem: (shown, proof) => redeemAt(verifier, shown, proof),
  };
}

function redeemAt(verifier: Verifier, token: string, proof: string): Promise<Ended<unknown>> {
  return endOf(() => verifier.redeem({ token, proof }, MODE.form, NOW), REFUSALS);
}

const holder = privateKeyOf(HOLDER);

/** Header and payload of a proof as texts, signed by the holder whatever they say. */
export function signedProof(header: Uint8Array, payload: Uint8Array): string {
  const signed = `${formatBase64url(header)}.${formatBase64url(payload)}`;
  const signature = sign('sha256', writeUtf8(signed), { key: holder, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** The two texts of a proof. */
export function partsOf(proof: string): { readonly header: Bytes; readonly payload: Bytes } {
  const [header = '', payload = ''] = proof.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return { header: parseHex(header), payload: parseHex(payload) };
}

function privateKeyOf({ d, x, y }: P256KeyPair) {
  const [one, two, three] = [d, x, y].map((part) => formatBase64url(part));
  const jwk = { kty: 'EC', crv: 'P-256', d: one as string, x: two as string, y: three as string };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}
