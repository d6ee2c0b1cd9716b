import { asText, checkPublicUrl, type Json, parseBase64, parseJson } from '../protocol/index.ts';

/** A witness of the log, as everyone may know it. */
export interface KeyLogWitness {
  /** `name+id+key`, as signed notes write it. */
  readonly key: string;
  /** Where the log asks it to cosign, without a slash at the end. */
  readonly url: string;
  /** Not run by the log's operator, nor by anyone that the operator can tell what to sign. */
  readonly independent: boolean;
}

/** The public file of a log, the same for everyone: where it stands, and whom to believe about it. */
export interface KeyLogFile {
  /** Where its `checkpoint` and `tile/` stand, without a slash at the end. */
  readonly url: string;
  /** `name+id+key`; the name is the log's origin. */
  readonly key: string;
  readonly witnesses: readonly KeyLogWitness[];
  /** How many of the witnesses must have cosigned; 1 to all. */
  readonly quorum: number;
}

/** A log, and whom to believe about it. */
export interface Pins extends Omit<KeyLogFile, 'witnesses'> {
  readonly witnesses: readonly string[];
}

type Members = Readonly<Record<string, Json>>;

/** First byte of a key's material, before the 32 bytes of its Ed25519 public key. */
const TYPES = { log: 0x01, witness: 0x04 } as const;

/**
 * Reads `key-log.json`. That a key's id is that of its bytes is looked at by whoever opens the log.
 * @throws TypeError naming the member that is wrong, without its value
 */
export function parseKeyLogFile(text: string): KeyLogFile {
  const file = readMembers(parse(text), ['url', 'key', 'witnesses', 'quorum'], 'the file');
  const { quorum } = file;
  const read = {
    url: readUrl(file.url, 'url'),
    key: readKey(file.key, 'log', 'key'),
    witnesses: asList(file.witnesses).map(readWitness),
    quorum: typeof quorum === 'number' && Number.isInteger(quorum) ? quorum : wrong('quorum', 'not a whole number'),
  };
  // One key under two names would be counted once, and a log that witnesses itself not at all.
  const keys = [read.key, ...read.witnesses.map(({ key }) => key)].map((key) => materialOf(key).slice(1).join());
  if (new Set(keys).size !== keys.length) wrong('witnesses', 'a key stands twice');
  if (read.quorum < 1 || read.quorum > read.witnesses.length) wrong('quorum', 'from 1 to the number of witnesses');
  return read;
}

/** Whether at least two witnesses of every quorum are not run by the log's operator (protocol.md §7). */
export function isIndependent({
  witnesses,
  quorum,
}: {
  readonly witnesses: readonly Pick<KeyLogWitness, 'independent'>[];
  readonly quorum: number;
}): boolean {
  return quorum - witnesses.filter(({ independent }) => !independent).length >= 2;
}

/** What `openKeyLog` is to be told of it. */
export function pinsOf({ url, key, witnesses, quorum }: KeyLogFile): Pins {
  return { url, key, witnesses: witnesses.map((witness) => witness.key), quorum };
}

function readWitness(json: Json, i: number): KeyLogWitness {
  const at = `witnesses[${i}]`;
  const { key, url, independent } = readMembers(json, ['key', 'url', 'independent'], at);
  if (typeof independent !== 'boolean') return wrong(`${at}.independent`, 'not true or false');
  return { key: readKey(key, 'witness', `${at}.key`), url: readUrl(url, `${at}.url`), independent };
}

function parse(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return wrong('the file', 'not JSON, or a member stands twice');
  }
}

function asList(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : wrong('witnesses', 'not a list');
}

/** A member that is missing is found wrong by whoever reads it. */
function readMembers(json: Json, names: readonly string[], at: string): Members {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return wrong(at, 'not an object');
  if (Object.keys(json).some((name) => !names.includes(name))) wrong(at, 'a member that is not known');
  return json;
}

function readUrl(json: Json | undefined, at: string): string {
  if (typeof json !== 'string') return wrong(at, 'not an address');
  const isGood = holds(() => checkPublicUrl(`${json}/`)) && !json.endsWith('/');
  return isGood ? json : wrong(at, 'not a plain https address without a slash at its end');
}

function readKey(json: Json | undefined, kind: keyof typeof TYPES, at: string): string {
  const isGood = holds(() => {
    const material = materialOf(asText(json));
    if (material.length !== 33 || material[0] !== TYPES[kind]) throw new TypeError();
  });
  return isGood ? (json as string) : wrong(at, `not the key of a ${kind}`);
}

/** Type and public key. @throws TypeError unless it has the form of a key */
function materialOf(key: string): Uint8Array {
  const [, material] = /^[^\s+]+\+[0-9a-f]{8}\+(\S+)$/.exec(key) ?? [];
  return parseBase64(asText(material));
}

function holds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function wrong(member: string, sentence: string): never {
  throw new TypeError(`${member}: ${sentence}`);
}
