import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandGiven } from '../commands/command.ts';
import { ConfigurationFault, type ExitCode } from '../exit-codes.ts';
import { LANGUAGES } from '../text.ts';
import { nextDue, shortInstant, sitesDue, waitUntil } from './every.ts';
import { type History, openHistory, replaceFile } from './history.ts';
import { takeLock } from './lock.ts';
import { renderOverview } from './overview/render-overview.ts';
import { exitOfRound } from './round-exit.ts';
import { type RunSite, runRound } from './run-round.ts';
import { readSiteList, type WatchedSite } from './site-list.ts';
import { tellRow } from './tell-row.ts';
import type { WatchOptions } from './watch-options.ts';
import { WATCH_WORDS } from './words.ts';

export interface WatchGiven extends Pick<CommandGiven, 'language' | 'print' | 'progress' | 'now'> {
  readonly options: WatchOptions;
  readonly runSite: RunSite;
  /** ms */
  readonly wait: (ms: number) => Promise<unknown>;
  /** Told how to give the folder free, for a process that is ended from outside. */
  readonly onLocked?: (release: () => void) => void;
}

/**
 * Follows the sites of a list: one round, or one after the other for as long as the process lives.
 * @returns how the one round ended
 * @throws ConfigurationFault before anything has begun
 */
export async function keepWatch(given: WatchGiven): Promise<ExitCode> {
  const { options, language, print, now, wait } = given;
  const { every } = options;
  const words = WATCH_WORDS[language].terminal;
  let sites = readList(options.list);
  mkdirSync(options.out, { recursive: true });
  const release = takeLock({ dir: options.out, now, tell: (text) => print(text[language]) });
  given.onLocked?.(release);
  try {
    const history = openHistory(options.out);
    if (every === undefined) return await goRound(given, sites, sites, history);
    const last = (site: string): number | undefined => {
      const run = history.lastOf(site);
      return run && Date.parse(run.at);
    };
    for (;;) {
      const due = sitesDue(sites, last, every, now());
      if (due.length > 0) await goRound(given, sites, due, history);
      else print(words.nothingDue);
      const next = nextDue(sites, last, every, now());
      print(words.next(shortInstant(next, language)));
      await waitUntil(next, now, wait);
      sites = readAgain(given) ?? sites;
    }
  } finally {
    release();
  }
}

async function goRound(
  { options, language, print, progress, now, runSite }: WatchGiven,
  all: readonly WatchedSite[],
  sites: readonly WatchedSite[],
  history: History,
): Promise<ExitCode> {
  const { out, every, concurrency } = options;
  const words = WATCH_WORDS[language].terminal;
  // After each site, so that what is seen there is true even if the round is broken off.
  const showAll = (): void => {
    for (const one of LANGUAGES) {
      const given = { sites: all, runs: history.runs(), now: now(), ...(every === undefined ? {} : { every }) };
      replaceFile(join(out, `overview.${one}.html`), renderOverview(given, one));
    }
  };
  print(words.begins(sites.length));
  const rows = await runRound({
    sites,
    history,
    dir: out,
    concurrency,
    runSite,
    now,
    tell(row) {
      if (row.error !== undefined) progress(words.fault(row.site.address.host, stackOf(row.error)));
      print(tellRow(row, language));
      showAll();
    },
  });
  const news = rows.filter(({ change }) => change.breaches.length > 0).length;
  if (news > 0) print(words.newBreaches(news));
  print(words.overview(join(out, `overview.${language}.html`)));
  return exitOfRound(rows);
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** A list may be written anew while a watch goes on. @returns undefined where it cannot be used as it is */
function readAgain({ options, language, print }: WatchGiven): readonly WatchedSite[] | undefined {
  try {
    return readList(options.list);
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error;
    print(error.text[language]);
    print(WATCH_WORDS[language].terminal.listKept);
    return undefined;
  }
}

function readList(path: string): readonly WatchedSite[] {
  return readSiteList(read(path), path);
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new ConfigurationFault({
      en: `watch: the list ${path} cannot be read`,
      fr: `watch\u00a0: la liste ${path} est illisible`,
    });
  }
}
