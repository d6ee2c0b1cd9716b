import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationFault, TargetUnreachable } from '../../conformance/exit-codes.ts';
import { nextDue, sitesDue, waitUntil } from '../../conformance/watch/every.ts';
import { openHistory } from '../../conformance/watch/history.ts';
import { keepWatch, type WatchGiven } from '../../conformance/watch/keep-watch.ts';
import type { RunResult } from '../../conformance/watch/record-run.ts';
import { type RoundRow, type RunSite, runRound } from '../../conformance/watch/run-round.ts';
import type { RunFinding } from '../../conformance/watch/site-run.ts';
import { makeSample } from './sample-report.ts';
import { finding, site } from './watch-sample.ts';

const { report: sample } = makeSample();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-22T03:00:00.000Z');

let dir = '';
let now = START;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'watch-'));
  now = START;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What a run comes to that found these. */
function found(...findings: readonly RunFinding[]): RunResult {
  const breaches = findings.filter(({ weight }) => weight === 'breach').length;
  const verdict = breaches > 0 ? 'breach' : 'no-breach';
  const checks = ['S-01', 'S-03'].map((id) => {
    const outcome = findings.some(({ check }) => check === id) ? ('failed' as const) : ('passed' as const);
    return { id, outcome };
  });
  return {
    kind: 'report',
    exit: breaches > 0 ? 1 : 0,
    report: { ...sample, verdict, breaches, wouldBreach: 0, findings, checks },
  };
}

describe('a round', () => {
  const round = (
    hosts: readonly string[],
    runSite: RunSite,
    concurrency = 2,
    tell = (_: RoundRow): void => undefined,
  ) =>
    runRound({
      sites: hosts.map((host) => site(host)),
      history: openHistory(dir),
      dir,
      concurrency,
      runSite,
      now: () => now,
      tell,
    });

  test('writes each site down before it tells of it, with what changed', async () => {
    const told: string[] = [];
    const runSite: RunSite = async ({ address }) =>
      found(...(address.host === 'a.example' ? [finding('S-03/media')] : []));
    await round(['a.example', 'b.example'], runSite, 1, ({ run, change }) => {
      expect(openHistory(dir).lastOf(run.site)).toEqual(run);
      told.push(`${run.site} ${run.verdict} ${change.isFirst} ${change.breaches.length}`);
    });
    const again = await round(['a.example'], runSite);
    expect(told).toEqual(['https://a.example breach true 1', 'https://b.example no-breach true 0']);
    expect(again.map(({ change }) => [change.isFirst, change.breaches])).toEqual([[false, []]]);
    expect(openHistory(dir).runs()).toHaveLength(3);
  });

  test('goes on past a site that does not answer, and one over which the suite stumbles', async () => {
    const rows = await round(['a.example', 'b.example', 'c.example'], async ({ address }) => {
      if (address.host === 'a.example') throw new TargetUnreachable('no answer');
      if (address.host === 'b.example') throw new TypeError('stumbled');
      return found();
    });
    const byHost = new Map(rows.map((row) => [row.site.name, row]));
    expect(byHost.get('a.example')?.run.verdict).toBe('unreachable');
    expect(byHost.get('a.example')).not.toHaveProperty('error');
    expect(byHost.get('b.example')).toMatchObject({ run: { verdict: 'fault' }, error: new TypeError('stumbled') });
    expect(byHost.get('c.example')?.run.verdict).toBe('no-breach');
  });

  test('stops where nothing can be run as it was told, and keeps what was seen', async () => {
    const asked: string[] = [];
    const going = round(['a.example', 'b.example', 'c.example'], async ({ address }) => {
      asked.push(address.host);
      if (address.host === 'b.example') throw new ConfigurationFault('--tokens: gone');
      await Promise.resolve();
      return found();
    });
    await expect(going).rejects.toThrow('--tokens: gone');
    expect(asked).toEqual(['a.example', 'b.example']);
    expect(
      openHistory(dir)
        .runs()
        .map((run) => run.site),
    ).toEqual(['https://a.example']);
  });

  test('runs as many at once as it was told, and never two of one name', async () => {
    const hosts = ['a.example', 'www.a.example', 'b.example', 'c.example', 'd.example', 'cdn.b.example'];
    const underWay = new Set<string>();
    const together: string[][] = [];
    await round(
      hosts,
      async ({ address }) => {
        underWay.add(address.host);
        together.push([...underWay]);
        await new Promise((resolve) => setImmediate(resolve));
        underWay.delete(address.host);
        return found();
      },
      3,
    );
    expect(Math.max(...together.map((hosts) => hosts.length))).toBe(3);
    const named = (hosts: readonly string[]) => hosts.map((host) => host.split('.').slice(-2).join('.'));
    expect(together.filter((hosts) => new Set(named(hosts)).size < hosts.length)).toEqual([]);
    expect(together).toHaveLength(hosts.length);
  });

  test('gives each run a folder of its own that any file system takes', async () => {
    const folders: string[] = [];
    const runSite: RunSite = async (_, folder) => {
      folders.push(folder);
      mkdirSync(join(dir, folder), { recursive: true });
      return found();
    };
    for (const host of ['a.example', 'a.example', 'localhost:4000', '[::1]:4000']) await round([host], runSite);
    expect(folders).toEqual([
      'a.example/2026-11-22T030000Z',
      'a.example/2026-11-22T030000Z-2',
      'localhost_4000/2026-11-22T030000Z',
      '__1_4000/2026-11-22T030000Z',
    ]);
    expect(
      openHistory(dir)
        .runs()
        .map(({ report }) => report),
    ).toEqual(folders);
  });
});

