import type { WalletStore } from '../keep/store.ts';
import type { WalletMark } from '../keep/wallet-mark.ts';
import { countStock, type StockCount } from './stock-count.ts';

/** Counts what the wallet holds now. @param now Unix seconds. */
export async function readStock(store: WalletStore, mark: WalletMark, now: number): Promise<StockCount> {
  const [tokens, pending, until] = await Promise.all([store.readTokens(), store.readPending(), mark.read()]);
  return countStock(tokens, pending, now, { until, exhausted: mark.exhausted });
}

/** True when there was a wallet here and nothing that opens it is left; its owner did not delete it. */
export async function wasRemoved(store: WalletStore, mark: WalletMark): Promise<boolean> {
  return (await store.readWraps()).length === 0 && (await mark.read()) !== undefined;
}
