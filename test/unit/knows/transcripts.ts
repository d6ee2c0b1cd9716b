import { createHash } from 'node:crypto';
import { challengeForGrants, challengeForTokens, digestChallenge, formatBase64url, nameOf } from '@bauta/sdk/protocol';
import { strikeOut } from '@bauta/services/http/strike-out';
import type { Octets } from '@bauta/services/knows/octets';
import { readTranscript, SHOWN_ROOMS, type ShownRoom, type Transcript } from '@bauta/services/knows/transcript';

const ORIGINS: Readonly<Record<ShownRoom, string>> = {
  'demo-site': 'http://demo.localhost:4000',
  wallet: 'http://wallet.localhost:4001',
  issuer: 'http://issuer.localhost:4003',
  attester: 'http://attester.localhost:4002',
  phone: 'http://phone.localhost:4005',
};

/** A request as a test writes it. */
export interface Sent {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Bytes that look like chance and are the same in every run. */
export function chance(seed: string, length = 32): Uint8Array<ArrayBuffer> {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => {
    return createHash('sha256').update(`${seed} ${i}`).digest();
  });
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

export const b64u = (bytes: Uint8Array): string => formatBase64url(bytes);
export const octets = (bytes: Uint8Array): Octets => Buffer.from(bytes).toString('latin1');

/** What rooms would answer, had they been sent just this; a room that is not named was sent nothing. */
export function transcriptsOf(sent: Partial<Readonly<Record<ShownRoom, readonly Sent[]>>>): readonly Transcript[] {
  return SHOWN_ROOMS.map((room) => {
    const requests = (sent[room] ?? []).map(({ path = '/', headers = {}, body = '' }) => {
      const shown = strikeOut(Object.entries(headers));
      return { at: 1, method: 'POST', path, headers: shown, body: Buffer.from(body).toString('base64url') };
    });
    const told = { room, origin: ORIGINS[room], since: 1, version: 1, forgotten: 0, requests };
    return readTranscript(JSON.stringify(told));
  });
}

const [issuer, attester] = [nameOf(ORIGINS.issuer), nameOf(ORIGINS.attester)];

async function finished(digest: Uint8Array, seed: string): Promise<Uint8Array> {
  return Buffer.concat([Buffer.of(0, 2), chance(`${seed} nonce`), digest, chance('key id'), chance(seed, 256)]);
}

/** 354 bytes of the form of a token; nobody signed it. */
export const tokenLike = async (seed = 'token'): Promise<Uint8Array> =>
  finished(await digestChallenge(challengeForTokens(issuer)), seed);
/** The same of a grant. */
export const grantLike = async (seed = 'grant'): Promise<Uint8Array> =>
  finished(await digestChallenge(challengeForGrants(attester, issuer)), seed);
/** 259 bytes of the form of a TokenRequest. */
export const requestLike = (seed = 'request'): Uint8Array =>
  Buffer.concat([Buffer.of(0, 2, 0x5a), chance(`${seed} blinded`, 256)]);
/** 7,772 bytes of the form of a batch. */
export const batchLike = (): Uint8Array =>
  Buffer.concat([Buffer.of(0x5e, 0x5a), ...Array.from({ length: 30 }, (_, i) => requestLike(`${i}`))]);
