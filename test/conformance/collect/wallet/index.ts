import type { ProbeAct } from '../probe-act.ts';
import { splitView } from './split-view.ts';
import { walletFiles } from './wallet-files.ts';
import { walletLife } from './wallet-life.ts';

/** What is done to a wallet, in this order: the later go by what the first has read. */
export const walletProbes: readonly ProbeAct[] = [walletFiles, walletLife, splitView];
