import type { MintSlot, PendingRecord, StockedToken } from '@bauta/sdk/client';
import type { Epoch } from '@bauta/sdk/protocol';
import { isLow } from './second-batch.ts';

/** What decides which weeks and ages are asked for. */
export interface Due {
  readonly tokens: readonly StockedToken[];
  readonly pending: readonly Pick<PendingRecord, 'epoch' | 'threshold'>[];
  /** The last week that visits were fetched for before; undefined when nothing is known of it. */
  readonly until: Epoch | undefined;
  /** The week that the person wants one more batch of. */
  readonly more: Epoch | undefined;
  /** Unix seconds, by the device's clock. */
  readonly now: number;
}

/**
 * The slots to ask for: those that nothing was fetched for yet, and on the person's word those of one week once more.
 * Nothing is asked twice by accident: not where a batch is under way, not where another tab has just filled the stock.
 */
export function dueSlots<S extends Pick<MintSlot, 'threshold' | 'epoch'>>(
  open: readonly S[],
  { tokens, pending, until, more, now }: Due,
): S[] {
  const held = new Set(tokens.map(slotOf));
  const underway = new Set(pending.map(slotOf));
  const isOnceMore = more !== undefined && isLow(tokens, now) && !pending.some(({ epoch }) => epoch === more);
  return open.filter((slot) => {
    if (underway.has(slotOf(slot))) return false;
    if (isOnceMore && slot.epoch === more) return true;
    return !held.has(slotOf(slot)) && (until === undefined || slot.epoch > until);
  });
}

export function slotOf({ threshold, epoch }: { readonly threshold: number; readonly epoch: Epoch }): string {
  return `${epoch} ${threshold}`;
}
