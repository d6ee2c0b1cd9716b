import {
  type AccountProof,
  addPasskey,
  eraseAccount,
  type Fetch,
  fetchAccountNonce,
  readAccount,
  releaseShare,
} from '@bauta/sdk/client';
import { formatBase64url } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createSoftwarePasskey } from '../../flow/software-passkey.ts';
import { figure } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';

const ATTESTER = 'attester.example';
const passkey = createSoftwarePasskey('https://wallet.example');
const proof: AccountProof = { nonce: figure('nonce'), assertion: passkey.assert(figure('challenge')) };
const registration = passkey.register(figure('challenge'));
const id = formatBase64url(figure('id'));

const VIEW = {
  thresholds: [15, 18],
  expires: 1_800_000_000,
  passkeys: [{ credentialId: id, counter: 7 }],
  drawn: [{ threshold: 18, epoch: '2026-W47', drawn: 2, of: 3 }],
};

/** Answers everything alike, and keeps what was asked. */
function answering(answer: unknown, status = 200): { fetch: Fetch; asked: { url: string; body: unknown }[] } {
  const asked: { url: string; body: unknown }[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push({ url, body: JSON.parse(init?.body as string) });
    return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { status });
  };
  return { fetch, asked };
}

const CALLS = {
  challenge: (fetch: Fetch) => fetchAccountNonce(ATTESTER, fetch),
  read: (fetch: Fetch) => readAccount(ATTESTER, proof, fetch),
  erase: (fetch: Fetch) => eraseAccount(ATTESTER, proof, fetch),
  passkeys: (fetch: Fetch) => addPasskey(ATTESTER, proof, registration, fetch),
  share: (fetch: Fetch) => releaseShare(ATTESTER, proof, fetch),
} satisfies Record<string, (fetch: Fetch) => Promise<unknown>>;
type Door = keyof typeof CALLS;

const SENT = { nonce: formatBase64url(proof.nonce), assertion: proof.assertion };

describe('a call to the attester', () => {
  it.each<[Door, unknown, unknown, unknown]>([
    ['challenge', {}, { nonce: id, expires: 1 }, figure('id')],
    [
      'read',
      SENT,
      VIEW,
      {
        ...VIEW,
        passkeys: [{ credentialId: figure('id'), counter: 7 }],
      },
    ],
    ['erase', SENT, {}, undefined],
    ['passkeys', { ...SENT, registration }, { passkeys: 2 }, undefined],
    ['share', SENT, { share: id }, figure('id')],
  ])('of %s sends what it must and reads the answer', async (door, body, answer, value) => {
    const { fetch, asked } = answering(answer);
    expect(await CALLS[door](fetch)).toEqual(value);
    expect(asked).toEqual([{ url: `https://attester.example/account/${door}`, body }]);
  });

  it.each<[Door, unknown]>([
    ['challenge', { nonce: id.slice(2), expires: 1 }],
    ['challenge', { nonce: id }],
    ['read', { ...VIEW, name: 'x' }],
    ['read', { ...VIEW, thresholds: 18 }],
    ['read', { ...VIEW, expires: '1' }],
    ['read', { ...VIEW, passkeys: [{ credentialId: id }] }],
    ['read', { ...VIEW, passkeys: [{ credentialId: `${id}=`, counter: 0 }] }],
    ['read', { ...VIEW, drawn: [{ ...VIEW.drawn[0], epoch: '2026-W54' }] }],
    ['read', { ...VIEW, drawn: [{ ...VIEW.drawn[0], drawn: -1 }] }],
    ['read', { ...VIEW, drawn: [null] }],
    ['read', JSON.stringify(VIEW).replace('"expires"', '"expires":1,"expires"')],
    ['erase', { erased: true }],
    ['erase', 'null'],
    ['passkeys', {}],
    ['passkeys', { passkeys: 'two' }],
    ['share', { share: id.slice(2) }],
    ['share', { share: id, more: 1 }],
    ['share', 'not JSON'],
  ])('of %s takes no other answer: %j', async (door, answer) => {
    expect(await outcome<unknown>(CALLS[door](answering(answer).fetch))).toBe('ERR_RESPONSE_MALFORMED');
  });

  it.each(Object.keys(CALLS) as Door[])(
    'of %s ends in the code of its refusal, or in that nobody answered',
    async (door) => {
      const refusing = answering({ code: 'ERR_ACCOUNT' }, 401);
      expect(await outcome<unknown>(CALLS[door](refusing.fetch))).toBe('ERR_ACCOUNT');
      const away: Fetch = async () => {
        throw new TypeError('fetch failed');
      };
      expect(await outcome<unknown>(CALLS[door](away))).toBe('ERR_NOT_READY');
    },
  );
});
