import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatFindings } from '../../../sdk/doctor/format-findings.ts';
import { examine, linesOf } from './examine.ts';
import { type Served, serveDirectory, serveSite } from './served-site.ts';

let issuer: Awaited<ReturnType<typeof serveDirectory>>;
let site: Served;
const folder = mkdtempSync(join(tmpdir(), 'bauta-doctor-'));
/** Where temporary files are memory, SQLite is not durable, and the doctor says so. */
const isMemory = statfsSync(folder).type === 0x01021994;
beforeAll(async () => {
  issuer = await serveDirectory();
  site = await serveSite(issuer.name);
  writeFileSync(join(folder, 'secret'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  const database = openSqlite(join(folder, 'site.db'));
  database.exec('CREATE TABLE t (a)');
  database.close();
  chmodSync(join(folder, 'site.db'), 0o600);
});
afterAll(async () => {
  await issuer.close();
  await site.close();
  rmSync(folder, { recursive: true });
});

function writeConfig(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const values = {
    origin: site.origin,
    issuer: issuer.name,
    wallet: 'https://wallet.example',
    secrets_file: 'secret',
    store: 'sqlite:site.db',
    ...changes,
  };
  const path = join(folder, name);
  writeFileSync(
    path,
    Object.entries(values)
      .map(([key, value]) => `${key} = "${value}"\n`)
      .join(''),
  );
  return path;
}

describe('a bauta.toml', () => {
  it.skipIf(isMemory)('that holds, with SQLite on a disk of this machine, is found well (not on tmpfs)', async () => {
    const { exit, all } = await examine([writeConfig('good.toml')]);
    expect(linesOf(all, 'fault')).toEqual([]);
    expect(all.map(({ check }) => check)).toEqual([
      ...['configuration', 'tls', 'clock', 'trust', 'headers', 'cookies', 'caches', 'canaries', 'store'],
    ]);
    expect(exit).toBe(0);
  });

  it('names the line of each fault', async () => {
    const file = writeConfig('faulty.toml', { issuer: 'https://issuer.example', store: 'file.db' });
    const { exit, all, examined } = await examine([file]);
    expect(all.map(({ line, sentence }) => [line, sentence.split(':')[0]])).toEqual([
      [2, 'issuer'],
      [5, 'store'],
    ]);
    expect(formatFindings(examined)).toContain(`→ ${file}:2: Correct this line.`);
    expect(exit).toBe(1);
  });

  it('that is not there is a fault', async () => {
    const { exit, all } = await examine([join(folder, 'none.toml')]);
    expect([exit, linesOf(all, 'fault')]).toEqual([1, [`configuration: ${join(folder, 'none.toml')} cannot be read.`]]);
  });

  it('with a store in memory names the line', async () => {
    const file = writeConfig('memory.toml', { store: 'memory:' });
    const { all, examined } = await examine([file]);
    expect(linesOf(all, 'fault')).toEqual([
      'store: The store is memory: after a restart every token opens its door again.',
    ]);
    expect(formatFindings(examined)).toContain(`→ ${file}:5: Keep it in sqlite:PATH`);
  });

  it.skipIf(isMemory)('with a SQLite file without a write-ahead log is at fault (not on tmpfs)', async () => {
    writeFileSync(join(folder, 'old.db'), Buffer.from([...Buffer.from('SQLite format 3\0'), 16, 0, 1, 1]), {
      mode: 0o600,
    });
    const { all } = await examine([writeConfig('old.toml', { store: 'sqlite:old.db' })]);
    expect(linesOf(all, 'fault')).toEqual(['store: The SQLite file has no write-ahead log.']);
  });

  it('with a Redis that is away cannot be judged', async () => {
    const { exit, all } = await examine([writeConfig('redis.toml', { store: 'redis://127.0.0.1:24499' })]);
    expect(linesOf(all, 'unknown')).toEqual([expect.stringMatching(/^store: Redis cannot be asked: /)]);
    expect(exit).toBe(2);
  });

  it('that differs from the gate that runs names issuer and wallet', async () => {
    const other = await serveDirectory();
    const file = writeConfig('other.toml', { issuer: other.name, wallet: 'https://other.example' });
    const { all } = await examine([file]);
    await other.close();
    expect(all.filter(({ verdict }) => verdict === 'fault').map(({ check, line }) => [check, line])).toEqual(
      expect.arrayContaining([
        ['trust', 2],
        ['cookies', 3],
      ]),
    );
  });
});
