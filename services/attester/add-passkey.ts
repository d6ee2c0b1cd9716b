import { type Bytes, check, isEqual, parseBase64url, passkeyChallenge, refuseAs } from '@bauta/sdk/protocol';
import { type AccountContext, type AccountMessage, recogniseForAct } from './account-act.ts';
import { checkRegistration, type RegistrationMessage } from './passkey.ts';

export interface AddPasskeyMessage extends AccountMessage {
  readonly registration: RegistrationMessage;
}

/**
 * Adds a further passkey, for which one of the account vouches by its id. Everything that was drawn stays counted:
 * the quota is the account's. @returns how many passkeys the account has now.
 * @throws AgeError ERR_REGISTRATION, ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_QUOTA_EXCEEDED, ERR_STORE_UNAVAILABLE
 */
export async function addPasskey(message: AddPasskeyMessage, context: AccountContext): Promise<{ passkeys: number }> {
  const { nonce, registration } = message;
  const announced: Bytes = refuseAs('ERR_REGISTRATION', () => parseBase64url(registration.id));
  const { seen } = await recogniseForAct('add-passkey', message, context, announced);
  const further = await checkRegistration(registration, await passkeyChallenge(nonce), context.place);
  // The library takes the id from the attestation and does not look at the message's own.
  check(isEqual(further.credentialId, announced), 'ERR_REGISTRATION', 'made for another credential id');
  const { passkeys } = await context.accounts.save({ ...seen, further });
  return { passkeys: passkeys.length };
}
