import { deleteDatabase } from './database.ts';
import { LOG_DATABASE } from './seen-log.ts';
import { DATABASE, type WalletStore } from './store.ts';
import type { WalletMark } from './wallet-mark.ts';

/** What remembers the wallet. */
export interface Remembered {
  readonly store: WalletStore;
  readonly mark: Pick<WalletMark, 'forget'>;
}

/**
 * Deletes all that these pages keep in this browser, in every tab. The passkey is not theirs: it stays where the device
 * keeps passkeys.
 */
export async function forgetWallet({ store, mark }: Remembered): Promise<void> {
  await store.clear();
  await mark.forget();
  try {
    localStorage.clear();
  } catch {
    // A browser that keeps nothing for us has nothing to delete.
  }
  for (const name of [DATABASE, LOG_DATABASE]) await deleteDatabase(name);
}
