import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = dirname(dirname(import.meta.dirname));

/** Text of files by path from the root, with `/` between. */
export type Sources = ReadonlyMap<string, string>;

/** Paths of everything that git tracks, or would on the next `git add`. */
export function listFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const paths = [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(ROOT, path)));
  return paths.sort();
}

/** The files whose path fits. */
export function readFiles(path: RegExp): Sources {
  return new Map(
    listFiles()
      .filter((file) => path.test(file))
      .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
  );
}

/** TypeScript and JavaScript without comments and without what stands in quotes, line feeds kept. */
export function stripWords(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (words) =>
    words.replace(/[^\n]/g, ' '),
  );
}
