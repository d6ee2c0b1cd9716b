import { AgeError, check, type Epoch } from '@bauta/sdk/protocol';
import type { KeySlot } from '../storage/ports.ts';
import { isKeyMissing } from './slots.ts';

/** Seconds for which a list of keys is taken as it is; keys change on the hour at the earliest. */
const LIFETIME = 600;

/** The live keys of a room that stand in the log, as they were read at some time. */
export interface ListedKeys {
  /** Unix seconds. */
  readonly readAt: number;
  /** As a directory orders them. */
  readonly slots: readonly KeySlot[];
  /** By epoch, proofs that keys are in the log. */
  readonly proofs: Readonly<Record<Epoch, string>>;
}

export const NOTHING_LISTED: ListedKeys = { readAt: Number.NEGATIVE_INFINITY, slots: [], proofs: {} };

/** @throws AgeError ERR_NOT_READY before anything was read, and when it was read long ago */
export function slotsAt({ readAt, slots }: ListedKeys, now: number): readonly KeySlot[] {
  // A clock that was set back is as much a reason to look again as one that went on.
  if (Math.abs(now - readAt) > LIFETIME) throw new AgeError('ERR_NOT_READY', 'the keys were not read lately');
  // Sites would believe an empty list.
  check(slots.length > 0, 'ERR_NOT_READY', 'no key is in the log yet');
  return slots;
}

/** Of the epochs of those keys. */
export function proofsOf({ slots, proofs }: ListedKeys): Readonly<Record<Epoch, string>> {
  const epochs = new Set(slots.map(({ epoch }) => epoch));
  return Object.fromEntries(Object.entries(proofs).filter(([epoch]) => epochs.has(epoch)));
}

/** @throws AgeError ERR_NOT_READY while a key that should sign now was made or logged too late, and does not yet */
export function checkNoneMissing(listed: ListedKeys, thresholds: readonly number[], now: number): void {
  const isMissing = isKeyMissing(slotsAt(listed, now), thresholds, now);
  check(!isMissing, 'ERR_NOT_READY', 'a key of this week is not in the log yet');
}
