import { type Bytes, isEqual, writeUtf8 } from '@bauta/sdk/protocol';

/**
 * That a site was shown a token a moment ago, written so that no site can be read out of it without the passkey.
 * Whoever asks a wallet again and again would empty it, and two visits close together are easily told to be one
 * person's: so the second one has to wait.
 */
export interface RecentRecord {
  /** HMAC-SHA-256 of the site's origin and a slot of ten minutes: 32 bytes. */
  readonly mac: Bytes;
  /** When the token was shown, in Unix seconds by the device's clock. */
  readonly at: number;
  /** Until when the next one waits, in Unix seconds; 0 while nobody has asked again. */
  readonly resume: number;
}

/** Seconds for which a visit is remembered; also the length of a slot. */
export const RECENT_SECONDS = 600;
/** Seconds to wait before the next. */
export const PAUSE_SECONDS = 60;
/** Records kept at most. */
export const RECENT_MOST = 20;

/** HKDF-SHA-256(data key, empty salt, "bauta/recent/v1", 32), for HMAC; it cannot be read back. @param dataKey 32 bytes */
export async function deriveRecentKey(dataKey: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: writeUtf8('bauta/recent/v1') };
  return crypto.subtle.deriveKey(hkdf, material, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']);
}

/** The marks of a site in the slot of `now` and in the one before it, in which a visit may have been remembered. */
export async function marksOf(key: CryptoKey, origin: string, now: number): Promise<readonly [Bytes, Bytes]> {
  const slot = Math.floor(now / RECENT_SECONDS);
  return Promise.all([mark(key, origin, slot), mark(key, origin, slot - 1)]);
}

/** The last visit that bears one of these marks and is not over ten minutes old. */
export function findRecent(
  recent: readonly RecentRecord[],
  marks: readonly Bytes[],
  now: number,
): RecentRecord | undefined {
  return recent
    .filter((one) => isRecent(one, now) && marks.some((known) => isEqual(known, one.mac)))
    .sort((a, b) => b.at - a.at)[0];
}

/** True when the wait after this visit has been waited. */
export function isRested({ resume }: RecentRecord, now: number): boolean {
  return resume > 0 && now >= resume;
}

/** The visit with a wait begun; one that has begun goes on, also where the device's clock was set meanwhile. */
export function beginPause(visit: RecentRecord, now: number): RecentRecord {
  const isBegun = visit.resume > 0 && visit.resume <= now + PAUSE_SECONDS;
  return isBegun ? visit : { ...visit, resume: now + PAUSE_SECONDS };
}

/** What is to be forgotten so that none is over ten minutes old, and `added` more make no more than there may be. */
export function outdated(recent: readonly RecentRecord[], now: number, added = 0): RecentRecord[] {
  const [alive, old] = [recent.filter((one) => isRecent(one, now)), recent.filter((one) => !isRecent(one, now))];
  const byAge = [...alive].sort((a, b) => a.at - b.at);
  return [...old, ...byAge.slice(0, Math.max(0, alive.length + added - RECENT_MOST))];
}

/** One of the future was written by another clock, and would stay. */
function isRecent({ at }: RecentRecord, now: number): boolean {
  return Math.abs(now - at) < RECENT_SECONDS;
}

/** No origin has a space in it. */
async function mark(key: CryptoKey, origin: string, slot: number): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, writeUtf8(`${origin} ${slot}`)));
}
