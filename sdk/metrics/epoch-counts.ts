import { type Epoch, epochAfter, epochAt } from '../protocol/index.ts';
import type { Sample } from './exposition.ts';

/** Counts by epoch, of the present one and the one before; older ones are forgotten. */
export interface EpochCounts {
  /** Counts one. @param outcome which of several; `''` where there is one only. @param now Unix seconds */
  add(outcome: string, now: number): void;
  /** @param label what an outcome is called. @param roundTo counts are cut to a multiple of it. */
  samples(label: string, roundTo: number, now: number): readonly Sample[];
}

/** @param outcomes shown from the start, as 0: a counter that appears only with its first count hides that one. */
export function createEpochCounts(outcomes: readonly string[] = []): EpochCounts {
  const byEpoch = new Map<Epoch, Map<string, number>>();

  function countsAt(now: number): Map<string, number> {
    const epoch = epochAt(now);
    const kept = [epochAfter(epoch, -1), epoch];
    for (const old of byEpoch.keys()) if (!kept.includes(old)) byEpoch.delete(old);
    const counts = byEpoch.get(epoch) ?? new Map(outcomes.map((outcome) => [outcome, 0]));
    byEpoch.set(epoch, counts);
    return counts;
  }

  return {
    add(outcome, now) {
      const counts = countsAt(now);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    },
    samples(label, roundTo, now) {
      countsAt(now);
      return [...byEpoch].flatMap(([epoch, counts]) =>
        [...counts].map(([outcome, count]) => ({
          labels: outcome === '' ? { epoch } : { [label]: outcome, epoch },
          value: count - (count % roundTo),
        })),
      );
    },
  };
}
