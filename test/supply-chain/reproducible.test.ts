import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileClockShim } from '../browser/clock-shim.ts';
import { ROOT } from '../laws/sources.ts';
import { type Built, buildShipped } from './build-shipped.ts';
import { digestsOf, formatDigests, listHashes } from './digests.ts';
import { furnish, type Place } from './place.ts';

mkdirSync(join(ROOT, '.build'), { recursive: true });
const house = mkdtempSync(join(ROOT, '.build/supply-chain-'));
const clock = compileClockShim();
afterAll(() => {
  rmSync(house, { recursive: true, force: true });
  if (typeof clock !== 'string') clock.remove();
});
if (typeof clock === 'string') process.stdout.write(`both builds at the same time of day: ${clock}\n`);

const HUNDRED_DAYS = 100 * 24 * 60 * 60 + 12_345;
const PLACES: readonly [Place, Place] = [
  {
    folder: join(house, 'a'),
    umask: '002',
    changed: 1_000_000_000,
    environment: { TZ: 'Pacific/Kiritimati', LANG: 'C' },
  },
  {
    folder: join(house, 'with a space/and deeper'),
    umask: '077',
    environment: {
      TZ: 'America/Anchorage',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: tmpdir(),
      USER: 'somebody-else',
      ...(typeof clock === 'string' ? {} : clock.environment(HUNDRED_DAYS)),
    },
  },
];

/** Two builds in two folders, of sources with other modes and times, at two moments, in two time zones and languages. */
describe('what is published', () => {
  let built: readonly Built[];
  beforeAll(() => {
    // The second from the first: in a tree that is being worked on, files change between two copies.
    const [one, other] = PLACES;
    furnish(other, furnish(one));
    built = PLACES.map(buildShipped);
  }, 600_000);

  it('has the same digest when somebody else builds it elsewhere at another time', () => {
    const [one, other] = built.map(digestsOf);
    process.stdout.write(formatDigests(one ?? []));
    expect(one?.map(({ name }) => name)).toContain('bauta-sdk-0.1.0.tgz');
    expect(other).toEqual(one);
  });

  it('and so has the wallet, file by file, from sources in another folder', () => {
    const [one, other] = built.map(({ wallet }) => listHashes(wallet));
    expect(one?.length).toBeGreaterThan(10);
    expect(other).toEqual(one);
  });

  it('names no folder of whoever built it', () => {
    const texts = built.flatMap(({ tarballs }) =>
      tarballs.map((path) => execFileSync('tar', ['-xzOf', path], { encoding: 'utf8', maxBuffer: 2 ** 26 })),
    );
    for (const text of texts) {
      expect([house, ROOT, tmpdir(), 'and deeper'].filter((place) => text.includes(place))).toEqual([]);
    }
  });

  it('brings our licence, and the notices of others where it holds code of theirs', () => {
    const [one] = built;
    const listed =
      one?.tarballs.map((path) => execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).split('\n')) ?? [];
    const texts = ['package/LICENSE', 'package/dist/THIRD_PARTY.txt'];
    const [, notices] = texts;
    expect(listed.map((names) => texts.filter((text) => names.includes(text)))).toEqual([
      texts,
      texts,
      texts.toSpliced(1),
    ]);
    for (const path of one?.tarballs.slice(0, 2) ?? []) {
      expect(execFileSync('tar', ['-xzOf', path, notices as string], { encoding: 'utf8' })).toMatch(/Copyright/);
    }
  });

  it('has modes that are nobody’s, and programs that can be started', () => {
    for (const path of built[1]?.tarballs ?? []) {
      const listed = execFileSync('tar', ['-tvzf', path], { encoding: 'utf8' }).trim().split('\n');
      const { bin = {} } = JSON.parse(
        execFileSync('tar', ['-xzOf', path, 'package/package.json'], { encoding: 'utf8' }),
      );
      const programs = Object.values<string>(bin).map((file) => `package/${file.replace('./', '')}`);
      for (const line of listed) {
        const name = line.split(' ').at(-1) as string;
        expect([name, line.slice(0, 10)]).toEqual([name, programs.includes(name) ? '-rwxr-xr-x' : '-rw-r--r--']);
      }
      expect(listed.length).toBeGreaterThan(programs.length);
    }
  });
});

it('the clock of the second build is another', { skip: typeof clock === 'string' }, () => {
  const environment = PLACES[1].environment ?? {};
  const env = { ...process.env, ...environment };
  const said = execFileSync(process.execPath, ['-p', 'Date.now()'], { encoding: 'utf8', env });
  expect(Number(said) - Date.now()).toBeGreaterThan(99 * 24 * 60 * 60 * 1000);
});

it('a digest of a folder changes with a name and with a byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-digest-'));
  try {
    execFileSync('sh', ['-c', 'mkdir b && printf x > b/one && printf y > a'], { cwd: folder });
    const before = listHashes(folder);
    expect(before.map((line) => line.slice(64))).toEqual(['  a\n', '  b/one\n']);
    execFileSync('sh', ['-c', 'mv a c'], { cwd: folder });
    expect(listHashes(folder)).not.toEqual(before);
    execFileSync('sh', ['-c', 'mv c a && printf z > b/one'], { cwd: folder });
    expect(listHashes(folder)).not.toEqual(before);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('y');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