describe('whose turn it is', () => {
  const sites = [site('a.example'), site('b.example'), site('new.example')];
  const last = (origin: string) => ({ 'https://a.example': START, 'https://b.example': START + HOUR })[origin];
  const due = (at: number) => sitesDue(sites, last, DAY, at).map(({ name }) => name);

  test('is that of the new at once, and of all of a round together', () => {
    expect(due(START + 2 * HOUR)).toEqual(['new.example']);
    expect(due(START + DAY)).toEqual(['a.example', 'b.example', 'new.example']);
  });

  test('comes when the oldest is old enough, and never in the past', () => {
    expect(nextDue(sites.slice(0, 2), last, DAY, START + HOUR)).toBe(START + DAY);
    expect(nextDue(sites, last, DAY, START + HOUR)).toBe(START + HOUR);
    expect(nextDue(sites.slice(0, 2), last, DAY, START + 9 * DAY)).toBe(START + 9 * DAY);
  });

  test('is waited for longer than a timer can count, looking at the clock again and again', async () => {
    const waits: number[] = [];
    await waitUntil(
      START + 30 * DAY,
      () => now,
      async (ms) => {
        waits.push(ms);
        // A machine that sleeps wakes later than it was told to.
        now += waits.length === 3 ? 29 * DAY : ms;
      },
    );
    expect(Math.max(...waits)).toBeLessThan(2 ** 31);
    expect(now).toBeGreaterThanOrEqual(START + 30 * DAY);
    expect(now).toBeLessThan(START + 30 * DAY + HOUR);
  });
});

