import type { KeyHolder } from '@bauta/sdk/log';
import { AgeError, type Epoch, type ErrorCode, formatHex, nameOf, type Slot } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import type { Log } from '../log-events.ts';
import type { KeySlot, KeyVault } from '../storage/ports.ts';
import { RESTORED } from '../storage/restored.ts';
import { formatKeptKeys, type KeptKeys, parseKeptKeys } from './kept-keys.ts';
import { checkNoneMissing, type ListedKeys, NOTHING_LISTED, proofsOf, slotsAt } from './listed-keys.ts';
import { logKeys, type RoomLog } from './logged-keys.ts';
import { retireNamed } from './retire.ts';
import { liveSlots } from './slots.ts';

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

/** A book, and what it would give another one. */
export interface OwnSlotBook extends SlotBook {
  /** Takes what an earlier run of the room read, until the first `refresh`. */
  restore(now: number): Promise<void>;
  listed(): ListedKeys;
}

export interface SlotBookOptions {
  readonly vault: KeyVault;
  readonly holder: KeyHolder;
  readonly thresholds: readonly number[];
  readonly keyLog: RoomLog;
  readonly log: Log;
  /** Where it keeps what the log showed, so that a room that starts while the log is away has its keys. */
  readonly kept: KeptText;
  /** Where a restore leaves word that the vault is older than the log: see `storage/restored.ts`. */
  readonly restored?: KeptText;
  /** Keys that the settings want retired. */
  readonly retired?: readonly Slot[];
}

export function createSlotBook({
  vault,
  holder,
  thresholds,
  keyLog,
  log,
  kept,
  restored,
  retired = [],
}: SlotBookOptions): OwnSlotBook {
  let listed: ListedKeys = NOTHING_LISTED;
  let logged: KeptKeys | undefined;
  let said: ErrorCode | undefined;

  async function lookAtLog(now: number): Promise<boolean> {
    try {
      const isRestored = (await restored?.load()) === RESTORED;
      const { shown, proofs, destroyed, failure } = await logKeys(vault, holder, thresholds, keyLog, now, isRestored);
      if (isRestored && failure === undefined) await restored?.save('');
      if (destroyed > 0) log({ event: 'keys-destroyed', count: destroyed });
      logged = { shown, proofs, readAt: now };
      await kept.save(formatKeptKeys(logged));
      return say(failure?.code);
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

  async function list(readAt: number, now: number): Promise<void> {
    const { shown, proofs } = logged ?? {};
    // To have seen nothing yet is not to have no keys: sites would believe an empty list.
    if (!shown || !proofs) return;
    const slots = (await liveSlots(vault, thresholds, now)).filter(({ keyId }) => shown.has(formatHex(keyId)));
    listed = { readAt, slots, proofs };
  }

  return {
    async restore(now) {
      logged = parseKeptKeys(await kept.load());
      if (logged) await list(logged.readAt, now);
    },
    async refresh(now) {
      await retireNamed(vault, retired);
      const isSeen = await lookAtLog(now);
      await list(now, now);
      return isSeen && logged !== undefined;
    },
    slots: (now) => slotsAt(listed, now),
    proofs: () => proofsOf(listed),
    checkWhole: (now) => checkNoneMissing(listed, thresholds, now),
    listed: () => listed,
  };
}
