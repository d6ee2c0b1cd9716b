import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../../browser/browser.ts';
import { WEDNESDAY } from '../../unit/wallet/world.ts';
import { type Act, type CrashGround, openCrashGround } from './crash-ground.ts';
import { bringWalletToRest, presentToSite } from './wallet-journeys.ts';

/** At how many moments of an enrolment or top-up the browser dies: a few drawn ones, or `all`. */
const MOMENTS = process.env.BAUTA_CRASH_MOMENTS ?? '1';
const HOUR = 3600;
/** After it nobody waits before a second visit to one site. */
const ELEVEN_MINUTES = 660;
/** What is left of this week's 30 tokens, and the 30 of the next. */
const AT_REST = { tokens: 60, pending: 0, wraps: 1 };

interface FetchRow extends Act {
  readonly act: string;
  /** Grants and batches that all of it may cost, however often it was cut off. */
  readonly cost: number;
  /** Which of its moments, where the others are those of another row. */
  readonly only?: RegExp;
}

const FETCHES: readonly FetchRow[] = [
  { act: 'an enrolment', path: '/app/', hasWallet: false, run: bringWalletToRest, cost: 2 },
  {
    act: 'an enrolment whose passkey gives its secret at once',
    path: '/app/',
    hasWallet: false,
    givesSecretAtOnce: true,
    run: bringWalletToRest,
    cost: 2,
    only: /write|accounts/,
  },
  { act: 'a top-up', path: '/app/', hasWallet: true, run: bringWalletToRest, cost: 1 },
];

describe.skipIf(whyNoBrowser)(
  `a browser killed at each step${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  () => {
    let ground: CrashGround;

    beforeAll(async () => {
      ground = await openCrashGround();
    });
    afterAll(async () => {
      await ground?.close();
    });

    it.each(FETCHES)(
      'of $act loses nothing, asks nothing twice, and is finished the next time',
      async (row) => {
        const { world } = ground;
        const known = (await ground.momentsOf(row)).filter((moment) => row.only?.test(moment) ?? true);
        for (const wanted of [/not committed/, /, committed/, /grants.*arrived/, /batches.*dealt with/]) {
          if (!row.only) expect(known.some((moment) => wanted.test(moment))).toBe(true);
        }
        const moments = someOf(known);
        const began = performance.now();
        for (const moment of moments) {
          const { page, setClock, count, end } = await ground.dieAt(moment, row);
          await bringWalletToRest(page, world);
          expect([moment, await count()]).toEqual([moment, expect.objectContaining(AT_REST)]);
          const asked = [world.attester.granted.size, new Set(world.issuer.bodies).size];
          expect([moment, ...asked]).toEqual([moment, row.cost, row.cost]);
          // And it opens.
          await setClock(WEDNESDAY + 2 * HOUR);
          await presentToSite(page, world);
          await ground.redeemLast();
          expect([moment, await count()]).toEqual([moment, expect.objectContaining({ tokens: 59 })]);
          await end();
        }
        report(row.act, moments, began);
      },
      600_000,
    );

    it('of a presentation loses at most the one token, and shows none twice', async () => {
      const { world } = ground;
      const act = { path: '/present', hasWallet: true, run: presentToSite };
      const moments = await ground.momentsOf(act);
      for (const wanted of [
        /passkey/,
        /not committed/,
        /, committed/,
        /form/,
        /redeem.*arrived/,
        /redeem.*dealt with/,
      ]) {
        expect(moments.some((moment) => wanted.test(moment))).toBe(true);
      }
      const began = performance.now();
      let lost = 0;
      for (const moment of moments) {
        const { page, setClock, count, end } = await ground.dieAt(moment, act);
        const sent = ground.posts().length;
        expect([moment, sent]).toEqual([moment, moment.startsWith('POST') ? 1 : 0]);
        const { tokens = 0, wraps, pending } = await count();
        const isTaken = sent > 0 || /^(form|write .*tokens.*, committed)/.test(moment);
        expect([moment, tokens, wraps, pending]).toEqual([moment, isTaken ? 29 : 30, 1, 0]);
        lost += 30 - tokens - sent;
        // What comes next is another token, and nothing was sent by itself.
        await setClock(WEDNESDAY + ELEVEN_MINUTES);
        await presentToSite(page, world);
        const shown = await ground.posted();
        expect([moment, shown.length, new Set(shown).size]).toEqual([moment, sent + 1, sent + 1]);
        await ground.redeemLast();
        expect([moment, (await count()).tokens]).toEqual([moment, tokens - 1]);
        await end();
      }
      report(`a presentation (${lost} tokens taken and never shown)`, moments, began);
    }, 600_000);
  },
);

function report(act: string, moments: readonly string[], began: number): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${act}: killed at ${moments.length} moments in ${seconds} s\n  ${moments.join('\n  ')}`);
}

/** In their order. */
function someOf(moments: readonly string[]): string[] {
  if (MOMENTS === 'all') return [...moments];
  const left = [...moments];
  while (left.length > Number(MOMENTS)) left.splice(randomInt(left.length), 1);
  return left;
}
