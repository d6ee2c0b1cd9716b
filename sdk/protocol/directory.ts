import { formatBase64url, parseAnyBase64url } from './base64url.ts';
import { readTokenKey, type TokenKey } from './blind-rsa.ts';
import type { Bytes } from './bytes.ts';
import { calendarOf, type Epoch, epochAfter, epochAt, isWithin } from './epoch.ts';
import { AgeError, check, refuseAs } from './errors.ts';
import { asText, asWhole, type Json, parseJson } from './json.ts';
import { checkPublicUrl, originOf } from './names.ts';
import { TOKEN_TYPE } from './suites.ts';

/** Where a directory stands, at issuers and attesters alike (RFC 9578 §4). */
export const DIRECTORY_PATH = '/.well-known/private-token-issuer-directory';
export const DIRECTORY_MEDIA_TYPE = 'application/private-token-issuer-directory';

/** Which key: one per threshold, epoch and generation. */
export interface Slot {
  /** Age in years. */
  readonly threshold: number;
  readonly epoch: Epoch;
  /** 0, and one more after each emergency retirement. */
  readonly generation: number;
}

/** A key that a directory lists. */
export interface DirectoryKey extends Slot {
  readonly key: TokenKey;
}

/** Of a directory's form. Members may join it without a new one; a reader refuses what says another. */
const VERSION = 1;

/** A directory that has been read: every key in it is well formed and has exactly the window of its epoch. */
export interface Directory {
  readonly requestUrl: string;
  readonly keys: readonly DirectoryKey[];
  /** By epoch, the text of the C2SP tlog-proof that its keys are in the log; nothing in it was checked yet. */
  readonly proofs: Readonly<Record<Epoch, string>>;
}

/** A key to publish. */
export interface PublishedKey extends Slot {
  /** The 342 bytes. */
  readonly spki: Bytes;
}

/** The order of a listing: current epoch, next, previous, later; then threshold, generation. */
export function compareSlots(now: number): (a: Slot, b: Slot) => number {
  const current = epochAt(now);
  const order = [current, epochAfter(current), epochAfter(current, -1)];
  const rank = ({ epoch }: Slot): number => (order.includes(epoch) ? order.indexOf(epoch) : order.length);
  return (a, b) =>
    rank(a) - rank(b) ||
    (a.epoch < b.epoch ? -1 : a.epoch > b.epoch ? 1 : 0) ||
    a.threshold - b.threshold ||
    a.generation - b.generation;
}

/**
 * Directory JSON of RFC 9578 §4 with the members of protocol.md §3.
 * @param options.keys any order. @param options.now Unix seconds.
 */
export function formatDirectory(options: {
  readonly requestUrl: string;
  readonly keys: readonly PublishedKey[];
  readonly now: number;
  readonly batchSize?: number;
  readonly proofs?: Readonly<Record<Epoch, string>>;
}): string {
  const tokenKeys = [...options.keys].sort(compareSlots(options.now)).map((key) => {
    const { published } = calendarOf(key.epoch);
    return {
      'token-type': TOKEN_TYPE,
      'token-key': formatBase64url(key.spki),
      'not-before': published.from,
      'not-after': published.to,
      threshold: key.threshold,
      epoch: key.epoch,
      generation: key.generation,
    };
  });
  const batch = options.batchSize === undefined ? {} : { 'batch-size': options.batchSize };
  const proof = options.proofs === undefined ? {} : { proof: options.proofs };
  const members = { 'issuer-request-uri': options.requestUrl, ...batch, 'token-keys': tokenKeys, ...proof };
  return JSON.stringify({ ...members, version: VERSION });
}

/**
 * Reads the directory of `name`. Keys of other types or with another window than their epoch's are passed over, as
 * RFC 9578 §4 has it; a malformed key, two keys for one threshold and epoch, two with one truncated id, or a request
 * URI that is not a plain URL on the name's own origin refuse it whole.
 * @throws AgeError ERR_DIRECTORY_MALFORMED, ERR_KEY_MALFORMED.
 */
export async function readDirectory(text: string, name: string): Promise<Directory> {
  const listing = refuseAs('ERR_DIRECTORY_MALFORMED', () => {
    const json = asObject(parseJson(text));
    // Issuers of RFC 9578 that are not ours have none.
    if ((json.version ?? VERSION) !== VERSION) throw new TypeError('version');
    const requestUrl = asText(json['issuer-request-uri']);
    if (checkPublicUrl(requestUrl).origin !== originOf(name)) throw new TypeError('request URI on another origin');
    const listed = json['token-keys'];
    if (!Array.isArray(listed)) throw new TypeError('no token keys');
    const entries = listed.map(readEntry).filter((entry) => entry !== undefined);
    return { requestUrl, entries, proofs: readProofs(json.proof) };
  });
  const keys: DirectoryKey[] = [];
  for (const { spki, ...slot } of listing.entries) keys.push({ ...slot, key: await readTokenKey(spki) });
  const isUnique = (id: (key: DirectoryKey) => string): boolean => new Set(keys.map(id)).size === keys.length;
  // A generation begins when the one before it was retired, and what is retired is not listed: two would split the crowd.
  check(
    isUnique((k) => `${k.threshold} ${k.epoch}`),
    'ERR_DIRECTORY_MALFORMED',
    'two keys for one threshold and epoch',
  );
  check(
    isUnique((k) => String(k.key.truncatedId)),
    'ERR_DIRECTORY_MALFORMED',
    'two keys with one truncated id',
  );
  return { requestUrl: listing.requestUrl, keys, proofs: listing.proofs };
}

/** The key of the youngest generation for a threshold and epoch whose `window` is open. @throws AgeError ERR_SLOT */
export function keyFor(
  directory: Directory,
  { threshold, epoch }: Pick<Slot, 'threshold' | 'epoch'>,
  now: number,
  window: 'asks' | 'signs' | 'accepted',
): DirectoryKey {
  const found = directory.keys
    .filter((key) => key.threshold === threshold && key.epoch === epoch && isWithin(now, calendarOf(epoch)[window]))
    .sort((a, b) => b.generation - a.generation)[0];
  if (!found) throw new AgeError('ERR_SLOT', 'no key of that threshold and epoch whose window is open');
  return found;
}

function asObject(json: Json | undefined): { [name: string]: Json } {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new TypeError('not an object');
  return json;
}

function readEntry(json: Json): PublishedKey | undefined {
  const entry = asObject(json);
  if (entry['token-type'] !== TOKEN_TYPE) return undefined;
  const epoch = asText(entry.epoch);
  const { published } = calendarOf(epoch);
  if (entry['not-before'] !== published.from || entry['not-after'] !== published.to) return undefined;
  return {
    spki: parseAnyBase64url(asText(entry['token-key'])),
    threshold: asByte(entry.threshold),
    epoch,
    generation: asByte(entry.generation),
  };
}

function readProofs(json: Json | undefined): Directory['proofs'] {
  if (json === undefined) return {};
  return Object.fromEntries(Object.entries(asObject(json)).map(([epoch, proof]) => [epoch, asText(proof)]));
}

/** Thresholds and generations are single bytes in all that is signed over them. */
function asByte(json: Json | undefined): number {
  const value = asWhole(json);
  if (value > 255) throw new TypeError('not a byte');
  return value;
}
