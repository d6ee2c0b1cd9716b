import type { KeyHolder } from '@bauta/sdk/log';
import { AgeError, check, type Epoch, type ErrorCode, nameOf } from '@bauta/sdk/protocol';
import type { Log } from '../log-events.ts';
import type { KeySlot, KeyVault } from '../storage/ports.ts';
import { type LoggedKeys, logKeys, type RoomLog } from './logged-keys.ts';
import { isKeyMissing, liveSlots } from './slots.ts';

/** Seconds for which a list of keys is taken as it is; keys change on the hour at the earliest. */
const LIFETIME = 600;

/** The keys of a room that stand in the log, read from the vault now and then and not at each request. */
export interface SlotBook {
  /**
   * Makes, logs and destroys what the calendar asks for, and reads the list again. While the log is away the keys that
   * it showed already stay good. @returns whether everything is as it should be.
   */
  refresh(now: number): Promise<boolean>;
  /**
   * The live keys that a cosigned tree has, as a directory orders them.
   * @throws AgeError ERR_NOT_READY before the log was read for the first time, and when the last refresh is old.
   */
  slots(now: number): readonly KeySlot[];
  /** By epoch of those keys, the proof that they are in the log. */
  proofs(): Readonly<Record<Epoch, string>>;
  /** @throws AgeError ERR_NOT_READY while a key that should sign now was made or logged too late, and does not yet. */
  checkWhole(now: number): void;
}

export interface SlotBookOptions {
  readonly vault: KeyVault;
  readonly holder: KeyHolder;
  readonly thresholds: readonly number[];
  readonly keyLog: RoomLog;
  readonly log: Log;
}

export function createSlotBook({ vault, holder, thresholds, keyLog, log }: SlotBookOptions): SlotBook {
  let readAt = Number.NEGATIVE_INFINITY;
  let logged: LoggedKeys | undefined;
  let slots: readonly KeySlot[] = [];
  let said: ErrorCode | undefined;

  function slotsAt(now: number): readonly KeySlot[] {
    // A clock that was set back is as much a reason to look again as one that went on.
    if (Math.abs(now - readAt) > LIFETIME) throw new AgeError('ERR_NOT_READY', 'the keys were not read lately');
    // Sites would believe an empty list.
    check(slots.length > 0, 'ERR_NOT_READY', 'no key is in the log yet');
    return slots;
  }

  async function lookAtLog(now: number): Promise<boolean> {
    try {
      const seen = await logKeys(vault, holder, thresholds, keyLog, now);
      if (seen.destroyed > 0) log({ event: 'keys-destroyed', count: seen.destroyed });
      logged = seen;
      return say(seen.failure?.code);
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      return say(error.code);
    }
  }

  /** Once for each change: a log may be away for a day, and is asked every second. */
  function say(code: ErrorCode | undefined): boolean {
    const of = nameOf(new URL(keyLog.source.url).origin);
    if (code !== undefined && code !== said) log({ event: 'log-unreachable', of, code });
    said = code;
    return code === undefined;
  }

  return {
    async refresh(now) {
      const isSeen = await lookAtLog(now);
      const { has } = logged ?? {};
      // To have seen nothing yet is not to have no keys: sites would believe an empty list.
      if (!has) return false;
      slots = (await liveSlots(vault, thresholds, now)).filter(has);
      readAt = now;
      return isSeen;
    },
    slots: slotsAt,
    proofs() {
      const epochs = new Set(slots.map(({ epoch }) => epoch));
      return Object.fromEntries(Object.entries(logged?.proofs ?? {}).filter(([epoch]) => epochs.has(epoch)));
    },
    checkWhole(now) {
      check(!isKeyMissing(slotsAt(now), thresholds, now), 'ERR_NOT_READY', 'a key of this week is not in the log yet');
    },
  };
}
