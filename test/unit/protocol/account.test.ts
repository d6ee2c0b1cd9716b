import {
  ACCOUNT_ACTS,
  ACCOUNT_NONCE_LIFETIME,
  ACCOUNT_PASSKEYS_MAX,
  accountAssertionChallenge,
  formatHex,
  passkeyChallenge,
  SHARE_LENGTH,
} from '@bauta/sdk/protocol';
import { expect, it } from 'vitest';
import { figure } from '../../ports/figures.ts';

const NONCE = figure('nonce');

it('the figures of account acts are those of the protocol', () => {
  expect([ACCOUNT_NONCE_LIFETIME, ACCOUNT_PASSKEYS_MAX, SHARE_LENGTH]).toEqual([300, 5, 32]);
});

it('each act, nonce and credential id has a challenge of its own', async () => {
  const challenges = await Promise.all([
    ...ACCOUNT_ACTS.map((act) => accountAssertionChallenge(NONCE, act, act === 'add-passkey' ? figure(1) : undefined)),
    accountAssertionChallenge(NONCE, 'add-passkey', figure(2)),
    accountAssertionChallenge(figure('other nonce'), 'read'),
    passkeyChallenge(NONCE),
    passkeyChallenge(figure('other nonce')),
  ]);
  expect(new Set(challenges.map(formatHex)).size).toBe(8);
  expect(challenges.every(({ length }) => length === 32)).toBe(true);
});

it('a nonce of another length, and a detail that does not belong, are mistakes', async () => {
  for (const nonce of [new Uint8Array(31), new Uint8Array(33)]) {
    await expect(accountAssertionChallenge(nonce, 'read')).rejects.toThrow(TypeError);
    await expect(passkeyChallenge(nonce)).rejects.toThrow(TypeError);
  }
  await expect(accountAssertionChallenge(NONCE, 'read', figure(1))).rejects.toThrow(TypeError);
  await expect(accountAssertionChallenge(NONCE, 'add-passkey')).rejects.toThrow(TypeError);
});
