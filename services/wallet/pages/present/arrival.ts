import { type RequestAge, watchRequestAge } from './request-age.ts';

/** How a request came into this page. */
export interface Arrival {
  /** What stood behind the `#`. */
  readonly fragment: string;
  readonly age: RequestAge;
  /** Aborted when the page is left: whatever was under way then ends. */
  readonly life: AbortController;
  /** Fulfilled when the page comes back after it was left: it has nothing to do any more. */
  readonly isOver: Promise<'over'>;
  /** Goes on in another page of the wallet, which takes this one's place. */
  goOnIn(path: string): void;
}

/** In this tab alone, and no longer than the way from one page to the other takes. */
const ELAPSED = 'bauta.elapsed';

/** Reads the fragment once, and out of the history at once: what stands there later is not looked at. */
export function receive(): Arrival {
  const fragment = location.hash.slice(1);
  const forget = (): void => history.replaceState(null, '', location.pathname);
  forget();
  addEventListener('hashchange', forget);
  const age = watchRequestAge({ steady: () => performance.now(), wall: () => Date.now() }, takeElapsed());
  const life = new AbortController();
  const isOver = new Promise<'over'>((resolve) => {
    addEventListener('pagehide', () => life.abort());
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) resolve('over');
    });
  });
  return {
    fragment,
    age,
    life,
    isOver,
    goOnIn(path) {
      keepElapsed(age.elapsed());
      location.replace(`${path}#${fragment}`);
    },
  };
}

/** A browser that keeps nothing for us cannot hold a wallet either. */
function keepElapsed(milliseconds: number): void {
  try {
    sessionStorage.setItem(ELAPSED, String(Math.ceil(milliseconds)));
  } catch {
    // As said above.
  }
}

function takeElapsed(): number {
  try {
    const kept = Number(sessionStorage.getItem(ELAPSED) ?? 0);
    sessionStorage.removeItem(ELAPSED);
    return Number.isFinite(kept) && kept > 0 ? kept : 0;
  } catch {
    return 0;
  }
}