describe('a watch', () => {
  const printed: string[] = [];
  const progress: string[] = [];
  let list = '';
  beforeEach(() => {
    printed.splice(0);
    progress.splice(0);
    list = join(dir, 'sites.txt');
    writeFileSync(list, 'https://a.example Un site\nhttps://b.example\n');
  });
  const given = (
    runSite: RunSite,
    told: Partial<WatchGiven['options']> = {},
    more: Partial<WatchGiven> = {},
  ): WatchGiven => ({
    options: { list, out: join(dir, 'out'), concurrency: 2, runArgs: [], ...told },
    runSite,
    language: 'en',
    print: (line) => void printed.push(line),
    progress: (line) => void progress.push(line),
    now: () => now,
    wait: () => Promise.reject(new Error('nothing waits here')),
    ...more,
  });
  const breach: RunSite = async ({ address }) =>
    found(...(address.host === 'a.example' ? [finding('S-03/media')] : []));

  test('ends with 1 on a new breach, and with 0 when it is known', async () => {
    expect(await keepWatch(given(breach))).toBe(1);
    expect(printed).toEqual([
      'A round over 2\u00a0sites begins.',
      'B  a.example  Breach found. First run · New breach: S-03',
      'N  b.example  No breach found. First run',
      'New breaches at 1\u00a0site in this round.',
      `Overview: ${join(dir, 'out', 'overview.en.html')}`,
    ]);
    expect(await keepWatch(given(breach))).toBe(0);
    expect(readdirSync(join(dir, 'out')).sort()).toEqual(['history.json', 'overview.en.html', 'overview.fr.html']);
    expect(readFileSync(join(dir, 'out', 'overview.fr.html'), 'utf8')).toContain('Un site');
  });

  test('says in its own words what the suite stumbled over, and goes on', async () => {
    const stumbles: RunSite = async ({ address }) => {
      if (address.host === 'a.example') throw new TypeError('stumbled');
      return found();
    };
    expect(await keepWatch(given(stumbles))).toBe(2);
    expect(progress).toEqual([expect.stringMatching(/^a\.example: a fault of the suite: TypeError: stumbled/)]);
  });

  test('begins nothing with a list that is wrong', async () => {
    writeFileSync(list, 'https://a.example\nb.example\n');
    await expect(keepWatch(given(breach))).rejects.toThrow('line 2');
    await expect(keepWatch(given(breach, { list: join(dir, 'none.txt') }))).rejects.toThrow('cannot be read');
    expect(existsSync(join(dir, 'out'))).toBe(false);
  });

  test('lets no second one into its folder, and leaves it free however it ends', async () => {
    const second: RunSite = async () => {
      await expect(keepWatch(given(breach))).rejects.toThrow('another watch');
      throw new ConfigurationFault('--tokens: gone');
    };
    await expect(keepWatch(given(second))).rejects.toThrow('--tokens: gone');
    expect(readdirSync(join(dir, 'out'))).toEqual([]);
    expect(await keepWatch(given(breach))).toBe(1);
  });

  test('goes round when it is time, with the list as it is then, and takes up where it was', async () => {
    const asked: string[] = [];
    const runSite: RunSite = async ({ address }) => {
      asked.push(`${(now - START) / DAY} ${address.host}`);
      return found();
    };
    const stop = new Error('stopped');
    const untilDay =
      (day: number, meanwhile: () => void = () => undefined) =>
      async (ms: number) => {
        if (now + ms > START + day * DAY) throw stop;
        now += ms;
        meanwhile();
      };
    const change = (): void =>
      writeFileSync(list, now < START + 1.5 * DAY ? 'https://b.example\nhttps://c.example\n' : 'b.example');
    await expect(keepWatch(given(runSite, { every: DAY }, { wait: untilDay(2.5, change) }))).rejects.toBe(stop);
    expect(asked).toEqual(['0 a.example', '0 b.example', '1 b.example', '1 c.example', '2 b.example', '2 c.example']);
    expect(printed).toContain('Next round: 2026-11-23 03:00 UTC. Ctrl-C ends the watch; the history is kept.');
    expect(printed.filter((line) => line.startsWith('The list cannot be used'))).toHaveLength(1);

    asked.splice(0);
    printed.splice(0);
    writeFileSync(list, 'https://b.example\nhttps://c.example\n');
    await expect(keepWatch(given(runSite, { every: DAY }, { wait: untilDay(3.5) }))).rejects.toBe(stop);
    expect(printed[0]).toBe('No site is due yet.');
    expect(asked).toEqual(['3 b.example', '3 c.example']);
  });
});
