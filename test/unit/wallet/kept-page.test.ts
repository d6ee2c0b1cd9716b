import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteKeptPage, wayToDone } from '../../../services/wallet/pages/present/kept-page.ts';

const DAY = 86_400;
/** The beginning of a day, and some time of it. */
const TODAY = 1_800_000_000 - (1_800_000_000 % DAY);
const NOW = TODAY + 54_321;

/** A page of this build, got over the network or out of the browser's cache. */
function enterPage(build: string, transferSize = 0): void {
  vi.stubGlobal('document', { querySelector: () => ({ textContent: ` ${build}\n` }) });
  vi.stubGlobal('performance', { getEntriesByType: () => [{ transferSize }] });
}

describe('the page that the browser keeps', () => {
  let kept: Map<string, string>;

  beforeEach(() => {
    kept = new Map();
    const localStorage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    };
    vi.stubGlobal('localStorage', localStorage);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is renewed when it is of another build, and only then', () => {
    enterPage('Version a', 1000);
    noteKeptPage(NOW);
    expect(wayToDone(NOW + 7 * DAY)).toBe('/warm');
    enterPage('Version b');
    expect(wayToDone(NOW + 7 * DAY)).toBe('/renew');
    enterPage('Version b', 1000);
    noteKeptPage(NOW + 7 * DAY);
    expect(wayToDone(NOW + 7 * DAY)).toBe('/warm');
  });

  it('is renewed before it lapses, counted from when it was fetched and not from when it was last seen', () => {
    enterPage('Version a', 1000);
    noteKeptPage(NOW);
    enterPage('Version a');
    noteKeptPage(NOW + 300 * DAY);
    expect(wayToDone(TODAY + 330 * DAY - 1)).toBe('/warm');
    expect(wayToDone(TODAY + 330 * DAY)).toBe('/renew');
    enterPage('Version a', 1000);
    noteKeptPage(NOW + 330 * DAY);
    expect(wayToDone(NOW + 331 * DAY)).toBe('/warm');
  });

  it('is written down with the day on which it was fetched, and no hour of it', () => {
    enterPage('Version a', 1000);
    for (const at of [TODAY, NOW, TODAY + DAY - 1]) {
      noteKeptPage(at);
      expect(JSON.parse(kept.get('bauta.kept') ?? '')).toEqual({ build: 'Version a', since: TODAY });
    }
    noteKeptPage(TODAY + DAY);
    expect(JSON.parse(kept.get('bauta.kept') ?? '').since).toBe(TODAY + DAY);
  });

  it.each(['', 'null', '{}', '{"build":1,"since":2}', '{"build":"Version a","since":"x"}', '{'])(
    'is left alone when what is written of it says nothing: %j',
    (written) => {
      enterPage('Version a');
      kept.set('bauta.kept', written);
      expect(wayToDone(NOW)).toBe('/warm');
    },
  );

  it('is left alone where the browser keeps nothing for us', () => {
    enterPage('Version a', 1000);
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
    expect(() => noteKeptPage(NOW)).not.toThrow();
    expect(wayToDone(NOW)).toBe('/warm');
  });
});
