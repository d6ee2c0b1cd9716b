import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import type { Bytes } from '@bauta/sdk/protocol';
import { minuteOf } from '../minute.ts';

/** A client is counted in one counter of each row; 16 bits of a digest say in which. */
const ROWS = 4;
const COLUMNS = 65_536;

const SECRET_LENGTH = 32;
const MINUTE_MS = 60_000;

/** All requests without an address that can be read are of one client: a proxy that sends none is noticed, not let through. */
const NO_ADDRESS = '';

/** How often each client may come, told apart without a note of who they are. */
export interface ClientLimit {
  /**
   * Counts one request. @param headers of it. @param now Unix seconds.
   * @returns false when its client has come as often in this minute as it may
   */
  count(headers: Headers, now: number): boolean;
}

export interface ClientLimitOptions {
  /** Requests that one client may make in a minute of the clock, up to 65,535. */
  readonly limit: number;
  /** The header in which the proxy says who the client is; no other is looked at. */
  readonly header: string;
  /** So many bytes from the system's generator. */
  readonly random: (length: number) => Bytes;
}

/**
 * Counts clients by a keyed digest of their address, under a secret that lives for a minute: what is held are numbers
 * in a table of fixed size, and once the secret is gone nobody can ask the table about an address.
 * Two clients may share counters, but seldom all of theirs, and one is refused only when every counter of its own is
 * full: 6,000 others at their limit refuse one in some 17,000 who is not.
 */
export function createClientLimit({ limit, header, random }: ClientLimitOptions): ClientLimit {
  const counters = new Uint16Array(ROWS * COLUMNS);
  let secret = random(SECRET_LENGTH);
  let minute: number | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;

  function forget(): void {
    counters.fill(0);
    secret.fill(0);
    secret = random(SECRET_LENGTH);
    minute = undefined;
  }

  function begin(current: number): void {
    forget();
    minute = current;
    // Nothing outlives its minute because nobody came after it.
    clearTimeout(ending);
    ending = setTimeout(forget, MINUTE_MS);
    ending.unref();
  }

  return {
    count(headers, now) {
      const current = minuteOf(now);
      if (current !== minute) begin(current);
      const digest = createHmac('sha256', secret)
        .update(clientOf(headers.get(header)))
        .digest();
      let least = limit;
      for (let row = 0; row < ROWS; row++) least = Math.min(least, counters[placeOf(digest, row)] as number);
      if (least >= limit) return false;
      for (let row = 0; row < ROWS; row++) {
        const place = placeOf(digest, row);
        // A counter that stands higher has been raised by others, and already counts this client too.
        if (counters[place] === least) counters[place] = least + 1;
      }
      return true;
    },
  };
}

const placeOf = (digest: Buffer, row: number): number => row * COLUMNS + digest.readUInt16BE(2 * row);

/**
 * What a client is known by for the moment: an IPv4 address whole, of an IPv6 address the 64 bits that a household or a
 * server has to itself. Of a list, the last one, which is the proxy's own word; those before it are whatever the client wrote.
 */
function clientOf(value: string | null): string {
  const address = (value ?? '').slice((value ?? '').lastIndexOf(',') + 1).trim();
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes('%')) return NO_ADDRESS;
  const groups = groupsOf(address);
  return groups.slice(0, 6).join() === MAPPED ? dotted(groups.slice(6)) : groups.slice(0, 4).join(':');
}

/** The first six groups of an IPv4 address that is written as IPv6. */
const MAPPED = '0,0,0,0,0,ffff';

/** The eight groups of an IPv6 address, in hexadecimal as short as they can be, however it was written. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [front, back] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  return [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
}

function dotted(groups: readonly string[]): string {
  const numbers = groups.map((group) => Number.parseInt(group, 16));
  return numbers.flatMap((number) => [number >> 8, number & 0xff]).join('.');
}
