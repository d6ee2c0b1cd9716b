import { readFileSync } from 'node:fs';

/** The cases of a file under `test/vectors`, which names its source. */
export function loadCases<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), 'utf8')).cases;
}
