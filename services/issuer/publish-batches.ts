import { type BatchesEntry, calendarOf, epochAfter, epochAt } from '@bauta/sdk/protocol';
import type { BatchCounts } from '../storage/batch-counts.ts';

/**
 * Says in the log how many batches were signed of every epoch whose keys sign no more: two digits of the number. It is
 * the issuer's word, and checked by nobody; and near the truth only, since a batch that is asked for again after a
 * restart, or at another instance, is counted again: no grant is remembered.
 * @param now Unix seconds. @throws AgeError as `submit` and the store do: then again
 */
export async function publishBatches(
  name: string,
  counts: BatchCounts,
  submit: (entry: BatchesEntry) => Promise<number>,
  now: number,
): Promise<void> {
  // The epoch before this one signs into the first hour of it.
  const previous = epochAfter(epochAt(now), -1);
  const before = now >= calendarOf(previous).signs.to ? epochAt(now) : previous;
  for (const { epoch, signed } of await counts.due(before)) {
    await submit({ kind: 'batches', name, epoch, rounded: roundedTo2(signed) });
    await counts.setPublished(epoch);
  }
}

/** 7 is 7, 42 is 42, 1,234 is 1,200. */
export function roundedTo2(count: number): number {
  return Number(count.toPrecision(2));
}
