import { chooseToken, drawIndexFrom, FRESH_SECONDS, type StockedToken } from '@bauta/sdk/client';
import {
  type Bytes,
  calendarOf,
  epochAfter,
  epochAt,
  formatBase64url,
  formatHex,
  formatPresentRequest,
  isWithin,
  MODE,
  PRESENT_REQUEST_MAX_CHARACTERS,
  parsePresentRequest,
  writeSiteChallenge,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, candidates } from '../../../services/wallet/pages/present/offer.ts';
import { seeded } from '../../generate/vectors/seeded.ts';
import { WEDNESDAY } from './world.ts';

const DAY = 86_400;
const THIS = epochAt(WEDNESDAY);

/** The choice as a presentation makes it. */
function choose(stock: readonly StockedToken[], asked: Asked, now: number, withFresh: boolean, seed: string) {
  const usable = candidates(stock, asked, now, withFresh);
  return usable.length > 0 ? chooseToken(usable, drawIndexFrom(seeded(seed))) : undefined;
}

const some: fc.Arbitrary<StockedToken> = fc.record({
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((id): Bytes => Uint8Array.from(id)),
  epoch: fc.integer({ min: -3, max: 2 }).map((weeks) => epochAfter(THIS, weeks)),
  threshold: fc.constantFrom(16, 18, 21),
  minted: fc.oneof(
    fc.integer({ min: WEDNESDAY - 20 * DAY, max: WEDNESDAY + DAY }),
    fc.integer({ min: -2, max: 2 }).map((seconds) => WEDNESDAY - FRESH_SECONDS + seconds),
  ),
});
const asking: fc.Arbitrary<Asked> = fc.record({
  threshold: fc.constantFrom(16, 18, 21),
  issuedAt: fc.integer({ min: WEDNESDAY - 10 * DAY, max: WEDNESDAY + 10 * DAY }),
});
const clocks = fc.oneof(fc.constant(WEDNESDAY), fc.integer({ min: WEDNESDAY - 10 * DAY, max: WEDNESDAY + 10 * DAY }));

