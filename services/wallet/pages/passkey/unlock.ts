import { importDataKey, type WrapRecord } from '@bauta/sdk/client';
import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';
import { deriveRecentKey } from '../keep/recent.ts';
import { openDataKey, type PasskeySecret } from '../keep/vault.ts';
import type { Passkeys } from './passkey.ts';

/** What a wallet that is open can do: open its tokens, and tell whether it was at a site a moment ago. */
export interface OpenWallet {
  readonly kind: 'open';
  readonly tokenKey: CryptoKey;
  readonly recentKey: CryptoKey;
}

export type Unlocked =
  | OpenWallet
  /** The passkey did not agree, or it opens nothing here. */
  | { readonly kind: 'declined' | 'locked' }
  /** The age checker, which has to help, did not. */
  | { readonly kind: 'failed'; readonly code: ErrorCode };

/** Opens the wallet by one gesture. */
export type Unlock = (wraps: readonly WrapRecord[], signal: AbortSignal) => Promise<Unlocked>;

/** By a passkey that has the secret itself: nobody else is asked. */
export function unlockAlone(passkeys: Passkeys): Unlock {
  return async (wraps, signal) => {
    const own = wraps.filter(({ local }) => local === undefined);
    if (own.length === 0) return { kind: 'locked' };
    const passkeyIds = own.map(({ credentialId }) => credentialId);
    const answer = await passkeys.ask(crypto.getRandomValues(new Uint8Array(32)), passkeyIds, signal);
    if (!answer) return { kind: 'declined' };
    const { credentialId, prf } = answer;
    return prf ? openWith(own, { credentialId, prf }) : { kind: 'locked' };
  };
}

/** What the secret opens. The data key itself is gone when this returns. */
export async function openWith(wraps: readonly WrapRecord[], secret: PasskeySecret): Promise<Unlocked> {
  const dataKey = await openDataKey(wraps, secret).catch(undefinedIfSpoiled);
  if (!dataKey) return { kind: 'locked' };
  const [tokenKey, recentKey] = await Promise.all([importDataKey(dataKey), deriveRecentKey(dataKey)]);
  dataKey.fill(0);
  return { kind: 'open', tokenKey, recentKey };
}

/** A record that was edited opens to nothing; any other fault passes through. */
export function undefinedIfSpoiled(error: unknown): undefined {
  if (error instanceof AgeError && error.code === 'ERR_RECORD') return undefined;
  throw error;
}
