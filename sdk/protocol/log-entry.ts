import { sha256 } from '#crypto';
import { formatBase64, parseBase64 } from './base64.ts';
import { type Bytes, formatHex, isEqual, parseHex } from './bytes.ts';
import { calendarOf, type Epoch } from './epoch.ts';
import { check } from './errors.ts';
import { originOf } from './names.ts';

export type KeyRole = 'attester' | 'issuer';

/** Whose keys of which epoch an entry is about. */
interface KeysOf {
  readonly role: KeyRole;
  /** Of the attester or issuer, as `nameOf` gives it. */
  readonly name: string;
  readonly epoch: Epoch;
}

/** A key as the log has it. */
export interface LoggedKey {
  /** Age in years, 0 to 255. */
  readonly threshold: number;
  /** 0 to 255. */
  readonly generation: number;
  /** S(E−1) of the entry's epoch, Unix seconds. */
  readonly notBefore: number;
  /** S(E+2) of the entry's epoch, Unix seconds. */
  readonly notAfter: number;
  /** SHA-256 of `spki`; `checkKeysEntry` looks whether it is. */
  readonly keyId: Bytes;
  /** The published bytes. */
  readonly spki: Bytes;
}

/** Keys that begin, ascending by threshold, then generation, none twice. */
export interface KeysEntry extends KeysOf {
  readonly kind: 'keys';
  /** Why they were logged later than S(E−2), if they were. */
  readonly exception: 'genesis' | 'resume' | undefined;
  readonly keys: readonly LoggedKey[];
}

/** A key that ends before its time. */
export interface RetireEntry extends KeysOf {
  readonly kind: 'retire';
  readonly threshold: number;
  readonly generation: number;
  /** 32 bytes. */
  readonly keyId: Bytes;
}

/** The build of a wallet that a host serves. */
export interface WalletEntry {
  readonly kind: 'wallet';
  /** Of the wallet's host. */
  readonly name: string;
  /** SHA-256 of its `integrity.json`. */
  readonly digest: Bytes;
}

/** A release of the SDK. */
export interface SdkEntry {
  readonly kind: 'sdk';
  /** As in `1.2.3` or `1.2.3-beta.1`. */
  readonly version: string;
  /** SHA-256 of the package. */
  readonly digest: Bytes;
}

/** How many batches an issuer says it signed in an epoch: the issuer's word, checked by nobody. */
export interface BatchesEntry {
  readonly kind: 'batches';
  readonly name: string;
  readonly epoch: Epoch;
  /** Two significant digits. */
  readonly rounded: number;
}

/** What the log may hold (protocol.md §7). */
export type LogEntry = KeysEntry | RetireEntry | WalletEntry | SdkEntry | BatchesEntry;

type Kind = LogEntry['kind'];
type EntryOf<K extends Kind> = Extract<LogEntry, { kind: K }>;

/** Lines behind the first. `read` may be lenient: what does not come out as it went in is refused for that. */
interface Form<E> {
  write(entry: E): readonly string[];
  read(lines: readonly string[]): E;
}

const FORMS: { readonly [K in Kind]: Form<EntryOf<K>> } = {
  keys: {
    write: (entry) => [...writeKeysOf(entry), entry.exception ?? '-', ...writeKeys(entry)],
    read: ([role, name, epoch, exception, ...keys]) => ({
      kind: 'keys',
      ...readKeysOf(role, name, epoch),
      exception: exception === '-' ? undefined : (exception as 'genesis'),
      keys: keys.map(readKey),
    }),
  },
  retire: {
    write: (entry) => [
      ...writeKeysOf(entry),
      `${byte(entry.threshold)} ${byte(entry.generation)} ${digestHex(entry.keyId)}`,
    ],
    read: ([role, name, epoch, line = '']) => {
      const [threshold, generation, keyId = ''] = line.split(' ');
      return {
        kind: 'retire',
        ...readKeysOf(role, name, epoch),
        threshold: Number(threshold),
        generation: Number(generation),
        keyId: parseHex(keyId),
      };
    },
  },
  wallet: {
    write: ({ name, digest }) => [checkedName(name), digestHex(digest)],
    read: ([name = '', digest = '']) => ({ kind: 'wallet', name, digest: parseHex(digest) }),
  },
  sdk: {
    write: ({ version, digest }) => [checkedVersion(version), digestHex(digest)],
    read: ([version = '', digest = '']) => ({ kind: 'sdk', version, digest: parseHex(digest) }),
  },
  batches: {
    write: ({ name, epoch, rounded }) => [checkedName(name), checkedEpoch(epoch), checkedRounded(rounded)],
    read: ([name = '', epoch = '', rounded]) => ({ kind: 'batches', name, epoch, rounded: Number(rounded) }),
  },
};

