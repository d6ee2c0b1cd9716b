import { createHash } from 'node:crypto';
import { type Bytes, checkPublicUrl, nameOf, parseBase64, readUtf8 } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { readStrictly, refine } from '../../settings/public-file.ts';

/** Bytes of the list, and of any file in it. */
export const LIST_MAX = 1_048_576;
export const FILE_MAX = 8 * 1_048_576;
/** More files than a wallet has pages, scripts and pictures. */
const MOST_FILES = 500;

/** A file as the list has it. */
export interface ListedFile {
  /** Canonical, on the list's own origin. */
  readonly path: string;
  /** `sha256-` and base64. */
  readonly integrity: string;
  readonly size: number;
}

/** `integrity.json` of a wallet's build: what its host has to serve, byte for byte. */
export interface IntegrityList {
  /** 12 hexadecimal digits. */
  readonly version: string;
  /** The name of the wallet that the build is for. */
  readonly name: string;
  /** SHA-256 of the list itself: what the log holds. */
  readonly digest: Bytes;
  readonly files: readonly ListedFile[];
}

const LIST = z.strictObject({
  version: z.string('not a version').regex(/^[0-9a-f]{12}$/, 'not a version'),
  // Of the settings a later build may have more.
  settings: z.looseObject({
    wallet: z.string('not an origin').superRefine(refine('not an origin', isOrigin)),
  }),
  files: z
    .array(
      z.strictObject({
        path: z.string('not a path').superRefine(refine('not a path of this origin', isPath)),
        integrity: z.string('not a hash').superRefine(refine('not a hash', isHash)),
        size: z.int('not a size').min(0, 'not a size').max(FILE_MAX, 'larger than any file of a wallet'),
      }),
      'not a list',
    )
    .min(1, 'no files')
    .max(MOST_FILES, 'more files than a wallet has'),
});

/** Reads a list. @throws TypeError naming the member that is wrong, without its value */
export function parseIntegrityList(bytes: Bytes): IntegrityList {
  const { version, settings, files } = readStrictly(LIST, readUtf8(bytes));
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw new TypeError('files: a path stands twice');
  return { version, name: nameOf(settings.wallet), digest: sha256(bytes), files };
}

/** The hash of bytes as the list writes it. */
export function integrityOf(bytes: Bytes): string {
  return `sha256-${Buffer.from(sha256(bytes)).toString('base64')}`;
}

export function sha256(bytes: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

function isOrigin(origin: string): boolean {
  return checkPublicUrl(`${origin}/`).origin === origin;
}

/** A second slash, a back-slash or dots would lead elsewhere; what is not plain ASCII has no place in a terminal. */
function isPath(path: string): boolean {
  const base = 'https://wallet.invalid';
  return /^\/[!-~]*$/.test(path) && checkPublicUrl(base + path).href === new URL(path, base).href;
}

function isHash(text: string): boolean {
  return text.startsWith('sha256-') && parseBase64(text.slice('sha256-'.length)).length === 32;
}
