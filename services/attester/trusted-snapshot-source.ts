import type { TrustedList } from '@bauta/sdk/eu-wallet';
import { AgeError, readUtf8 } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { readAtMost } from '../http/limited-answer.ts';
import type { Given } from '../standing.ts';
import { openSnapshot, SNAPSHOT_MAX, type TrustedSnapshot } from './trusted-snapshot.ts';
import type { SnapshotPublisher } from './trusted-snapshot-publisher.ts';

const HOUR = 3600;
const JITTER = 20 * 60;
/** Seconds after which a snapshot that could not be read or believed is asked for again. */
const RETRY = 30;
/** Seconds that the publisher's clock may be ahead of ours. */
const CLOCK_SKEW = 60;

/** The trusted list from the snapshots of a publisher. */
export interface SnapshotSource {
  /** @throws AgeError ERR_NOT_READY when there is none, and when its time is over */
  current(): TrustedList;
  /** Takes what was kept, when it is newer. @throws AgeError ERR_STORE_UNAVAILABLE */
  restore(): Promise<void>;
  /**
   * Reads the newest one hourly, ± 20 minutes so that the hour tells nothing of who reads, and when
   * the time of the last one is over; call it about once a minute.
   * What cannot be read or believed leaves what is held as it is. @throws AgeError ERR_STORE_UNAVAILABLE
   */
  refresh(): Promise<void>;
}

/** What of the room it needs. */
interface SnapshotGiven extends Pick<Given<'attester'>, 'clock' | 'fetch' | 'log' | 'random'> {
  readonly config: Pick<Given<'attester'>['config'], 'production'>;
}

interface Held extends TrustedSnapshot {
  readonly note: string;
}

/** @param kept where the last snapshot is kept, so that no older one is believed after a restart. */
export function createSnapshotSource(
  given: SnapshotGiven,
  publisher: SnapshotPublisher,
  kept: KeptText,
): SnapshotSource {
  const { config, fetch, log, random } = given;
  const { production } = config;
  const { now } = given.clock;
  let held: Held | undefined;
  let due = 0;
  let isRefused = false;

  const open = async (note: string): Promise<Held> => ({
    ...(await openSnapshot(note, publisher.key, { production })),
    note,
  });

  async function restore(): Promise<void> {
    const note = await kept.load();
    if (note === undefined || note === held?.note) return;
    // Another key in the settings is another publisher, whose numbers begin anew.
    const found = await open(note).catch(() => undefined);
    if (found && (held === undefined || found.sequence > held.sequence)) held = found;
  }

  /** @throws TypeError for what may not be believed, and as `fetch` */
  async function readNewest(): Promise<Held> {
    const answer = await fetch(publisher.url);
    if (answer.status !== 200) throw new TypeError('the publisher did not answer 200');
    const bytes = await readAtMost(answer, SNAPSHOT_MAX);
    if (bytes === undefined) throw new TypeError('too large');
    const found = await open(readUtf8(bytes));
    if (!isCurrent(found, now())) throw new TypeError('issued in the future, or over');
    return found;
  }

  /** @throws TypeError for an older snapshot than the one that was seen, and for a second one of its number */
  function checkGoesOn({ sequence, note }: Held): void {
    if (held === undefined || sequence > held.sequence || note === held.note) return;
    throw new TypeError(sequence === held.sequence ? 'two snapshots of one number' : 'older than what was seen');
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
      // Once for each streak: it is tried again every minute.
      if (!isRefused) log({ event: 'trusted-list-refused' });
      isRefused = true;
      return;
    }
    isRefused = false;
    if (found.note !== held?.note) {
      await kept.save(found.note);
      held = found;
      log({ event: 'trusted-list-read', count: found.list.certificates.length });
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

function isCurrent({ issued, expires }: TrustedSnapshot, now: number): boolean {
  return issued <= now + CLOCK_SKEW && now < expires;
}
