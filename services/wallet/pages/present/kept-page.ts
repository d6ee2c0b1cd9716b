const KEPT_AS = 'bauta.kept';

const DAY = 86_400;
/** Seconds after which the page is fetched again though it is the same: a year after, a presentation would do it. */
const RENEW_AFTER = 330 * DAY;

interface KeptPage {
  /** What the page says of its build. */
  readonly build: string;
  /**
   * On which day it was fetched: its beginning (UTC) in Unix seconds, by the device's clock. A year is counted well
   * enough in days, and the second would be a mark by which this wallet's top-up could be told from every other.
   */
  readonly since: number;
}

/**
 * Called by `/present` at the end of a top-up: writes down which build of it this browser keeps, and since when. It is
 * all that the page does about its own age, since what it does is fixed for a year.
 */
export function noteKeptPage(now: number): void {
  const build = readBuild();
  if (build === undefined) return;
  const known = readKeptPage();
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isFetched = navigation === undefined || navigation.transferSize > 0;
  const since = !isFetched && known?.build === build ? known.since : now - (now % DAY);
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ build, since } satisfies KeptPage));
  } catch {
    // A browser that keeps nothing for us: the next top-up leaves the page as it is.
  }
}

/**
 * Called by `/app/`, which is fetched anew each time and so is of the present build: the way to `/present#done`
 * (`passages.ts`). What the browser keeps is renewed when it is of another build, or so old that it would soon lapse,
 * and never otherwise; each top-up takes one way once, so that nothing can go round.
 */
export function wayToDone(now: number): '/warm' | '/renew' {
  const kept = readKeptPage();
  if (kept === undefined) return '/warm';
  return kept.build === readBuild() && now - kept.since < RENEW_AFTER ? '/warm' : '/renew';
}

/** Every page of one build has the same in its footer. */
function readBuild(): string | undefined {
  return document.querySelector('footer')?.textContent?.trim() || undefined;
}

function readKeptPage(): KeptPage | undefined {
  try {
    const { build, since } = JSON.parse(localStorage.getItem(KEPT_AS) ?? '');
    return typeof build === 'string' && Number.isSafeInteger(since) ? { build, since } : undefined;
  } catch {
    return undefined;
  }
}
