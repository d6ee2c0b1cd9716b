import { type Bytes, check, isEqual, parseBase64url, refuseAs } from '@bauta/sdk/protocol';
import type { Account, Accounts, Passkey, SeenPasskey } from '../storage/ports.ts';
import { type AssertionMessage, checkAssertion, type PasskeyPlace } from './passkey.ts';

/** Who asks: an account, and the passkey of it that said yes. */
export interface Holder {
  readonly account: Account;
  readonly passkey: Passkey;
  /** To be saved with what the act changes. */
  readonly seen: SeenPasskey;
}

/**
 * Finds the account whose passkey said yes to this challenge. Changes nothing.
 * @param challenge 32 bytes: everything that the act depends on.
 * @throws AgeError ERR_ACCOUNT for an unknown and for an expired one alike, ERR_ASSERTION, ERR_STORE_UNAVAILABLE
 */
export async function recognise(
  assertion: AssertionMessage,
  challenge: Bytes,
  { accounts, place }: { readonly accounts: Accounts; readonly place: PasskeyPlace },
): Promise<Holder> {
  const credentialId = refuseAs('ERR_ASSERTION', () => parseBase64url(assertion.id));
  const account = await accounts.find(credentialId);
  const passkey = account?.passkeys.find((one) => isEqual(one.credentialId, credentialId));
  check(account !== undefined && passkey !== undefined, 'ERR_ACCOUNT');
  const counter = await checkAssertion(assertion, passkey, challenge, place);
  return { account, passkey, seen: { account: account.id, credentialId, counter } };
}
