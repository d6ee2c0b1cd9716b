import { type Epoch, ERROR_STATUS, type ErrorCode, epochAt, startOf } from '@bauta/sdk/protocol';
import type { RoomName } from './rooms.ts';

/** What a member of an event may hold; nothing that a visitor sent fits any of them. */
const MEMBERS = {
  code: (value): value is ErrorCode => typeof value === 'string' && Object.hasOwn(ERROR_STATUS, value),
  epoch: (value): value is Epoch => typeof value === 'string' && isEpoch(value),
  /** The class of an error, never its message. */
  fault: (value): value is string => typeof value === 'string' && /^[A-Za-z][A-Za-z0-9]{0,59}$/.test(value),
  /** The name of another room, as the settings give it. */
  of: (value): value is string => typeof value === 'string' && /^[a-z0-9.-]{1,253}(:\d{1,5})?$/.test(value),
  threshold: isSmall,
  generation: isSmall,
  /** How many, of things that the room itself made. */
  count: isSmall,
} satisfies Record<string, (value: unknown) => boolean>;

function isSmall(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 1_000_000;
}

function isEpoch(text: string): boolean {
  try {
    return startOf(text) >= 0;
  } catch {
    return false;
  }
}

/** Every event there is, with its members. What does not stand here cannot be logged. */
const EVENTS = {
  'room-started': [],
  'room-ready': [],
  'room-stopped': [],
  refusal: ['code', 'epoch'],
  fault: ['fault', 'epoch'],
  'directory-refreshed': ['of', 'count'],
  'directory-unreachable': ['of', 'fault'],
  'witness-unreachable': ['of'],
  /** A tree of the log is not published yet, and why. */
  'checkpoint-held-back': ['code'],
  /** The log of keys could not be read or written: its keys stay as they were. */
  'log-unreachable': ['of', 'code'],
  'keys-destroyed': ['count'],
  /** By an operator's hand. */
  'key-retired': ['threshold', 'epoch', 'generation'],
  /** By an operator's hand: whose grants an issuer takes. */
  'attester-added': ['of'],
  'attester-removed': ['of'],
  /** By an operator's hand, for a person who asked. */
  'account-erased': [],
  /** By an operator's hand: a copy of the store was made, or took its place. */
  'backup-made': [],
  'store-restored': [],
  /** A key of another room that is listed and not used. */
  'key-refused': ['code'],
  'trusted-list-read': ['count'],
  'trusted-list-refused': [],
} as const satisfies Record<string, readonly (keyof typeof MEMBERS)[]>;

type EventName = keyof typeof EVENTS;
type MemberValue<M extends keyof typeof MEMBERS> = (typeof MEMBERS)[M] extends (value: unknown) => value is infer T
  ? T
  : never;

/** One of the events, with exactly its members. */
export type LogEvent = {
  [E in EventName]: { readonly event: E } & { readonly [M in (typeof EVENTS)[E][number]]: MemberValue<M> };
}[EventName];

/** Writes an event. @throws TypeError on an event, a member or a value that is not in the tables, with nothing written. */
export type Log = (event: LogEvent) => void;

/**
 * The log of a room: a line of JSON for each event, with the time cut to the hour.
 * @param options.now Unix seconds. @param options.write takes a line with its line feed.
 */
export function createLog(options: {
  readonly room: RoomName;
  readonly now: () => number;
  readonly write: (line: string) => void;
}): Log {
  return (event) => {
    if (!Object.hasOwn(EVENTS, event.event)) throw new TypeError('not an event');
    const names: readonly (keyof typeof MEMBERS)[] = EVENTS[event.event];
    const { event: _, ...given } = event as { event: string } & Record<string, unknown>;
    const isAllowed =
      Object.keys(given).length === names.length && names.every((name) => MEMBERS[name](given[name]) === true);
    if (!isAllowed) throw new TypeError(`not the members of ${event.event}`);
    const hour = new Date(options.now() * 1000).toISOString().slice(0, 13);
    const members = Object.fromEntries(names.map((name) => [name, given[name]]));
    options.write(`${JSON.stringify({ time: `${hour}:00Z`, room: options.room, event: event.event, ...members })}\n`);
  };
}

/** The event of an error that no protocol knows: its class and the epoch, nothing that it says. */
export function faultEvent(error: unknown, now: number): LogEvent {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return { event: 'fault', fault: MEMBERS.fault(name) ? name : 'Error', epoch: epochAt(now) };
}
