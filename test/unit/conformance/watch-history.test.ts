import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Text } from '../../conformance/text.ts';
import { openHistory } from '../../conformance/watch/history.ts';
import { takeLock } from '../../conformance/watch/lock.ts';
import { finding, noRun, run } from './watch-sample.ts';

const HISTORY_FILE = 'history.json';
const LOCK_FILE = 'watch.lock';
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'watch-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the history', () => {
  const first = run({ findings: [finding('S-03/media')] });
  const second = noRun('unreachable', { standing: first.findings, at: '2026-11-25T09:12:04.120Z' });

  test('is read as it was written, and is in the file at once', () => {
    const history = openHistory(dir);
    expect(history.lastOf(first.site)).toBeUndefined();
    history.add(first);
    expect(openHistory(dir).runs()).toEqual([first]);
    history.add(second);
    history.add(run({ site: 'https://other.example' }));
    expect(openHistory(dir).runs().slice(0, 2)).toEqual([first, second]);
    expect(openHistory(dir).lastOf(first.site)).toEqual(second);
    expect(readdirSync(dir)).toEqual([HISTORY_FILE]);
  });

  test('outlives a write that was broken off, and one that could not be made', () => {
    const history = openHistory(dir);
    history.add(first);
    const path = join(dir, HISTORY_FILE);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(`${path}.draft`, whole.slice(0, 40));
    expect(openHistory(dir).runs()).toEqual([first]);
    rmSync(`${path}.draft`);
    mkdirSync(`${path}.draft`);
    expect(() => history.add(second)).toThrow();
    expect(readFileSync(path, 'utf8')).toBe(whole);
    expect(history.runs()).toEqual([first]);
  });

  test.each([
    ['not JSON', '{"schema":'],
    ['another schema', '{"schema":"x","runs":[]}'],
    ['a site that is no origin', JSON.stringify(first).replace('https://video.example', 'javascript:alert(1)')],
    ['a report elsewhere', JSON.stringify({ ...first, report: '../elsewhere' })],
    ['a report at an address', JSON.stringify({ ...first, report: 'https://elsewhere.example' })],
    ['a verdict that there is not', JSON.stringify({ ...first, verdict: 'fine' })],
    ['a member that is not known', JSON.stringify({ ...first, more: 1 })],
  ])('is left as it is and refused where it holds %s', (_, text) => {
    const content = text.startsWith('{"schema"')
      ? text
      : `{"schema":"urn:bauta:schema:conformance-history:1","runs":[${text}]}`;
    writeFileSync(join(dir, HISTORY_FILE), content);
    expect(() => openHistory(dir)).toThrow(/^--out: .*history\.json/);
    expect(readFileSync(join(dir, HISTORY_FILE), 'utf8')).toBe(content);
  });
});

describe('a folder', () => {
  const told: Text[] = [];
  const take = () =>
    takeLock({ dir, now: () => Date.parse('2026-11-22T10:00:00Z'), tell: (text) => void told.push(text) });
  const path = () => join(dir, LOCK_FILE);
  const hold = (pid: number, host = hostname()): void =>
    writeFileSync(path(), JSON.stringify({ pid, host, since: '2026-11-21T03:00:00.000Z' }));
  /** The number of a process that has ended. */
  const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;
  beforeEach(() => void told.splice(0));

  test('is one watch’s at a time, and free when that has ended', () => {
    const release = take();
    expect(() => take()).toThrow(new RegExp(`another watch \\(process ${process.pid}, since 2026-11-22`));
    release();
    release();
    expect(existsSync(path())).toBe(false);
    take()();
    expect(told).toEqual([]);
  });

  test('is refused while another process is at work there', () => {
    hold(process.ppid);
    expect(() => take()).toThrow(`process ${process.ppid}`);
    expect(existsSync(path())).toBe(true);
  });

  test('is taken over from a watch that was ended, which is told', () => {
    const pid = gone();
    hold(pid);
    const release = take();
    expect(told.map(({ en }) => en)).toEqual([
      expect.stringContaining(`process ${pid}, since 2026-11-21T03:00:00.000Z`),
    ]);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ pid: process.pid });
    release();
    expect(readdirSync(dir)).toEqual([]);
  });

  test('is taken over from a process of the same number before a restart', () => {
    hold(process.pid);
    take()();
    expect(told).toHaveLength(1);
  });

  test('is left to a person where nobody here can know', () => {
    hold(gone(), 'another-machine');
    expect(() => take()).toThrow('a watch on another-machine');
    writeFileSync(path(), '{');
    expect(() => take()).toThrow('cannot be read');
    expect(readFileSync(path(), 'utf8')).toBe('{');
  });
});
