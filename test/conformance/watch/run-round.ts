import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationFault, TargetUnreachable } from '../exit-codes.ts';
import { registeredNameOf } from '../reading/same-site.ts';
import { type Change, compareRuns } from './compare-runs.ts';
import type { History } from './history.ts';
import { type RunResult, recordRun } from './record-run.ts';
import type { WatchedSite } from './site-list.ts';
import type { SiteRun } from './site-run.ts';

/** Runs the whole of the site plan on one site. Throws as `site` does. @param folder of its report, from the watch's own */
export type RunSite = (site: WatchedSite, folder: string) => Promise<RunResult>;

/** One site of a round, when its run has ended. */
export interface RoundRow {
  readonly site: WatchedSite;
  readonly run: SiteRun;
  readonly change: Change;
  /** What the suite stumbled over; undefined unless `run.verdict` is `fault`. */
  readonly error?: unknown;
}

export interface RoundGiven {
  readonly sites: readonly WatchedSite[];
  readonly history: History;
  readonly dir: string;
  /** Sites at once at most; never two of one registered name. */
  readonly concurrency: number;
  readonly runSite: RunSite;
  /** ms */
  readonly now: () => number;
  readonly tell: (row: RoundRow) => void;
}

/**
 * One round over the sites. A site that does not answer, or over which the suite stumbles, ends nothing.
 * @throws ConfigurationFault what is wrong for one site is so for all; those that are under way are waited for first
 */
export async function runRound(given: RoundGiven): Promise<readonly RoundRow[]> {
  const { concurrency, tell } = given;
  const waiting = [...given.sites];
  const underWay = new Map<string, Promise<void>>();
  const rows: RoundRow[] = [];
  let fault: unknown;

  const startNext = (): boolean => {
    const at = waiting.findIndex((site) => !underWay.has(registeredNameOf(site.address.hostname)));
    const [site] = at < 0 ? [] : waiting.splice(at, 1);
    if (site === undefined) return false;
    const name = registeredNameOf(site.address.hostname);
    const running = runOne(site, given)
      .then((row) => {
        rows.push(row);
        tell(row);
      })
      .catch((error: unknown) => {
        fault ??= error;
      })
      .finally(() => underWay.delete(name));
    underWay.set(name, running);
    return true;
  };

  for (;;) {
    while (fault === undefined && underWay.size < concurrency && startNext());
    if (underWay.size === 0) break;
    await Promise.race(underWay.values());
  }
  if (fault !== undefined) throw fault;
  return rows;
}

async function runOne(site: WatchedSite, { history, dir, runSite, now }: RoundGiven): Promise<RoundRow> {
  const at = new Date(now()).toISOString();
  const before = history.lastOf(site.origin);
  const folder = nameFolder(dir, site, at);
  const [result, error] = await attempt(() => runSite(site, folder));
  const run = recordRun({ site: site.origin, at, folder, result, before });
  history.add(run);
  return { site, run, change: compareRuns(before, run), ...(error === undefined ? {} : { error }) };
}

async function attempt(act: () => Promise<RunResult>): Promise<readonly [RunResult, unknown?]> {
  try {
    return [await act()];
  } catch (error) {
    if (error instanceof ConfigurationFault) throw error;
    if (error instanceof TargetUnreachable) return [{ kind: 'unreachable' }];
    return [{ kind: 'fault' }, error];
  }
}

/** `site.example/2026-11-22T191245Z`, which every file system takes; numbered where there is one already. */
function nameFolder(dir: string, { address }: WatchedSite, at: string): string {
  const host = address.host.replace(/[[\]]/g, '').replace(/:/g, '_');
  const name = `${host}/${at.replace(/:/g, '').replace(/\.\d+/, '')}`;
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(dir, folder))) return folder;
  }
}
