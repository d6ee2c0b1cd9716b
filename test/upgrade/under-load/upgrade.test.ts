import { setTimeout as pause } from 'node:timers/promises';
import type { HeldToken } from '@bauta/sdk/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoRedis } from '../../programs/redis.ts';
import { type Build, type Opened, openBuild, openFirst, TODAY } from '../builds/open-build.ts';
import { lastRelease, previousCommits } from '../builds/refs.ts';
import { LATER_LAYOUT, writeLayout } from '../layout.ts';
import { type House, openHouse } from './house.ts';
import type { Part } from './part.ts';
import { openVisitors, type Shown, type Visitors } from './visitors.ts';

/** Seconds of load before the first process is started anew, and after the last. */
const CALM = Math.max(2, Number(process.env.BAUTA_UPGRADE_CALM ?? 0));
/** Seconds of load after each, in which builds stand side by side. */
const BETWEEN = Math.min(CALM / 2, 10);
/** The most tokens of a site that are shown a second time: the first, which the former build took, and the last. */
const AGAIN = 30;
/** What a store says whose layout is later than the program. */
const LATER = /ERR_STORE_UNAVAILABLE/;

/** What people upgrade from. */
const FORMER: Readonly<Record<string, Opened>> = {
  'the commit before': openFirst(previousCommits()),
  'the last release': openBuild(lastRelease()),
};

for (const [what, opened] of Object.entries(FORMER)) {
  const why = 'why' in opened ? `: ${opened.why}` : '';
  const former = 'build' in opened ? opened.build : TODAY;

  describe.skipIf(why)(`an upgrade from ${what}, process by process, while people come${why}`, () => {
    let house: House;
    let visitors: Visitors;
    let keptBack: HeldToken[] = [];

    const sitesOf = (): readonly string[] => house.sites.map(({ origin }) => origin);
    const keptBackFor = (site: string): Shown => ({ site, token: keptBack.pop() as HeldToken });

    beforeAll(async () => {
      house = await openHouse(former);
      visitors = openVisitors(house.rooms.origins, sitesOf());
      await visitors.settle();
      keptBack = await visitors.mint();
      await pause(CALM * 1000);
      for (const part of house.parts) {
        await part.change(TODAY);
        await pause(BETWEEN * 1000);
      }
      await pause(CALM * 1000);
      await visitors.stop();
      const { minted, shown, races, looks, waits } = visitors.visits;
      process.stdout.write(
        `${former.name} to ${TODAY.name}: ${house.parts.length} processes started anew, ${minted} tokens minted, ` +
          `${shown.length} shown, ${races} of them by two at once, ${looks} looks at open sessions, ` +
          `${waits} times nobody was there and was asked again\n`,
      );
    }, 600_000);

    afterAll(async () => {
      await visitors?.stop();
      await house?.close();
      former.remove();
    });

    it('refuses no honest token, takes none from two at once, and answers nobody with a fault', () => {
      expect(visitors.visits.faults).toEqual([]);
      for (const origin of sitesOf()) {
        expect(visitors.visits.shown.filter(({ site }) => site === origin).length).toBeGreaterThan(0);
      }
      expect(visitors.visits.races).toBeGreaterThan(0);
    });

    it('leaves the sessions open that were opened before it', async () => {
      for (const session of visitors.visits.sessions) expect(await visitors.look(session)).toBe(200);
    });

    it('takes tokens that were minted before it', async () => {
      for (const site of sitesOf()) expect(await visitors.show(keptBackFor(site))).toBe(200);
    });

    it('takes none twice that was shown before or during it', async () => {
      expect(await showAgain()).toEqual([403]);
    });

    it.skipIf(whyNoRedis)(`has a site on Redis too${whyNoRedis ? `: ${whyNoRedis}` : ''}`, () => {
      expect(sitesOf().filter((site) => site.includes('on-redis'))).toHaveLength(1);
    });

    it('has a way back, to the same stores or to words that refuse them', async () => {
      const refused: string[] = [];
      for (const part of house.parts) {
        const fault = await faultOf(part, former);
        if (fault === undefined) continue;
        refused.push(part.name);
        expect(fault).toMatch(LATER);
        await part.change(TODAY);
      }
      process.stdout.write(`${TODAY.name} to ${former.name}: refused by ${refused.join(', ') || 'none'}\n`);
      for (const token of (await visitors.mint()).slice(0, 2)) keptBack.push(token);
      for (const site of sitesOf()) expect(await visitors.show(keptBackFor(site))).toBe(200);
      for (const session of visitors.visits.sessions) expect(await visitors.look(session)).toBe(200);
      expect(await showAgain()).toEqual([403]);
      expect(visitors.visits.faults).toEqual([]);
    }, 120_000);

    it('leaves a store as it is whose layout the former build does not know', async () => {
      const part = house.parts.find(({ store }) => store !== undefined) as Part & { readonly store: string };
      const layout = writeLayout(part.store, LATER_LAYOUT);
      expect(await faultOf(part, former)).toMatch(LATER);
      expect(writeLayout(part.store, layout)).toBe(LATER_LAYOUT);
    });

    /** @returns the statuses of those who show tokens anew that opened a site. */
    async function showAgain(): Promise<readonly number[]> {
      const answers = new Set<number>();
      for (const origin of sitesOf()) {
        const shown = visitors.visits.shown.filter(({ site }) => site === origin);
        const again = shown.length <= 2 * AGAIN ? shown : [...shown.slice(0, AGAIN), ...shown.slice(-AGAIN)];
        for (const one of again) answers.add(await visitors.show(one));
      }
      return [...answers];
    }
  });
}

/** @returns what it said as it ended; undefined: it runs. */
async function faultOf(part: Part, build: Build): Promise<string | undefined> {
  try {
    await part.change(build);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
