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
  readTokenRequest,
  refuseAs,
} from '@bauta/sdk/protocol';
import { checkBlinded } from '../keys/check-blinded.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import type { Account, Accounts, Grants } from '../storage/ports.ts';
import { drawNonce, type NonceContext, takeNonce } from './nonce.ts';
import type { AssertionMessage, PasskeyPlace } from './passkey.ts';
import { recognise } from './recognise.ts';

export interface GrantContext extends NonceContext {
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly book: SlotBook;
  readonly place: PasskeyPlace;
  /** Grants per account, threshold and epoch. */
  readonly k: number;
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
export async function beginGrant(context: NonceContext, now: number): Promise<{ nonce: string; expires: number }> {
  return drawNonce('grant', GRANT_NONCE_LIFETIME, context, now);
}

/**
 * Signs grants that commit to bodies the attester never sees, for the account of the passkey that said yes to exactly
 * these requests. Each item is judged by itself.
 * @throws AgeError for the whole: ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_STORE_UNAVAILABLE, ERR_NOT_READY
 */
export async function grant(message: GrantMessage, context: GrantContext, now: number): Promise<GrantAnswer[]> {
  const { nonce, assertion, requests } = message;
  const { accounts, sessions } = context;
  await takeNonce('grant', nonce, sessions);
  const { account, seen } = await recognise(assertion, await grantAssertionChallenge(nonce, requests), context);
  await accounts.save(seen);
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
    if (slot === undefined) book.checkWhole(now);
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
