import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, parseBase64url } from '@bauta/sdk/protocol';

/** An input that broke a promise once. */
export interface Found {
  readonly file: string;
  readonly input: Bytes;
  /** What it broke. */
  readonly why: string;
}

const FOLDER = join(import.meta.dirname, 'found');

/** The doors that something was found at. */
export const doorsWithFindings = (): readonly string[] => (existsSync(FOLDER) ? readdirSync(FOLDER) : []);

/** Everything that was ever found at a door. @throws TypeError for a file that is not base64url and a line of why */
export function readFound(door: string): readonly Found[] {
  const folder = join(FOLDER, door);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    const [input = '', why = ''] = readFileSync(join(folder, file), 'utf8').split('\n');
    if (why === '') throw new TypeError(`${door}/${file} does not say why it is there`);
    return { file, input: parseBase64url(input), why };
  });
}
