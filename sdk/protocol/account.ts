import { sha256 } from '#crypto';
import { type Bytes, concat, writeUtf8 } from './bytes.ts';
import { Writer } from './wire.ts';

/** Seconds for which the nonce of an act upon an account is good. */
export const ACCOUNT_NONCE_LIFETIME = 300;
/** Passkeys of one account at most. */
export const ACCOUNT_PASSKEYS_MAX = 5;
/** Bytes of the share that an attester releases for a passkey. */
export const SHARE_LENGTH = 32;

/** What a person can ask of an attester about their own account, beside grants. */
export const ACCOUNT_ACTS = ['read', 'erase', 'add-passkey', 'share'] as const;
export type AccountAct = (typeof ACCOUNT_ACTS)[number];

/**
 * What a passkey of the account signs, so that an assertion is good for one act and no other:
 * SHA-256("bauta/account-act/v1" ‖ nonce 32 ‖ length of act u8 ‖ act ‖ detail).
 * @param nonce 32 bytes. @param detail the new credential id for 'add-passkey', else nothing.
 * @throws TypeError for a nonce of another length, and for a detail that is missing or does not belong.
 */
export async function accountAssertionChallenge(
  nonce: Bytes,
  act: AccountAct,
  detail: Bytes = new Uint8Array(),
): Promise<Bytes> {
  checkNonce(nonce);
  if ((act === 'add-passkey') !== detail.length > 0) throw new TypeError('a credential id goes with add-passkey alone');
  const name = writeUtf8(act);
  return sha256(concat(writeUtf8('bauta/account-act/v1'), nonce, new Writer().u8(name.length).end(), name, detail));
}

/**
 * What a further passkey of an account signs when it is made: SHA-256("bauta/account-passkey/v1" ‖ nonce 32).
 * @param nonce 32 bytes, the one that the account's own passkey signs over. @throws TypeError for another length
 */
export async function passkeyChallenge(nonce: Bytes): Promise<Bytes> {
  checkNonce(nonce);
  return sha256(concat(writeUtf8('bauta/account-passkey/v1'), nonce));
}

function checkNonce(nonce: Bytes): void {
  if (nonce.length !== 32) throw new TypeError('a nonce has 32 bytes');
}
