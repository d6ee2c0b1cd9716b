import { type AccountContext, type AccountMessage, recogniseForAct } from './account-act.ts';

/**
 * Erases the account of the passkey that asks for it, with all its passkeys; the port says what stays and why.
 * @throws AgeError ERR_NONCE, ERR_ACCOUNT, ERR_ASSERTION, ERR_STORE_UNAVAILABLE
 */
export async function eraseAccount(message: AccountMessage, context: AccountContext): Promise<void> {
  const { account } = await recogniseForAct('erase', message, context);
  await context.accounts.erase(account.id);
}
