import { chooseToken, drawIndexFrom, openToken, type PresentedToken, present } from '@bauta/sdk/client';
import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import { beginPause, findRecent, isRested, marksOf, type RecentRecord } from '../keep/recent.ts';
import type { WalletStore } from '../keep/store.ts';
import { type OpenWallet, type Unlock, type Unlocked, undefinedIfSpoiled } from '../passkey/unlock.ts';
import { askedBy, candidates } from './offer.ts';

/** What a presentation needs of the world. */
export interface SpendPorts {
  readonly store: Pick<WalletStore, 'readWraps' | 'takeToken' | 'saveRecent' | 'forgetRecent'>;
  readonly unlock: Unlock;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  /** Whether the request has been here too long. */
  readonly isLate: () => boolean;
  /**
   * Says that this site was shown a token a moment ago. Fulfilled with true when the person, after the wait, says to go
   * on; with false when not. @param resume until when there is to wait, in Unix seconds.
   */
  readonly pause: (resume: number) => Promise<boolean>;
  /** Aborted when the page is left. */
  readonly signal: AbortSignal;
}

export type Spent =
  /** One token is gone from the wallet, and here is what it became. */
  | { readonly kind: 'presented'; readonly presented: PresentedToken }
  /** Nothing was taken: the wallet did not open; there is no token; the request is too old; the person let it be. */
  | Exclude<Unlocked, OpenWallet>
  | { readonly kind: 'empty' | 'late' | 'refused' }
  /** The record that was taken had been changed, and is dropped. Nothing left the page. */
  | { readonly kind: 'spoiled' };

/**
 * One gesture, one token: the passkey verifies its user and opens the wallet, one record is chosen and deleted for
 * good, and only then opened and bound to the site that asks.
 * @param withFresh the person chose to use tokens younger than an hour.
 */
export async function spend(request: ReadPresentRequest, withFresh: boolean, ports: SpendPorts): Promise<Spent> {
  const { store, unlock, now, isLate, pause, signal } = ports;
  if (isLate()) return { kind: 'late' };
  const wallet = await unlock(await store.readWraps(), signal);
  if (wallet.kind !== 'open') return wallet;
  const drawIndex = drawIndexFrom((length) => crypto.getRandomValues(new Uint8Array(length)));

  for (let mayRepeat = false; ; mayRepeat = true) {
    if (isLate()) return { kind: 'late' };
    if (signal.aborted) return { kind: 'declined' };
    const at = now();
    const marks = await marksOf(wallet.recentKey, request.origin, at);
    const visit = { mac: marks[0], at, resume: 0 };
    const seen: { last?: RecentRecord | undefined } = {};
    // The visits are looked at where the token is taken, or two tabs would each see none.
    const record = await store.takeToken((stock, recent) => {
      const usable = candidates(stock, askedBy(request), at, withFresh);
      if (usable.length === 0) return undefined;
      seen.last = findRecent(recent, marks, at);
      const isFree = !seen.last || (mayRepeat && isRested(seen.last, at));
      return isFree ? chooseToken(usable, drawIndex) : undefined;
    }, visit);
    const { last } = seen;
    if (record) {
      const held = await openToken(wallet.tokenKey, record).catch(undefinedIfSpoiled);
      if (held) return { kind: 'presented', presented: await present(held, request) };
      // Nothing was shown, so nothing is to be waited for.
      await (last ? store.saveRecent(last) : store.forgetRecent(at, visit.mac));
      return { kind: 'spoiled' };
    }
    if (!last) return { kind: 'empty' };
    const paused = beginPause(last, at);
    await store.saveRecent(paused);
    if (!(await pause(paused.resume))) return { kind: 'refused' };
  }
}
