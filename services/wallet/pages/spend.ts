import { chooseToken, drawIndexFrom, importDataKey, openToken, type PresentedToken, present } from '@bauta/sdk/client';
import { AgeError, type ReadPresentRequest } from '@bauta/sdk/protocol';
import { askedBy, candidates } from './offer.ts';
import type { Passkeys } from './passkey.ts';
import type { WalletStore } from './store.ts';
import { openDataKey } from './vault.ts';

/** What a presentation needs of the world. No network is among it. */
export interface SpendPorts {
  readonly store: WalletStore;
  readonly passkeys: Passkeys;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  /** Whether the request has been here too long. */
  readonly isLate: () => boolean;
  /** Aborted when the page is left. */
  readonly signal: AbortSignal;
}

export type Spent =
  /** One token is gone from the wallet, and here is what it became. */
  | { readonly kind: 'presented'; readonly presented: PresentedToken }
  /** Nothing was taken: the passkey did not agree, or opens nothing; there is no token; the request is too old. */
  | { readonly kind: 'declined' | 'locked' | 'empty' | 'late' }
  /** The record that was taken had been changed, and is dropped. Nothing left the page. */
  | { readonly kind: 'spoiled' };

/**
 * One gesture, one token: the passkey verifies its user and opens the wallet, one record is chosen and deleted for
 * good, and only then opened and bound to the site that asks.
 * @param withFresh the person chose to use tokens younger than an hour.
 */
export async function spend(request: ReadPresentRequest, withFresh: boolean, ports: SpendPorts): Promise<Spent> {
  const { store, passkeys, now, isLate, signal } = ports;
  if (isLate()) return { kind: 'late' };
  const wraps = await store.readWraps();
  if (wraps.length === 0) return { kind: 'locked' };
  const passkeyIds = wraps.map(({ credentialId }) => credentialId);
  const answer = await passkeys.ask(crypto.getRandomValues(new Uint8Array(32)), passkeyIds, signal);
  if (!answer) return { kind: 'declined' };
  const dataKey = answer.prf && (await openDataKey(wraps, { ...answer, prf: answer.prf }).catch(nothingIfSpoiled));
  if (!dataKey) return { kind: 'locked' };
  const key = await importDataKey(dataKey);
  dataKey.fill(0);

  if (isLate()) return { kind: 'late' };
  if (signal.aborted) return { kind: 'declined' };
  const drawIndex = drawIndexFrom((length) => crypto.getRandomValues(new Uint8Array(length)));
  const record = await store.takeToken((stock) => {
    const usable = candidates(stock, askedBy(request), now(), withFresh);
    return usable.length > 0 ? chooseToken(usable, drawIndex) : undefined;
  });
  if (!record) return { kind: 'empty' };
  const held = await openToken(key, record).catch(nothingIfSpoiled);
  if (!held) return { kind: 'spoiled' };
  return { kind: 'presented', presented: await present(held, request) };
}

function nothingIfSpoiled(error: unknown): undefined {
  if (error instanceof AgeError && error.code === 'ERR_RECORD') return undefined;
  throw error;
}
