import { AgeError } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../../settings.ts';
import { acceptPasskey } from '../enrol/protect.ts';
import { noPrfScreen } from '../enrol/protect-screens.ts';
import type { Stage } from '../frame/stage.ts';
import { askAfterTopUp } from '../keep/persistence.ts';
import type { StockChanges } from '../keep/stock-changes.ts';
import { type TopUpOutcome, topUp } from './top-up.ts';
import type { TopUpParties, TopUpPorts } from './top-up-ports.ts';
import { notToppedUpScreen, toppingUpScreen, topUpFailedScreen } from './top-up-screens.ts';

/** What a top-up needs of the page. */
export interface FetchPorts extends Omit<TopUpPorts, 'onStage'> {
  readonly stage: Stage;
  readonly changes: StockChanges;
}

/** Where the person goes from here. `ready`: there are visits to use. */
export type AfterFetch = 'ready' | 'wallet' | 'enrol';

const TOP_UP_LOCK = 'bauta/top-up';

/** Step three: fetches visits until there are some, or the person has had enough. */
export async function fetchVisits(
  asked: TopUpParties,
  { label }: AttesterSetting,
  ports: FetchPorts,
): Promise<AfterFetch> {
  const { stage, store, changes } = ports;
  let parties = asked;
  for (;;) {
    stage.show(toppingUpScreen(label));
    const onStage: TopUpPorts['onStage'] = (at) => stage.say((text) => text.topUp[at]);
    const outcome = await inOneTab(() => attempt(parties, { ...ports, onStage }));
    const summary = summarize(outcome);
    if (summary.got > 0) {
      changes.announce();
      await askAfterTopUp(navigator.storage, () => navigator.userActivation?.isActive ?? false);
    }
    switch (summary.kind) {
      case 'ready':
      case 'nothing':
        return 'ready';
      case 'no-prf': {
        // A wallet that another passkey opens already does not take up one that would weaken it on the way.
        const isNew = parties.made !== undefined || (await store.readWraps()).length === 0;
        const choice = isNew ? await acceptPasskey({ hasPrf: false }, label, stage) : await stage.ask(noPrfScreen());
        if (choice === 'stop') return 'wallet';
        if (choice !== 'use') return 'enrol';
        parties = { ...parties, takesOnline: true };
        break;
      }
      case 'declined':
      case 'busy':
        if ((await stage.ask(notToppedUpScreen(summary.kind))) === 'stop') return 'wallet';
        break;
      case 'failed': {
        const isKept = (await store.readPending()).length > 0;
        const next = await stage.ask(topUpFailedScreen(summary.code, isKept, summary.got));
        if (next === 'go-on') return 'ready';
        if (next === 'stop') return 'wallet';
        if (next === 'enrol') return 'enrol';
      }
    }
  }
}

type Attempt = TopUpOutcome | { readonly kind: 'busy' } | { readonly kind: 'refused'; readonly code: string };

async function attempt(parties: TopUpParties, ports: TopUpPorts): Promise<Attempt> {
  try {
    return await topUp(parties, ports);
  } catch (error) {
    if (error instanceof AgeError) return { kind: 'refused', code: error.code };
    throw error;
  }
}

/** Two tabs that fetch at once would ask twice for one week. */
function inOneTab(act: () => Promise<Attempt>): Promise<Attempt> {
  return navigator.locks.request(TOP_UP_LOCK, { ifAvailable: true }, (lock) => (lock ? act() : { kind: 'busy' }));
}

type Summary =
  | { readonly kind: 'ready' | 'nothing' | 'no-prf' | 'declined' | 'busy'; readonly got: number }
  | { readonly kind: 'failed'; readonly code: string; readonly got: number };

function summarize(outcome: Attempt): Summary {
  if (outcome.kind === 'refused') return { kind: 'failed', code: outcome.code, got: 0 };
  if (outcome.kind !== 'done') return { kind: outcome.kind, got: 0 };
  const got = outcome.batches.reduce((sum, batch) => sum + ('tokens' in batch ? batch.tokens : 0), 0);
  const failed = outcome.batches.find((batch) => 'failed' in batch);
  const refused = outcome.batches.find((batch) => 'refused' in batch);
  if (failed) return { kind: 'failed', code: failed.failed, got };
  if (refused) return { kind: 'failed', code: refused.refused, got };
  return { kind: 'ready', got };
}
