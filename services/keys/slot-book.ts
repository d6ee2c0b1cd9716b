import { AgeError } from '@bauta/sdk/protocol';
import type { KeySlot, KeyVault } from '../storage/ports.ts';
import { ensureSlots, liveSlots } from './slots.ts';

/** Seconds for which a list of keys is taken as it is; keys change on the hour at the earliest. */
const LIFETIME = 600;

/** The keys of a room, read from the vault now and then and not at each request. */
export interface SlotBook {
  /** Makes what the calendar asks for and reads the list again. */
  refresh(now: number): Promise<void>;
  /** The live keys, as a directory orders them. @throws AgeError ERR_NOT_READY before the first refresh and when it is old. */
  slots(now: number): readonly KeySlot[];
}

export function createSlotBook(vault: KeyVault, thresholds: readonly number[]): SlotBook {
  let readAt = Number.NEGATIVE_INFINITY;
  let slots: readonly KeySlot[] = [];
  return {
    async refresh(now) {
      await ensureSlots(vault, thresholds, now);
      slots = await liveSlots(vault, thresholds, now);
      readAt = now;
    },
    slots(now) {
      // A clock that was set back is as much a reason to look again as one that went on.
      if (Math.abs(now - readAt) > LIFETIME) throw new AgeError('ERR_NOT_READY', 'the keys were not read lately');
      return slots;
    },
  };
}
