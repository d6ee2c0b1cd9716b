import type { PendingRecord, StockedToken } from '@bauta/sdk/client';
import { calendarOf, type Epoch, epochAfter, epochAt, isWithin, startOf } from '@bauta/sdk/protocol';
import { isLow, nextBatch } from './second-batch.ts';

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
  /** Those of this week. */
  readonly thisWeek: number;
  /** A batch is under way. */
  readonly isInterrupted: boolean;
  /** There is an open week that nothing was fetched for yet and no batch is under way for. */
  readonly canFetch: boolean;
  /** There when one more batch may be asked for: few visits are left of those that were fetched for this week. */
  readonly more?: {
    readonly epoch: Epoch;
    /** Which of the week's batches it would be, where that is known. */
    readonly batch: number | undefined;
  };
  /** When the next week opens that nothing could be fetched for yet, in Unix seconds. */
  readonly nextFetch: number;
}

/** What the wallet knows of what it fetched, beside what is left. */
export interface FetchedWeeks {
  /** The last week that visits were fetched for. */
  readonly until?: Epoch | undefined;
  /** Weeks of which the attester said that all batches are drawn. */
  readonly exhausted?: ReadonlySet<Epoch>;
}

/** @param now Unix seconds, by the device's clock. */
export function countStock(
  tokens: readonly StockedToken[],
  pending: readonly Pick<PendingRecord, 'epoch'>[],
  now: number,
  { until, exhausted }: FetchedWeeks = {},
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
  const isUnderway = (epoch: Epoch): boolean => pending.some((one) => one.epoch === epoch);
  const wasFetched = (epoch: Epoch): boolean =>
    alive.some((one) => one.epoch === epoch) || (until !== undefined && epoch <= until);
  const isOpen = (epoch: Epoch): boolean => isWithin(now, calendarOf(epoch).asks) && !isUnderway(epoch);
  const batch = nextBatch(alive, current);
  const mayHaveMore =
    isOpen(current) && wasFetched(current) && isLow(alive, now) && !exhausted?.has(current) && batch !== 'none';
  return {
    weeks: counted.filter(({ week, count }) => week !== 'last' || count > 0),
    total: sum(counted),
    thisWeek: sum(counted.filter(({ week }) => week === 'this')),
    isInterrupted: pending.length > 0,
    canFetch: [current, following].some((epoch) => isOpen(epoch) && !wasFetched(epoch)),
    ...(mayHaveMore ? { more: { epoch: current, batch } } : {}),
    nextFetch: startOf(following),
  };
}

function sum(counts: readonly WeekCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** The Sunday on which this week's visits end, at noon UTC: Sunday on every calendar. In Unix seconds. */
export function lastDayOf(nextFetch: number): number {
  return nextFetch - 12 * 3600;
}
