import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const out = mkdtempSync(join(tmpdir(), 'wallet-build-'));

/** Two places on earth, and in the file system, as far apart as they get. */
const PLACES = [
  { cwd: ROOT, env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'C', LANG: 'C' } },
  { cwd: tmpdir(), env: { TZ: 'America/Anchorage', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', HOME: tmpdir() } },
] as const;

function buildIn(place: (typeof PLACES)[number], folder: string): void {
  const { cwd, env } = place;
  const script = join(ROOT, 'services/wallet/build.mjs');
  const PATH = process.env.PATH ?? '';
  const ended = spawnSync(process.execPath, [script, '--out', folder], {
    cwd,
    env: { PATH, ...env },
    encoding: 'utf8',
  });
  if (ended.status !== 0) throw new Error(ended.stderr);
}

/** The SHA-256 of each file, by its path in the folder. */
function hashesOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('base64');
  return new Map(paths.map((path) => [relative(folder, path), hash(path)]));
}

describe('two builds', () => {
  const folders = PLACES.map((_, i) => join(out, String(i)));
  beforeAll(() => {
    for (const [i, place] of PLACES.entries()) buildIn(place, folders[i] as string);
  }, 120_000);
  afterAll(() => rmSync(out, { recursive: true }));

  it('of another folder, time zone and language give the same files with the same hashes', () => {
    const [one, other] = folders.map(hashesOf) as [Map<string, string>, Map<string, string>];
    expect([...other.keys()]).toEqual([...one.keys()]);
    for (const [path, hash] of one) {
      process.stdout.write(`${hash}  ${path}\n`);
      expect([path, other.get(path)]).toEqual([path, hash]);
    }
  });

  it('hold what their integrity.json says, file by file, and nothing besides', () => {
    const [folder = ''] = folders;
    const hashes = hashesOf(folder);
    const { files } = JSON.parse(readFileSync(join(folder, 'integrity.json'), 'utf8')) as {
      files: { path: string; integrity: string }[];
    };
    const fileOf = (path: string): string => {
      if (path.endsWith('/')) return `${path.slice(1)}index.html`;
      return /\.\w+$/.test(path) ? path.slice(1) : `${path.slice(1)}.html`;
    };
    for (const { path, integrity } of files) {
      expect([path, `sha256-${hashes.get(fileOf(path))}`]).toEqual([path, integrity]);
    }
    const listed = [...files.map(({ path }) => fileOf(path)), 'integrity.json', '_headers'];
    expect([...hashes.keys()].sort()).toEqual(listed.sort());
  });
});
