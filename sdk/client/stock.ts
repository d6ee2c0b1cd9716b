import {
  AgeError,
  calendarOf,
  type Directory,
  type DirectoryKey,
  type Epoch,
  epochAfter,
  epochAt,
  isWithin,
  keyFor,
} from '../protocol/index.ts';
import type { TokenRecord } from './records.ts';

/** A token younger than this many seconds is used only when the person says so: its minting could be timed. */
export const FRESH_SECONDS: number = 60 * 60;

/** What a token shows of itself without being opened. */
export type StockedToken = Pick<TokenRecord, 'id' | 'epoch' | 'threshold' | 'minted'>;

/** The instant by which a wallet judges its stock: the device's clock can be wrong, and must never burn a token. */
export function stockTime(deviceNow: number, issuedAt: number): number {
  return Math.min(deviceNow, issuedAt);
}

/**
 * The tokens that may answer a request: of the current epoch if there are any, else of the previous.
 * @param time Unix seconds, from `stockTime`.
 */
export function usableTokens<T extends StockedToken>(stock: readonly T[], threshold: number, time: number): T[] {
  const usable = stock.filter((one) => one.threshold === threshold && isWithin(time, calendarOf(one.epoch).presents));
  const current = epochAt(time);
  const ofCurrent = usable.filter(({ epoch }) => epoch === current);
  return ofCurrent.length > 0 ? ofCurrent : usable;
}

/** One of them, uniformly: an order would be a mark. @throws AgeError ERR_STOCK_EMPTY */
export function chooseToken<T extends StockedToken>(usable: readonly T[], drawIndex: (below: number) => number): T {
  const chosen = usable[drawIndex(usable.length)];
  if (!chosen) throw new AgeError('ERR_STOCK_EMPTY');
  return chosen;
}

/** A whole number below `below` (at most 2^32), uniformly, from random bytes. */
export function drawIndexFrom(randomBytes: (length: number) => Uint8Array): (below: number) => number {
  const span = 2 ** 32;
  return (below) => {
    if (below === 0) return 0;
    const limit = span - (span % below);
    for (;;) {
      const drawn = randomBytes(4).reduce((sum, byte) => sum * 256 + byte, 0);
      if (drawn < limit) return drawn % below;
    }
  };
}

/** A pair of keys to mint under. */
export interface MintSlot {
  readonly threshold: number;
  readonly epoch: Epoch;
  readonly tokenKey: DirectoryKey;
  readonly grantKey: DirectoryKey;
}

/**
 * What a top-up asks for: the current and the next epoch where their window is open, for every threshold that both
 * parties list, sorted by epoch, then threshold. What the account is not good for the attester declines, item by item.
 */
export function slotsToAsk(attester: Directory, issuer: Directory, now: number): MintSlot[] {
  const current = epochAt(now);
  const thresholds = [...new Set(issuer.keys.map(({ threshold }) => threshold))].sort((a, b) => a - b);
  return [current, epochAfter(current)]
    .filter((epoch) => isWithin(now, calendarOf(epoch).asks))
    .flatMap((epoch) =>
      thresholds
        .filter((threshold) =>
          [attester, issuer].every(({ keys }) =>
            keys.some((key) => key.threshold === threshold && key.epoch === epoch),
          ),
        )
        .map((threshold) => ({
          threshold,
          epoch,
          tokenKey: keyFor(issuer, { threshold, epoch }, now, 'asks'),
          grantKey: keyFor(attester, { threshold, epoch }, now, 'asks'),
        })),
    );
}
