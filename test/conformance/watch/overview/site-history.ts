import { type Change, compareRuns } from '../compare-runs.ts';
import type { WatchedSite } from '../site-list.ts';
import { SIGNS, type SiteRun, signOf } from '../site-run.ts';
import { isNews } from '../tell-change.ts';

/** How many runs a strip shows. */
export const STRIP = 12;

/** A site as the overview shows it. */
export interface SiteHistory {
  readonly site: WatchedSite;
  /** Its last runs, the latest last. */
  readonly runs: readonly SiteRun[];
  readonly latest?: { readonly run: SiteRun; readonly change: Change };
  /** The latest run that brought anything new. */
  readonly lastNews?: SiteRun;
  /** The latest that has a report. */
  readonly reported?: SiteRun;
}

/** The followed sites, the gravest first: new breaches, then by sign, then in the order of the list. */
export function followSites(sites: readonly WatchedSite[], all: readonly SiteRun[]): readonly SiteHistory[] {
  return sites
    .map((site) =>
      follow(
        site,
        all.filter((run) => run.site === site.origin),
      ),
    )
    .toSorted(byGravity);
}

export const hasNewBreach = ({ latest }: SiteHistory): boolean => (latest?.change.breaches.length ?? 0) > 0;

function follow(site: WatchedSite, runs: readonly SiteRun[]): SiteHistory {
  const run = runs.at(-1);
  if (run === undefined) return { site, runs };
  const changes = runs.map((after, i) => compareRuns(runs[i - 1], after));
  const lastNews = runs[changes.findLastIndex(isNews)];
  const reported = runs.findLast(({ report }) => report !== undefined);
  return {
    site,
    runs: runs.slice(-STRIP),
    latest: { run, change: changes.at(-1) as Change },
    ...(lastNews === undefined ? {} : { lastNews }),
    ...(reported === undefined ? {} : { reported }),
  };
}

const byGravity = (one: SiteHistory, other: SiteHistory): number => rank(one) - rank(other);

function rank(history: SiteHistory): number {
  if (history.latest === undefined) return SIGNS.length;
  return hasNewBreach(history) ? -1 : SIGNS.indexOf(signOf(history.latest.run));
}
