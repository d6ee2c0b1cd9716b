import { FRESH_SECONDS, type StockedToken, stockTime, usableTokens } from '@bauta/sdk/client';
import { calendarOf, type ReadPresentRequest } from '@bauta/sdk/protocol';

/** What a site asks for, as far as the choice of a token goes. */
export interface Asked {
  /** Age in years. */
  readonly threshold: number;
  /** When the challenge was issued, in Unix seconds. */
  readonly issuedAt: number;
}

/** What the wallet can do for a request. */
export type Offer =
  /** `left`: tokens to choose from. */
  | { readonly kind: 'ready'; readonly left: number }
  /** All of them so new that the time of their minting could tell; the first is not from `restedAt` on. */
  | { readonly kind: 'fresh'; readonly restedAt: number }
  /** Only tokens whose week has not begun. */
  | { readonly kind: 'soon'; readonly from: number }
  | { readonly kind: 'empty'; readonly hasOtherAges: boolean };

export function askedBy({ threshold, siteChallenge }: ReadPresentRequest): Asked {
  return { threshold, issuedAt: siteChallenge.issuedAt };
}

/**
 * The tokens to choose from. Those younger than an hour are among them only when the person said so: a rested token
 * of the week before is better than a fresh one of this week.
 * @param now Unix seconds, by the device's clock, as `minted` is.
 */
export function candidates<T extends StockedToken>(
  stock: readonly T[],
  { threshold, issuedAt }: Asked,
  now: number,
  withFresh: boolean,
): T[] {
  const offered = withFresh ? stock : stock.filter(({ minted }) => now - minted >= FRESH_SECONDS);
  return usableTokens(offered, threshold, stockTime(now, issuedAt));
}

/** @param now Unix seconds, by the device's clock. */
export function offerFrom(stock: readonly StockedToken[], asked: Asked, now: number): Offer {
  const rested = candidates(stock, asked, now, false);
  if (rested.length > 0) return { kind: 'ready', left: rested.length };
  const fresh = candidates(stock, asked, now, true);
  if (fresh.length > 0) {
    return { kind: 'fresh', restedAt: Math.min(...fresh.map(({ minted }) => minted)) + FRESH_SECONDS };
  }
  const time = stockTime(now, asked.issuedAt);
  const coming = stock
    .filter(({ threshold }) => threshold === asked.threshold)
    .map(({ epoch }) => calendarOf(epoch).presents.from)
    .filter((from) => from > time);
  if (coming.length > 0) return { kind: 'soon', from: Math.min(...coming) };
  return { kind: 'empty', hasOtherAges: stock.some(({ threshold }) => threshold !== asked.threshold) };
}
