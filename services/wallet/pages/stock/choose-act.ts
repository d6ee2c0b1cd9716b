import { isIndependent, type KeyLogFile } from '@bauta/sdk/log';
import type { AttesterSetting } from '../../settings.ts';
import { type Attesters, type Beginning, beginScreen } from '../enrol/begin-screen.ts';
import type { Stage } from '../frame/stage.ts';
import { isKept } from '../keep/persistence.ts';
import { hasSeenLog } from '../keep/seen-log.ts';
import type { StockChanges } from '../keep/stock-changes.ts';
import type { WalletStore } from '../keep/store.ts';
import type { WalletMark } from '../keep/wallet-mark.ts';
import { type KeyCheckState, lastCheck } from './key-check-note.ts';
import { readStock, wasRemoved } from './read-stock.ts';
import { removedScreen } from './removed-screen.ts';
import { type StockAct, stockScreen } from './stock-screen.ts';

/** What the choice needs of the page. */
export interface ActPorts {
  readonly stage: Stage;
  readonly store: WalletStore;
  readonly changes: StockChanges;
  readonly mark: WalletMark;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  readonly attesters: Attesters;
  /** Absent: keys are not checked. */
  readonly keyLog?: KeyLogFile | undefined;
}

/** Shows what there is until its owner does something about it. */
export async function chooseAct(ports: ActPorts): Promise<Beginning | Exclude<StockAct, { act: 'look' }>> {
  const { stage, store, changes, mark, now, attesters } = ports;
  let wasSwept = (await store.sweep()) > 0;
  for (;;) {
    const known = await knownAttesters(store, attesters);
    if (known.length === 0) {
      return stage.ask((await wasRemoved(store, mark)) ? removedScreen(attesters) : beginScreen(attesters));
    }
    const count = await readStock(store, mark, now());
    const looking = new AbortController();
    const changed = new Promise<StockAct>((resolve) => {
      changes.watch(async () => {
        const again = await readStock(store, mark, now()).catch(() => undefined);
        // Another tab has deleted the wallet: what explains it needs nothing of it.
        if (again === undefined) return location.replace('/');
        if (JSON.stringify(again) !== JSON.stringify(count)) resolve({ act: 'look' });
      }, looking.signal);
    });
    const keyCheck = await readKeyCheck(ports);
    const state = { count, attesters: known, wasSwept, isKept: await isKept(navigator.storage), keyCheck };
    const chosen = await Promise.race([stage.ask(stockScreen(state)), changed]);
    looking.abort();
    wasSwept = false;
    if (chosen.act !== 'look') return chosen;
  }
}

async function readKeyCheck({ store, keyLog }: ActPorts): Promise<KeyCheckState | undefined> {
  if (keyLog === undefined) return undefined;
  const last = lastCheck(await store.readTokens(), await hasSeenLog(keyLog.key));
  return { independent: isIndependent(keyLog), quorum: keyLog.quorum, last };
}

/** Those that a passkey of this wallet has an account with. */
export async function knownAttesters(store: WalletStore, attesters: Attesters): Promise<readonly AttesterSetting[]> {
  const names = new Set((await store.readWraps()).map((wrap) => wrap.attester));
  return attesters.filter(({ name }) => names.has(name));
}
