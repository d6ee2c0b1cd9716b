import type { StockedToken } from '@bauta/sdk/client';
import { calendarOf, type Epoch, epochAt } from '@bauta/sdk/protocol';

/** Batches of a week and account, as protocol.md §2 has it; what the attester declines counts in any case. */
export const BATCHES_PER_WEEK = 3;

/** So few visits that more are offered; before that nobody is asked. */
const FEW = 5;

/**
 * True when few visits can be used now, for some age: only then a further batch of this week may be asked for. It is
 * asked for every age at once, as the first was: which of them is used more is nobody's business.
 * @param now Unix seconds, by the device's clock.
 */
export function isLow(tokens: readonly StockedToken[], now: number): boolean {
  const current = epochAt(now);
  const usable = tokens.filter(({ epoch }) => epoch <= current && now < calendarOf(epoch).presents.to);
  const thresholds = [...new Set(tokens.map(({ threshold }) => threshold))];
  const left = thresholds.map((age) => usable.filter(({ threshold }) => threshold === age).length);
  return left.length === 0 || left.some((count) => count <= FEW);
}

/**
 * Which batch of the week the next one would be, as far as those that are left tell: the tokens of one batch were
 * minted in the same second. @returns undefined when it cannot be known, 'none' when all of them were drawn here.
 */
export function nextBatch(tokens: readonly StockedToken[], epoch: Epoch): number | 'none' | undefined {
  const ofWeek = tokens.filter((one) => one.epoch === epoch);
  const seen = new Set(ofWeek.map(({ threshold, minted }) => `${threshold} ${minted}`));
  const ages = new Set(ofWeek.map(({ threshold }) => threshold));
  const drawn = Math.max(0, ...[...ages].map((age) => [...seen].filter((one) => one.startsWith(`${age} `)).length));
  if (drawn >= BATCHES_PER_WEEK) return 'none';
  return drawn === BATCHES_PER_WEEK - 1 ? BATCHES_PER_WEEK : undefined;
}
