import { deriveKek, deriveOnlineKek, unwrapDataKey, type WrapRecord, wrapDataKey } from '@bauta/sdk/client';
import { type Bytes, isEqual } from '@bauta/sdk/protocol';

/**
 * What opens the wallet with a passkey: which one it is, and 32 bytes that nobody keeps: its own secret, or, where it
 * has none, the share that the attester releases for it. `local` lies in the passkey's wrap beside it.
 */
export type PasskeySecret =
  | { readonly credentialId: Bytes; readonly prf: Bytes }
  | { readonly credentialId: Bytes; readonly local: Bytes; readonly share: Bytes };

/** The wallet's data key, 32 bytes. It is held no longer than an act takes, and written nowhere but wrapped. */
export type DataKey = Bytes;

/** Draws the data key of a new wallet. */
export function drawDataKey(): DataKey {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** Draws what a wrap keeps for a passkey without PRF: 32 bytes, of no use without the attester's share. */
export function drawLocal(): Bytes {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** The wrap that was made for this passkey. */
export function wrapOf(wraps: readonly WrapRecord[], credentialId: Bytes): WrapRecord | undefined {
  return wraps.find((wrap) => isEqual(wrap.credentialId, credentialId));
}

/**
 * The data key that this passkey opens. `prf` or `share` is wiped.
 * @returns undefined when nothing was wrapped for this passkey. @throws AgeError ERR_RECORD on an edited wrap
 */
export async function openDataKey(wraps: readonly WrapRecord[], secret: PasskeySecret): Promise<DataKey | undefined> {
  const wrap = wrapOf(wraps, secret.credentialId);
  const kek = await takeKek(secret);
  return wrap && unwrapDataKey(kek, wrap);
}

/** Wraps the data key for a passkey. `prf` or `share` is wiped; `local` goes into the wrap. */
export async function wrapFor(dataKey: DataKey, secret: PasskeySecret, attester: string): Promise<WrapRecord> {
  const { credentialId } = secret;
  const place = 'local' in secret ? { credentialId, attester, local: secret.local } : { credentialId, attester };
  return wrapDataKey(await takeKek(secret), dataKey, place);
}

async function takeKek(secret: PasskeySecret): Promise<CryptoKey> {
  if ('prf' in secret) {
    const kek = await deriveKek(secret.prf);
    secret.prf.fill(0);
    return kek;
  }
  const kek = await deriveOnlineKek(secret.local, secret.share);
  secret.share.fill(0);
  return kek;
}
