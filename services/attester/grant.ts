import { createHash } from 'node:crypto';
import {
  AgeError,
  type Bytes,
  calendarOf,
  check,
  type ErrorCode,
  formatBase64url,
  GRANT_NONCE_LIFETIME,
  type GrantRequest,
  grantAssertionChallenge,
  isWithin,
  parseBase64url,
  readTokenRequest,
  refuseAs,
} from '@bauta/sdk/protocol';
import type { Sessions } from '@bauta/sdk/verifier';
import { checkBlinded } from '../keys/check-blinded.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import type { Account, Accounts, Grants } from '../storage/ports.ts';
import { type AssertionMessage, checkAssertion, type PasskeyPlace } from './passkey.ts';

export interface GrantContext {
  readonly accounts: Accounts;
  readonly grants: Grants;
  /** Where nonces wait. */
  readonly sessions: Sessions;
  readonly book: SlotBook;
  readonly place: PasskeyPlace;
  /** Grants per account, threshold and epoch. */
  readonly k: number;
  readonly randomBytes: (length: number) => Bytes;
}

/** A well-formed `POST /grants`. */
export interface GrantMessage {
  /** 32 bytes. */
  readonly nonce: Bytes;
  readonly assertion: AssertionMessage;
  /** Sorted by epoch, then threshold; no slot twice. */
  readonly requests: readonly GrantRequest[];
}

/** One answer: a blind signature of 256 bytes, or the code of a refusal. */
export type GrantAnswer = { readonly response: string } | { readonly error: ErrorCode };

/** A nonce for one `POST /grants`, whatever comes of it. */
export async function beginGrant(
  { sessions, randomBytes }: Pick<GrantContext, 'sessions' | 'randomBytes'>,
  now: number,
): Promise<{ nonce: string; expires: number }> {
  const nonce = randomBytes(32);
  await sessions.put(nonceKey(nonce), '', GRANT_NONCE_LIFETIME);
  return { nonce: formatBase64url(nonce), expires: now + GRANT_NONCE_LIFETIME };
}

/**
 * Signs grants that commit to bodies the attester never sees, for the account of the passkey that said yes to exactly
 * these requests. Each item is judged by itself.
 * @throws AgeError for the whole: ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_STORE_UNAVAILABLE, ERR_NOT_READY
 */
export async function grant(message: GrantMessage, context: GrantContext, now: number): Promise<GrantAnswer[]> {
  const { nonce, assertion, requests } = message;
  const { accounts, sessions, place } = context;
  check((await sessions.take(nonceKey(nonce))) !== undefined, 'ERR_NONCE');
  const credentialId = refuseAs('ERR_ASSERTION', () => parseBase64url(assertion.id));
  const account = await accounts.find(credentialId);
  const passkey = account?.passkeys.find((one) => formatBase64url(one.credentialId) === assertion.id);
  check(account !== undefined && passkey !== undefined, 'ERR_ACCOUNT');
  const counter = await checkAssertion(assertion, passkey, await grantAssertionChallenge(nonce, requests), place);
  await accounts.save({ account: account.id, credentialId, counter });
  return Promise.all(requests.map((request) => grantOne(request, account, context, now)));
}

async function grantOne(
  request: GrantRequest,
  account: Account,
  { grants, book, k }: GrantContext,
  now: number,
): Promise<GrantAnswer> {
  const { threshold, epoch, generation } = request;
  try {
    check(account.thresholds.includes(threshold), 'ERR_AGE_NOT_SHOWN');
    const slot = book
      .slots(now)
      .find((one) => one.threshold === threshold && one.epoch === epoch && one.generation === generation);
    check(slot !== undefined && isWithin(now, calendarOf(epoch).signs), 'ERR_SLOT');
    const { truncatedKeyId, blindedMessage } = refuseAs('ERR_REQUEST_MALFORMED', () =>
      readTokenRequest(request.request),
    );
    check(truncatedKeyId === slot.keyId[31], 'ERR_REQUEST_MALFORMED', 'made for another key');
    checkBlinded(blindedMessage, slot.publicKey);
    const requestHash = new Uint8Array(createHash('sha256').update(request.request).digest());
    // Claimed before the signature: a claim can be repeated for free, a signature cannot be taken back.
    check(await grants.claim(account.id, threshold, epoch, requestHash, k), 'ERR_QUOTA_EXCEEDED');
    return { response: formatBase64url(await slot.signer.sign(blindedMessage)) };
  } catch (error) {
    if (error instanceof AgeError && ITEM_CODES.has(error.code)) return { error: error.code };
    throw error;
  }
}

const ITEM_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_AGE_NOT_SHOWN',
  'ERR_SLOT',
  'ERR_REQUEST_MALFORMED',
  'ERR_QUOTA_EXCEEDED',
]);

function nonceKey(nonce: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update('bauta/grant-nonce/v1').update(nonce).digest());
}
