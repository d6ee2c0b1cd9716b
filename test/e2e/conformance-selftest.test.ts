import { describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { ALL_FIXTURES } from '../conformance/badgate/all-fixtures.ts';
import type { Fixture } from '../conformance/badgate/fixture.ts';
import { tryFixture } from '../conformance/badgate/selftest.ts';
import { CHECK_IDS } from '../conformance/catalogue/check-ids.ts';

/** What is decided without a browser. */
const OVER_HTTP = ['S-01', 'S-02', 'S-03', 'S-06', 'S-10', 'S-12', 'S-13', 'S-14', 'S-15', 'S-16', 'S-17', 'S-19'];
/** Nobody can break these from outside: they are somebody's word, or advice. */
const UNBREAKABLE = ['I-10', 'I-11', 'S-19'];
/** A whole run takes the better part of an hour (`npm run conformance:selftest`), so here a few of each kind. */
const IN_A_BROWSER = ['vendor-script-unlocks', 'honest-vendor'];
const ISSUERS = ['keys-by-cookie', 'wrong-signature-now-and-then'];
/** Lends no test clock, so that a minute and a half would be waited for its sessions. */
const WITHOUT_CLOCK = ['honest-express'];

const named = (names: readonly string[]): readonly Fixture[] => ALL_FIXTURES.filter(({ name }) => names.includes(name));

/** The honest sites, and for each check the first that fails it alone. */
function oneOfEach(): readonly Fixture[] {
  const sites = ALL_FIXTURES.filter(({ plan }) => plan === 'site');
  const broken = OVER_HTTP.flatMap((id) => sites.find(({ fails }) => fails.length === 1 && fails[0] === id) ?? []);
  return [...broken, ...sites.filter(({ fails }) => fails.length === 0)];
}

async function expectExact(
  fixture: Fixture,
  given: { readonly browser?: string; readonly checks?: readonly string[] },
) {
  const faults: string[] = [];
  const tried = await tryFixture(fixture, { ...given, now: Date.now, tell: (line) => void faults.push(line) });
  const { missed, false: alarms, outcomes } = tried;
  expect({ missed, alarms, faults }, JSON.stringify(outcomes, null, 1)).toEqual({ missed: [], alarms: [], faults: [] });
}

describe('badgate', () => {
  it('holds at least 40 broken targets, three honest ones, and one for every check that can fail', () => {
    const broken = ALL_FIXTURES.filter(({ fails }) => fails.length > 0);
    expect(broken.length).toBeGreaterThanOrEqual(40);
    expect(ALL_FIXTURES.length - broken.length).toBeGreaterThanOrEqual(3);
    expect(new Set(ALL_FIXTURES.map(({ name }) => name)).size).toBe(ALL_FIXTURES.length);
    const unbroken = CHECK_IDS.filter((id) => !broken.some(({ fails }) => fails.includes(id)));
    expect(unbroken.toSorted()).toEqual(UNBREAKABLE.toSorted());
  });

  describe('sites over HTTP', { timeout: 120_000 }, () => {
    it.each(oneOfEach())('$name fails exactly $fails', (fixture) =>
      expectExact(fixture, {
        checks: OVER_HTTP.filter((id) => id !== 'S-10' || !WITHOUT_CLOCK.includes(fixture.name)),
      }),
    );
  });

  describe('issuers', { timeout: 120_000 }, () => {
    it.each(named(ISSUERS))('$name fails exactly $fails', (fixture) => expectExact(fixture, {}));
  });

  describe.skipIf(whyNoBrowser)(
    `in a browser${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
    { timeout: 240_000 },
    () => {
      it.each(named(IN_A_BROWSER))('$name fails exactly $fails', (fixture) =>
        expectExact(fixture, { browser: findChromium() as string }),
      );
    },
  );
});
