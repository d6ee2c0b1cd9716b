import { ACCOUNT_NONCE_LIFETIME, type AccountAct, accountAssertionChallenge, type Bytes } from '@bauta/sdk/protocol';
import type { Accounts } from '../storage/ports.ts';
import { drawNonce, type NonceContext, takeNonce } from './nonce.ts';
import type { AssertionMessage, PasskeyPlace } from './passkey.ts';
import { type Holder, recognise } from './recognise.ts';

export interface AccountContext extends NonceContext {
  readonly accounts: Accounts;
  readonly place: PasskeyPlace;
}

/** A well-formed act upon one's own account. */
export interface AccountMessage {
  /** 32 bytes. */
  readonly nonce: Bytes;
  readonly assertion: AssertionMessage;
}

/** A nonce for one act, whatever comes of it. */
export async function beginAccountAct(context: NonceContext, now: number): Promise<{ nonce: string; expires: number }> {
  return drawNonce('account', ACCOUNT_NONCE_LIFETIME, context, now);
}

/**
 * Uses the nonce up and finds who asks for exactly this act. Changes nothing else.
 * @param detail the new credential id of 'add-passkey'.
 * @throws AgeError ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_STORE_UNAVAILABLE
 */
export async function recogniseForAct(
  act: AccountAct,
  { nonce, assertion }: AccountMessage,
  { accounts, place, sessions }: AccountContext,
  detail?: Bytes,
): Promise<Holder> {
  await takeNonce('account', nonce, sessions);
  return recognise(assertion, await accountAssertionChallenge(nonce, act, detail), { accounts, place });
}