describe('the token that a presentation takes', () => {
  it('is of the age asked for, inside its window by the earlier clock, and rested unless the person said otherwise', () => {
    fc.assert(
      fc.property(fc.array(some), asking, clocks, fc.boolean(), fc.string(), (stock, asked, now, withFresh, seed) => {
        const chosen = choose(stock, asked, now, withFresh, seed);
        if (!chosen) return;
        expect(stock).toContain(chosen);
        expect(chosen.threshold).toBe(asked.threshold);
        const time = Math.min(now, asked.issuedAt);
        expect(isWithin(time, calendarOf(chosen.epoch).presents)).toBe(true);
        if (!withFresh) expect(now - chosen.minted).toBeGreaterThanOrEqual(FRESH_SECONDS);
        // Of this week, if one of this week would have done.
        const current = epochAt(time);
        const ofCurrent = stock.filter(
          ({ epoch, threshold, minted }) =>
            epoch === current && threshold === asked.threshold && (withFresh || now - minted >= FRESH_SECONDS),
        );
        if (ofCurrent.length > 0) expect(chosen.epoch).toBe(current);
      }),
      { numRuns: 2000 },
    );
  });

  it('is there whenever one would do', () => {
    fc.assert(
      fc.property(fc.array(some), asking, clocks, fc.boolean(), (stock, asked, now, withFresh) => {
        const time = Math.min(now, asked.issuedAt);
        const isThere = stock.some(
          ({ epoch, threshold, minted }) =>
            threshold === asked.threshold &&
            isWithin(time, calendarOf(epoch).presents) &&
            (withFresh || now - minted >= FRESH_SECONDS),
        );
        expect(choose(stock, asked, now, withFresh, 'any') !== undefined).toBe(isThere);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order in which the stock is kept', () => {
    const reordered = fc
      .array(some, { minLength: 1 })
      .chain((stock) => fc.tuple(fc.constant(stock), fc.shuffledSubarray(stock, { minLength: stock.length })));
    fc.assert(
      fc.property(reordered, asking, clocks, fc.boolean(), ([stock, other], asked, now, withFresh) => {
        const ids = (list: readonly StockedToken[]) =>
          candidates(list, asked, now, withFresh)
            .map(({ id }) => formatHex(id))
            .sort();
        expect(ids(other)).toEqual(ids(stock));
      }),
    );
  });

  /** 90 that would do among 180 that would not. */
  const draw = seeded('a stock');
  const good: StockedToken[] = [];
  const stock: StockedToken[] = [];
  for (let i = 0; i < 90; i++) {
    const one = { id: draw(16), epoch: THIS, threshold: 18, minted: WEDNESDAY - DAY - i };
    good.push(one);
    stock.push({ ...one, id: draw(16), minted: WEDNESDAY - 60 }, one, {
      ...one,
      id: draw(16),
      epoch: epochAfter(THIS, i % 2 === 0 ? 1 : -1),
    });
  }
  const asked = { threshold: 18, issuedAt: WEDNESDAY };

  /** How far from uniform: about 0 in the mean, above 5 never by chance. */
  function deviation(pick: (usable: readonly StockedToken[]) => StockedToken): number {
    const rounds = 200 * good.length;
    const counts = new Map(good.map((one) => [one, 0]));
    const usable = candidates(stock, asked, WEDNESDAY, false);
    for (let i = 0; i < rounds; i++) {
      const one = pick(usable);
      const count = counts.get(one);
      if (count === undefined) expect.fail('one that would not do');
      counts.set(one, count + 1);
    }
    const mean = rounds / good.length;
    const freedom = good.length - 1;
    const statistic = [...counts.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    return (statistic - freedom) / Math.sqrt(2 * freedom);
  }

  it('is any of those that would do, each as often as another', () => {
    const drawIndex = drawIndexFrom(seeded('uniform choice'));
    expect(Math.abs(deviation((usable) => chooseToken(usable, drawIndex)))).toBeLessThan(5);
  });

  it('and a choice that favours some would be noticed', () => {
    const drawIndex = drawIndexFrom(seeded('a favour'));
    const favouring = (usable: readonly StockedToken[]) =>
      chooseToken(usable, (below) => Math.min(drawIndex(below), drawIndex(below + 8) % below));
    expect(deviation(favouring)).toBeGreaterThan(5);
  });
});

describe('a request for the wallet', () => {
  const challengeFor = async (threshold: number, redeem: string): Promise<string> => {
    const asked = { mode: MODE.form, threshold, issuedAt: WEDNESDAY, preHash: new Uint8Array(32) };
    return formatBase64url(await writeSiteChallenge(asked, redeem, new Uint8Array(32)));
  };
  const hosts = fc.oneof(fc.domain(), fc.constantFrom('localhost', 'site.localhost', '127.0.0.1', '[::1]'), fc.ipV4());
  const ports = fc.oneof(
    fc.constant(''),
    fc.integer({ min: 1, max: 65_535 }).map((port) => `:${port}`),
  );
  const paths = fc.oneof(fc.constant('/_age/redeem'), fc.webPath(), fc.string({ unit: 'grapheme', maxLength: 20 }));

  it('comes back as it was written, whatever address a site may have', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(hosts, ports, paths, fc.integer({ min: 1, max: 120 }), async (host, port, path, threshold) => {
        const redeem = hrefOf(`https://${host}${port}/${path.replace(/^\//, '')}`);
        if (redeem === undefined || /[?#]/.test(redeem)) return;
        const request = {
          redeem,
          issuer: 'issuer.example',
          threshold,
          challenge: await challengeFor(threshold, redeem),
        };
        const written = formatPresentRequest(request);
        if (written.length > PRESENT_REQUEST_MAX_CHARACTERS) return;
        const back = parsePresentRequest(written);
        expect(back).toMatchObject({ ...request, origin: new URL(redeem).origin });
        expect(formatPresentRequest(back)).toBe(written);
        read++;
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('may have 2,048 characters and not one more', async () => {
    const lengths = new Set<number>();
    for (let length = 1200; length < 1400; length++) {
      const redeem = `https://site.example/${'a'.repeat(length)}`;
      const challenge = await challengeFor(18, redeem);
      const written = formatPresentRequest({ redeem, issuer: 'issuer.example', threshold: 18, challenge });
      lengths.add(written.length);
      if (written.length <= 2048) expect(parsePresentRequest(written).redeem).toBe(redeem);
      else expect(() => parsePresentRequest(written)).toThrow(TypeError);
    }
    expect(lengths).toContain(2048);
    expect(Math.max(...lengths)).toBeGreaterThan(2048);
  });
});

function hrefOf(text: string): string | undefined {
  try {
    return new URL(text).href;
  } catch {
    return undefined;
  }
}
