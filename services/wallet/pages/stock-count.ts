import type { PendingRecord, StockedToken } from '@bauta/sdk/client';
import { calendarOf, type Epoch, epochAfter, epochAt, isWithin, startOf } from '@bauta/sdk/protocol';

/** Tokens of one week and age. */
export interface WeekCount {
  readonly week: 'this' | 'next' | 'last';
  /** Age in years. */
  readonly threshold: number;
  readonly count: number;
}

/** The stock as its owner sees it. */
export interface StockCount {
  readonly weeks: readonly WeekCount[];
  /** All that can still be used, now or next week. */
  readonly total: number;
  /** A batch is under way. */
  readonly isInterrupted: boolean;
  /** There is an open week with neither tokens nor a batch under way. */
  readonly canFetch: boolean;
  /** When the next week opens that nothing could be fetched for yet, in Unix seconds. */
  readonly nextFetch: number;
}

/** @param now Unix seconds, by the device's clock. */
export function countStock(
  tokens: readonly StockedToken[],
  pending: readonly Pick<PendingRecord, 'epoch'>[],
  now: number,
): StockCount {
  const current = epochAt(now);
  const following = epochAfter(current);
  const weeks = { this: current, next: following, last: epochAfter(current, -1) };
  const alive = tokens.filter(({ epoch }) => now < calendarOf(epoch).presents.to);
  const thresholds = [...new Set(alive.map(({ threshold }) => threshold))].sort((a, b) => a - b);
  const counted = (Object.entries(weeks) as [WeekCount['week'], Epoch][]).flatMap(([week, epoch]) =>
    thresholds.map((threshold) => ({
      week,
      threshold,
      count: alive.filter((one) => one.epoch === epoch && one.threshold === threshold).length,
    })),
  );
  const isTaken = (epoch: Epoch): boolean => [...alive, ...pending].some((one) => one.epoch === epoch);
  return {
    weeks: counted.filter(({ week, count }) => week !== 'last' || count > 0),
    total: counted.reduce((sum, { count }) => sum + count, 0),
    isInterrupted: pending.length > 0,
    canFetch: [current, following].some((epoch) => isWithin(now, calendarOf(epoch).asks) && !isTaken(epoch)),
    nextFetch: startOf(following),
  };
}
