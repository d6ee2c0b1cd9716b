import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { formatBase64url, hashToken, type P256KeyPair, parseBase64url, readSiteChallenge } from '@bauta/sdk/protocol';

type Members = Record<string, unknown>;

/** What a proof is for, and what is wrong with it. Without changes it is a good one. */
export interface Forgery {
  readonly holder: P256KeyPair;
  /** The token as it is sent. */
  readonly token: string;
  readonly audience: string;
  readonly challenge: string;
  readonly header?: Members;
  readonly jwk?: Members;
  readonly payload?: Members;
  /** Changes the JSON text of a segment, for what no object can hold. */
  readonly headerText?: (json: string) => string;
  readonly payloadText?: (json: string) => string;
  readonly signer?: 'nobody' | 'hmac' | P256KeyPair;
}

export async function forgeProof(forgery: Forgery): Promise<string> {
  const { holder, token, audience, challenge, signer = holder } = forgery;
  const ath = await hashToken(token);
  const iat = readSiteChallenge(parseBase64url(challenge)).issuedAt;
  const jwk = { kty: 'EC', crv: 'P-256', x: formatBase64url(holder.x), y: formatBase64url(holder.y), ...forgery.jwk };
  const header = JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...forgery.header });
  const payload = JSON.stringify({
    jti: ath,
    htm: 'POST',
    htu: audience,
    iat,
    nonce: challenge,
    ath,
    ...forgery.payload,
  });
  const segments = [forgery.headerText?.(header) ?? header, forgery.payloadText?.(payload) ?? payload];
  const signed = segments.map((text) => Buffer.from(text).toString('base64url')).join('.');
  return `${signed}.${Buffer.from(signBy(signer, signed)).toString('base64url')}`;
}

function signBy(signer: NonNullable<Forgery['signer']>, signed: string): Uint8Array {
  if (signer === 'nobody') return new Uint8Array();
  if (signer === 'hmac') return createHmac('sha256', 'key').update(signed).digest();
  const { d, x, y } = signer;
  const jwk = { kty: 'EC', crv: 'P-256', d: formatBase64url(d), x: formatBase64url(x), y: formatBase64url(y) };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
}

/** Another spelling of the same bytes: the two bits that 43 characters have to spare are not zero. */
export function respell(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet[alphabet.indexOf(text.slice(-1)) + 1] as string;
  return text.slice(0, -1) + last;
}
