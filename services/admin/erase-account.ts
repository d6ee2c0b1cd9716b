import { AgeError, type Bytes } from '@bauta/sdk/protocol';
import type { Accounts } from '../storage/ports.ts';
import type { Told } from './told.ts';

/**
 * Erases the account of a passkey, in the file and in its write-ahead log.
 * @param emptyLog overwrites what the log holds of it
 * @throws AgeError ERR_ACCOUNT when there is none, also where an earlier run erased it; ERR_STORE_UNAVAILABLE when a reader
 *   holds the log: the account is gone then, its bytes are not, and the same command ends what it began
 */
export async function eraseAccountOf(credentialId: Bytes, accounts: Accounts, emptyLog: () => void): Promise<Told> {
  const account = await accounts.find(credentialId);
  if (account) await accounts.erase(account.id);
  emptyLog();
  if (!account) throw new AgeError('ERR_ACCOUNT', 'there is no account of that passkey');
  return {
    json: { erased: { passkeys: account.passkeys.length } },
    text: [
      `Erased: an account with ${account.passkeys.length === 1 ? '1 passkey' : `${account.passkeys.length} passkeys`}.`,
    ],
    event: { event: 'account-erased' },
  };
}
