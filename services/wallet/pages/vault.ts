import { deriveKek, unwrapDataKey, type WrapRecord, wrapDataKey } from '@bauta/sdk/client';
import { type Bytes, isEqual } from '@bauta/sdk/protocol';

/** What a passkey gives besides its assertion: which one it is, and its secret of 32 bytes. */
export interface PasskeySecret {
  readonly credentialId: Bytes;
  readonly prf: Bytes;
}

/** The wallet's data key, 32 bytes. It is held no longer than an act takes, and written nowhere but wrapped. */
export type DataKey = Bytes;

/** Draws the data key of a new wallet. */
export function drawDataKey(): DataKey {
  return crypto.getRandomValues(new Uint8Array(32));
}

/**
 * The data key that this passkey opens. The passkey's secret is wiped.
 * @returns undefined when nothing was wrapped for this passkey. @throws AgeError ERR_RECORD on an edited wrap
 */
export async function openDataKey(wraps: readonly WrapRecord[], secret: PasskeySecret): Promise<DataKey | undefined> {
  const wrap = wraps.find(({ credentialId }) => isEqual(credentialId, secret.credentialId));
  const kek = await takeKek(secret);
  return wrap && unwrapDataKey(kek, wrap);
}

/** Wraps the data key for a passkey. The passkey's secret is wiped. */
export async function wrapFor(dataKey: DataKey, secret: PasskeySecret, attester: string): Promise<WrapRecord> {
  return wrapDataKey(await takeKek(secret), dataKey, { credentialId: secret.credentialId, attester });
}

async function takeKek({ prf }: PasskeySecret): Promise<CryptoKey> {
  const kek = await deriveKek(prf);
  prf.fill(0);
  return kek;
}
