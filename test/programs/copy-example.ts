import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const EXAMPLES: string = join(import.meta.dirname, '../../spec/examples');
/** Files of an example in which a reader writes what is theirs. */
const OWN = /\.(mjs|js|toml)$/;

/** Copies a folder of spec/examples. @param changes what stands in its programs and settings, and what is to stand there */
export function copyExample(example: string, to: string, changes: Readonly<Record<string, string>>): void {
  cpSync(join(EXAMPLES, example), to, { recursive: true });
  for (const name of readdirSync(to).filter((entry) => OWN.test(entry))) {
    const text = Object.entries(changes).reduce(
      (changed, [from, own]) => changed.replaceAll(from, own),
      readFileSync(join(to, name), 'utf8'),
    );
    writeFileSync(join(to, name), text);
  }
}
