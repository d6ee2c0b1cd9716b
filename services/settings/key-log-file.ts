import { checkPublicUrl, parseBase64 } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { readStrictly, refine } from './public-file.ts';

/** A witness of the log, as everyone may know it. */
export interface KeyLogWitness {
  /** `name+id+key`, as signed notes write it. */
  readonly key: string;
  /** Where the log asks it to cosign, without a slash at the end. */
  readonly url: string;
  /** Not run by the log's operator, nor by anyone that the operator can tell what to sign. */
  readonly independent: boolean;
}

/** The public file of a log: where it stands, and whom to believe about it. */
export interface KeyLogFile {
  /** Where its `checkpoint` and `tile/` stand, without a slash at the end. */
  readonly url: string;
  /** `name+id+key`; the name is the log's origin. */
  readonly key: string;
  readonly witnesses: readonly KeyLogWitness[];
  /** How many of the witnesses must have cosigned; 1 to all. */
  readonly quorum: number;
}

/** Bytes of `type ‖ Ed25519 public key` in a key of either kind. */
const MATERIAL = 33;
const TYPES = { log: 0x01, witness: 0x04 } as const;

const url = z
  .string('not an address')
  .superRefine(refine('not a plain https address without a slash at its end', isUrl));
const vkey = (kind: keyof typeof TYPES) =>
  z.string(`not the key of a ${kind}`).superRefine(refine(`not the key of a ${kind}`, (key) => isKey(key, kind)));

const KEY_LOG = z.strictObject({
  url,
  key: vkey('log'),
  witnesses: z
    .array(z.strictObject({ key: vkey('witness'), url, independent: z.boolean('not true or false') }), 'not a list')
    .readonly(),
  quorum: z.int('not a whole number'),
});

/**
 * Reads `key-log.json`. That a key's id is that of its bytes is looked at by whoever opens the log.
 * @throws TypeError naming the member that is wrong, without its value
 */
export function parseKeyLogFile(text: string): KeyLogFile {
  const file = readStrictly(KEY_LOG, text);
  const { key, witnesses, quorum } = file;
  // One key under two names would be counted once, and a log that witnesses itself not at all.
  const materials = [key, ...witnesses.map((witness) => witness.key)].map(materialOf);
  if (new Set(materials).size !== materials.length) throw new TypeError('witnesses: a key stands twice');
  if (quorum < 1 || quorum > witnesses.length) throw new TypeError('quorum: from 1 to the number of witnesses');
  return file;
}

/** Whether at least two witnesses of every quorum are not run by the log's operator (protocol.md §7). */
export function isIndependent({ witnesses, quorum }: Pick<KeyLogFile, 'witnesses' | 'quorum'>): boolean {
  return quorum - witnesses.filter(({ independent }) => !independent).length >= 2;
}

function isUrl(text: string): boolean {
  checkPublicUrl(`${text}/`);
  return !text.endsWith('/');
}

function isKey(text: string, kind: keyof typeof TYPES): boolean {
  const [, material = ''] = /^[^\s+]+\+[0-9a-f]{8}\+(\S+)$/.exec(text) ?? [];
  const bytes = parseBase64(material);
  return bytes.length === MATERIAL && bytes[0] === TYPES[kind];
}

/** The public key alone, without its name and its type. */
function materialOf(key: string): string {
  const [, material = ''] = /\+[0-9a-f]{8}\+(\S+)$/.exec(key) ?? [];
  return parseBase64(material).slice(1).join();
}
