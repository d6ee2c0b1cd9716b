import { sha256 } from '#crypto';
import { AgeError, type Bytes, concat, formatBase64url } from '../protocol/index.ts';
import type { Sessions } from '../verifier/sessions.ts';
import { acknowledge, beginRecord, readRecord, type SessionRecord, writeRecord } from './session-record.ts';
import type { SessionRule } from './session-rule.ts';

/** Seconds for which the id before is good once the next one was seen: requests that were under way carry it. */
const PREVIOUS_SECONDS = 30;
/** Seconds in which one successor is handed out for an id, so that requests side by side do not outbid each other. */
const OFFER_SECONDS = 5;
/** Seconds by which a lease or an input must move before that is worth a write. */
const STEP = 5;
/** Seconds by which the clocks of two instances may differ. */
const CLOCK_SKEW = 5;
/** An id is 16 bytes that name the session, then 16 that rotate. The store gets hashes of both: it is read by others. */
const NAME_LENGTH = 16;
const MAX_TRIES = 8;

/** What a request says of the person: gave input, only that a page is open, or that the page is being left. */
export type Sign = 'input' | 'still' | 'leave';
export const SIGNS: readonly Sign[] = ['input', 'still', 'leave'];

/** What a request is to a session: a beat of the script, a page that the browser goes to, or anything else. */
export type Touch = 'beat' | 'page' | 'part';

/** Whether the session lives; with an id when the browser is to use another one from now on. */
export type Touched = { readonly isLive: boolean; readonly id?: Bytes };

/** The site's sessions: what is known of a visitor after the door, which is nothing but a few instants. */
export interface SessionLease {
  /** Begins a session. @returns its id, 32 bytes, for the cookie. @throws AgeError ERR_STORE_UNAVAILABLE */
  open(now: number): Promise<Bytes>;
  /**
   * Answers whether the session lives, and renews, or on `leave` shortens, its lease. The id rotates with each beat, and
   * with each page where nothing beats. An id that should no longer be in use ends the session for all who hold it:
   * somebody copied the cookie.
   * @param id from the cookie, if it held one. @throws AgeError ERR_STORE_UNAVAILABLE
   */
  touch(id: Bytes | undefined, touch: Touch, sign: Sign, now: number): Promise<Touched>;
}

const ENDED: Touched = { isLive: false };
const LIVE: Touched = { isLive: true };

/** @param options.random gives the bytes of new ids. @param options.onCopied hears of a session that ended as copied. */
export function createSessionLease(options: {
  readonly sessions: Sessions;
  readonly rule: SessionRule;
  readonly random: (length: number) => Bytes;
  readonly onCopied: () => void;
}): SessionLease {
  const { sessions, rule, random, onCopied } = options;

  async function tryTouch(id: Bytes, touch: Touch, sign: Sign, now: number): Promise<Touched | 'again'> {
    const name = id.subarray(0, NAME_LENGTH);
    const filed = await sha256(name);
    const kept = await sessions.read(filed);
    const found = readRecord(kept);
    const mark = await markOf(id);
    const isCopy = found !== undefined && !isKnown(found, mark, now);
    if (kept === undefined || found === undefined || isCopy || !isLive(found, rule, now)) {
      // What has ended stays so, should the clock be set back.
      await sessions.take(filed);
      if (isCopy) onCopied();
      return ENDED;
    }
    const seen = mark === found.offered ? acknowledge(found, now + PREVIOUS_SECONDS) : found;
    const touched = renew(seen, rule, touch, sign, now);
    const next = isRotationDue(touched, mark, touch, sign, rule, now) ? concat(name, random(NAME_LENGTH)) : undefined;
    const record = next ? { ...touched, offered: await markOf(next), offeredAt: now } : touched;
    if (record === found) return LIVE;
    const isKept = await sessions.replace(filed, kept, writeRecord(record), record.until - now);
    if (!isKept) return 'again';
    return next ? { isLive: true, id: next } : LIVE;
  }

  return {
    async open(now) {
      const id = random(2 * NAME_LENGTH);
      const record = beginRecord(await markOf(id), now + rule.leaseSeconds, now);
      await sessions.put(await sha256(id.subarray(0, NAME_LENGTH)), writeRecord(record), rule.leaseSeconds);
      return id;
    },

    async touch(id, touch, sign, now) {
      if (id === undefined) return ENDED;
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const touched = await tryTouch(id, touch, sign, now);
        if (touched !== 'again') return touched;
      }
      throw new AgeError('ERR_STORE_UNAVAILABLE', 'the session changed again and again');
    },
  };
}

/** 22 characters that tell an id from others and do not give it away. */
async function markOf(id: Bytes): Promise<string> {
  return formatBase64url(await sha256(id)).slice(0, 22);
}

function isKnown({ current, offered, previous, previousUntil }: SessionRecord, mark: string, now: number): boolean {
  return mark === current || mark === offered || (mark === previous && now < previousUntil);
}

// The store forgets a lease in time; that the instants are judged here again keeps the door shut when its clock is off.
function isLive(record: SessionRecord, rule: SessionRule, now: number): boolean {
  const left = record.until - now;
  const idle = now - record.inputAt;
  const limit = isBeating(record, rule, now) ? rule.idleSeconds : rule.idleSecondsWithoutScripts;
  return left > 0 && left <= rule.leaseSeconds + CLOCK_SKEW && idle >= -CLOCK_SKEW && idle < limit;
}

function isBeating({ beatAt }: SessionRecord, { leaseSeconds }: SessionRule, now: number): boolean {
  return Math.abs(now - beatAt) <= leaseSeconds;
}

/** The record after this request; the same one when there is nothing to write. */
function renew(record: SessionRecord, rule: SessionRule, touch: Touch, sign: Sign, now: number): SessionRecord {
  const until = sign === 'leave' ? Math.min(record.until, now + rule.leaveSeconds) : now + rule.leaseSeconds;
  const inputAt = sign === 'input' ? now : record.inputAt;
  const isBeat = touch === 'beat' && sign !== 'leave';
  // A clock that was set back may not leave a longer lease than the rule gives, be it by a second.
  const isShorter = until < record.until;
  const isWorthIt = isShorter || isBeat || isFar(until, record.until) || isFar(inputAt, record.inputAt);
  return isWorthIt ? { ...record, until, inputAt, beatAt: isBeat ? now : record.beatAt } : record;
}

function isFar(a: number, b: number): boolean {
  return Math.abs(a - b) >= STEP;
}

function isRotationDue(
  record: SessionRecord,
  mark: string,
  touch: Touch,
  sign: Sign,
  rule: SessionRule,
  now: number,
): boolean {
  if (sign === 'leave' || mark !== record.current) return false;
  if (Math.abs(now - record.offeredAt) < OFFER_SECONDS) return false;
  return touch === 'beat' || (touch === 'page' && !isBeating(record, rule, now));
}
