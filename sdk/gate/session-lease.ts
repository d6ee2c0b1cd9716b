import { sha256 } from '#crypto';
import type { Bytes } from '../protocol/index.ts';
import type { Sessions } from '../verifier/sessions.ts';

/** Seconds that a session lives on after the last request of it (protocol.md §6). */
export const LEASE_SECONDS = 90;
/** Seconds that it lives on after the last page said that it is being left. */
export const LEAVE_SECONDS = 15;
/** Seconds without input after which it ends, whatever requests come. */
export const IDLE_SECONDS = 3600;
/** Seconds by which the clocks of two instances may differ. */
const CLOCK_SKEW = 5;

/** What a request says of the person: gave input, only that a page is open, or that the page is being left. */
export type Sign = 'input' | 'still' | 'leave';
export const SIGNS: readonly Sign[] = ['input', 'still', 'leave'];

/** The site's sessions: what is known of a visitor after the door, which is nothing but two instants. */
export interface SessionLease {
  /** Begins a session. @returns its id, 32 fresh bytes, for the cookie. @throws AgeError ERR_STORE_UNAVAILABLE */
  open(now: number): Promise<Bytes>;
  /**
   * Answers whether the session lives, and renews, or on `leave` shortens, its lease.
   * @param id from the cookie, if it held one. @throws AgeError ERR_STORE_UNAVAILABLE
   */
  touch(id: Bytes | undefined, sign: Sign, now: number): Promise<boolean>;
}

/** @param options.random gives the bytes of new ids. */
export function createSessionLease(options: {
  readonly sessions: Sessions;
  readonly random: (length: number) => Bytes;
}): SessionLease {
  const { sessions, random } = options;

  return {
    async open(now) {
      const id = random(32);
      await sessions.put(await sha256(id), write({ until: now + LEASE_SECONDS, inputAt: now }), LEASE_SECONDS);
      return id;
    },

    async touch(id, sign, now) {
      if (id === undefined) return false;
      const key = await sha256(id);
      const kept = await sessions.read(key);
      const lease = read(kept);
      if (lease === undefined || !isLive(lease, now)) {
        // What has ended stays so, should the clock be set back. Something else under that id is a one-time code.
        if (kept === undefined || lease !== undefined) await sessions.take(key);
        return false;
      }
      const until = sign === 'leave' ? Math.min(lease.until, now + LEAVE_SECONDS) : now + LEASE_SECONDS;
      const inputAt = sign === 'input' ? now : lease.inputAt;
      if (until !== lease.until || inputAt !== lease.inputAt) {
        await sessions.put(key, write({ until, inputAt }), until - now);
      }
      return true;
    },
  };
}

interface Lease {
  /** Unix seconds. */
  readonly until: number;
  readonly inputAt: number;
}

// The store forgets a lease in time; that the instants are judged here again keeps the door shut when its clock is off.
function isLive({ until, inputAt }: Lease, now: number): boolean {
  const left = until - now;
  const idle = now - inputAt;
  return left > 0 && left <= LEASE_SECONDS + CLOCK_SKEW && idle >= -CLOCK_SKEW && idle < IDLE_SECONDS;
}

function write({ until, inputAt }: Lease): string {
  return `lease ${until} ${inputAt}`;
}

// One-time codes wait in the same store: what is filed under one is no lease, so a code in the session's cookie is none.
function read(value: string | undefined): Lease | undefined {
  const match = /^lease (\d{1,12}) (\d{1,12})$/.exec(value ?? '');
  return match ? { until: Number(match[1]), inputAt: Number(match[2]) } : undefined;
}
