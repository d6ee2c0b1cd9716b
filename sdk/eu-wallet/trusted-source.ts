import type { Bytes } from '../protocol/bytes.ts';
import { AgeError } from '../protocol/errors.ts';
import type { TrustedList } from './trusted-list.ts';

const HOUR = 3600;
const JITTER = 20 * 60;
/** Seconds after which a list that could not be read or believed is asked for again. */
const RETRY = 30;
/** Seconds that the clock of whoever issues lists may be ahead of ours. */
const CLOCK_SKEW = 60;

/** One text of a trusted list, opened: whatever it is signed with holds. */
export interface ListEdition {
  /** Goes up with every list, and never down. */
  readonly sequence: number;
  /** Unix seconds. */
  readonly issued: number;
  /** Unix seconds at which nobody may believe it any more. */
  readonly expires: number;
  readonly list: TrustedList;
  /** What two texts of one number must have in common; the text itself unless given. */
  readonly content?: string;
}

/** A trusted list that is kept up to date. */
export interface TrustedSource {
  /** @throws AgeError ERR_NOT_READY when there is none, and when its time is over */
  current(): TrustedList;
  /** Takes what was kept, when it is newer. @throws what `kept` throws */
  restore(): Promise<void>;
  /**
   * Reads the newest one hourly, ± 20 minutes so that the hour tells nothing of who reads, and when
   * the time of the last one is over; call it about once a minute, never in a visitor's request.
   * What cannot be read or believed leaves what is held as it is. @throws what `kept` throws
   */
  refresh(): Promise<void>;
}

export interface TrustedSourceOptions {
  /** The newest text. @throws when it is not to be had */
  readonly read: () => Promise<string>;
  /** @throws TypeError for a text that may not be believed, whenever it is */
  readonly open: (text: string) => ListEdition | Promise<ListEdition>;
  /** Where the last text is kept, so that no older one is believed after a restart. */
  readonly kept: { load(): Promise<string | undefined>; save(text: string): Promise<void> };
  /** Unix seconds. */
  readonly now: () => number;
  /** `length` bytes by lot. */
  readonly random: (length: number) => Bytes;
  /** Hears how many certificates a new list has. */
  readonly onRead?: (count: number) => void;
  /** Hears once for each streak that a list could not be read or believed: it is tried again every minute. */
  readonly onRefused?: () => void;
}

interface Held extends ListEdition {
  readonly text: string;
}

/** Keeps a trusted list up to date that somebody publishes. */
export function createTrustedSource(options: TrustedSourceOptions): TrustedSource {
  const { kept, now, random, onRead = () => {}, onRefused = () => {} } = options;
  let held: Held | undefined;
  let due = 0;
  let isRefused = false;

  const open = async (text: string): Promise<Held> => ({ ...(await options.open(text)), text });

  async function restore(): Promise<void> {
    const text = await kept.load();
    if (text === undefined || text === held?.text) return;
    // Another key in the settings is another publisher, whose numbers begin anew.
    const found = await open(text).catch(() => undefined);
    if (found && (held === undefined || found.sequence > held.sequence)) held = found;
  }

  /** @throws TypeError for what may not be believed, and as `read` */
  async function readNewest(): Promise<Held> {
    const found = await open(await options.read());
    if (!isCurrent(found, now())) throw new TypeError('issued in the future, or over');
    return found;
  }

  /** @throws TypeError for an older list than the one that was seen, and for a second one of its number */
  function checkGoesOn(found: Held): void {
    if (held === undefined || found.sequence > held.sequence || contentOf(found) === contentOf(held)) return;
    throw new TypeError(found.sequence === held.sequence ? 'two lists of one number' : 'older than what was seen');
  }

  async function refresh(): Promise<void> {
    const time = now();
    if (time < due && due - time <= HOUR + JITTER) return;
    // At once, so that whoever comes meanwhile does not read it too.
    due = time + RETRY;
    await restore();
    let found: Held;
    try {
      found = await readNewest();
      checkGoesOn(found);
    } catch {
      if (!isRefused) onRefused();
      isRefused = true;
      return;
    }
    isRefused = false;
    if (found.text !== held?.text) {
      await kept.save(found.text);
      held = found;
      onRead(found.list.certificates.length);
    }
    const hourly = time + HOUR + Math.round(((random(1)[0] as number) / 128 - 1) * JITTER);
    due = Math.min(hourly, found.expires);
  }

  return {
    current() {
      if (held === undefined || !isCurrent(held, now())) {
        throw new AgeError('ERR_NOT_READY', 'nobody can say now whose proofs of age are good');
      }
      return held.list;
    },
    restore,
    refresh,
  };
}

function contentOf({ content, text }: Held): string {
  return content ?? text;
}

function isCurrent({ issued, expires }: ListEdition, now: number): boolean {
  return issued <= now + CLOCK_SKEW && now < expires;
}