/** The text of an entry; its UTF-8 bytes are the leaf. @throws TypeError on a value that has no place in its kind */
export function formatLogEntry(entry: LogEntry): string {
  const { write } = FORMS[entry.kind] as Form<LogEntry>;
  return [`bauta/${entry.kind}/v1`, ...write(entry), ''].join('\n');
}

/** Reads an entry. @throws TypeError unless `formatLogEntry` would write it, byte for byte */
export function parseLogEntry(text: string): LogEntry {
  const [head = '', ...lines] = text.split('\n');
  const kind = /^bauta\/(\w+)\/v1$/.exec(head)?.[1] ?? '';
  if (!Object.hasOwn(FORMS, kind)) throw new TypeError('not a kind of entry');
  const entry = FORMS[kind as Kind].read(lines.slice(0, -1));
  if (formatLogEntry(entry) !== text) throw new TypeError('not a log entry');
  return entry;
}

/** Checks that each key id is the SHA-256 of its key. @throws AgeError ERR_LOG_MALFORMED */
export async function checkKeysEntry({ keys }: KeysEntry): Promise<void> {
  for (const { keyId, spki } of keys) {
    check(isEqual(keyId, await sha256(spki)), 'ERR_LOG_MALFORMED', 'a key id is not of its key');
  }
}

function writeKeysOf({ role, name, epoch }: KeysOf): string[] {
  if (role !== 'attester' && role !== 'issuer') throw new TypeError('not a role');
  return [role, checkedName(name), checkedEpoch(epoch)];
}

function readKeysOf(role: string | undefined, name = '', epoch = ''): KeysOf {
  return { role: role as KeyRole, name, epoch };
}

function writeKeys({ epoch, exception, keys }: KeysEntry): string[] {
  if (![undefined, 'genesis', 'resume'].includes(exception)) throw new TypeError('not an exception');
  if (keys.length === 0) throw new TypeError('no keys');
  const { from, to } = calendarOf(epoch).published;
  let last = -1;
  return keys.map(({ threshold, generation, notBefore, notAfter, keyId, spki }) => {
    const place = 256 * byte(threshold) + byte(generation);
    if (place <= last) throw new TypeError('keys that do not ascend');
    last = place;
    if (notBefore !== from || notAfter !== to) throw new TypeError('not the window of the epoch');
    if (spki.length === 0) throw new TypeError('a key without bytes');
    return `${threshold} ${generation} ${from} ${to} ${digestHex(keyId)} ${formatBase64(spki)}`;
  });
}

function readKey(line: string): LoggedKey {
  const [threshold, generation, notBefore, notAfter, keyId = '', spki = ''] = line.split(' ');
  return {
    threshold: Number(threshold),
    generation: Number(generation),
    notBefore: Number(notBefore),
    notAfter: Number(notAfter),
    keyId: parseHex(keyId),
    spki: parseBase64(spki),
  };
}

function byte(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 255) throw new TypeError('not a byte');
  return value;
}

function digestHex(digest: Bytes): string {
  if (digest.length !== 32) throw new TypeError('not 32 bytes');
  return formatHex(digest);
}

function checkedName(name: string): string {
  originOf(name);
  return name;
}

function checkedEpoch(epoch: Epoch): Epoch {
  calendarOf(epoch);
  return epoch;
}

function checkedVersion(version: string): string {
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$/.test(version)) {
    throw new TypeError('not a version');
  }
  return version;
}

function checkedRounded(rounded: number): string {
  if (!Number.isSafeInteger(rounded) || !/^(\d\d?0*)$/.test(String(rounded))) {
    throw new TypeError('more than two significant digits');
  }
  return String(rounded);
}
