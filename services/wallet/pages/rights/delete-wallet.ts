import type { Stage } from '../frame/stage.ts';
import { forgetWallet } from '../keep/forget-wallet.ts';
import type { StockChanges } from '../keep/stock-changes.ts';
import type { WalletStore } from '../keep/store.ts';
import type { WalletMark } from '../keep/wallet-mark.ts';
import type { AccountPorts } from '../passkey/account-proof.ts';
import { deleteWalletScreen, walletDeletedScreen } from './delete-wallet-screens.ts';
import type { VisitCount } from './rights-export.ts';

/** What it needs of the page. */
export interface DeletePorts extends AccountPorts {
  readonly stage: Stage;
  readonly store: WalletStore;
  readonly mark: Pick<WalletMark, 'forget'>;
  readonly changes: Pick<StockChanges, 'announce'>;
  /** The wallet's host, under which devices file its passkeys. */
  readonly host: string;
}

/** Deletes the wallet in this browser, or not. @returns whether it is gone: nothing can be done in this page any more. */
export async function deleteWallet(visits: readonly VisitCount[], ports: DeletePorts): Promise<boolean> {
  const { stage, changes, host } = ports;
  const count = visits.reduce((sum, one) => sum + one.count, 0);
  if ((await stage.ask(deleteWalletScreen(count))) === 'stop') return false;
  await forgetWallet(ports);
  changes.announce();
  stage.show(walletDeletedScreen(host));
  return true;
}
