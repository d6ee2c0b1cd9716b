import type { TokenRecord } from '@bauta/sdk/client';
import {
  type Bytes,
  calendarOf,
  type Epoch,
  epochAfter,
  epochAt,
  formatBase64url,
  formatPresentRequest,
  MODE,
  startOf,
  writeSiteChallenge,
  writeUtf8,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attester, EvidenceState } from '../../../services/wallet/pages/enrol/attester.ts';
import { createAttester } from '../../../services/wallet/pages/enrol/attester.ts';
import { awaitEvidence } from '../../../services/wallet/pages/enrol/await-evidence.ts';
import type { Method } from '../../../services/wallet/pages/enrol/method.ts';
import { methodsOf } from '../../../services/wallet/pages/enrol/methods.ts';
import {
  isPendingRecord,
  isRecentRecord,
  isTokenRecord,
  isWrapRecord,
} from '../../../services/wallet/pages/keep/stored-shapes.ts';
import { judgeRequest } from '../../../services/wallet/pages/present/judge-request.ts';
import { candidates, offerFrom } from '../../../services/wallet/pages/present/offer.ts';
import { watchRequestAge } from '../../../services/wallet/pages/present/request-age.ts';
import { countStock } from '../../../services/wallet/pages/stock/stock-count.ts';
import { problem } from './fake-room.ts';
import { WEDNESDAY } from './world.ts';

const [AGE_APP] = methodsOf([{ name: 'eu-wallet' }]) as [Method];

const NOW = WEDNESDAY;
const HOUR = 3600;
const DAY = 86_400;
const ISSUER = 'issuer.example';
const THIS = epochAt(NOW);

async function fragmentOf(overrides: Record<string, unknown> = {}, issuedAt = NOW): Promise<string> {
  const redeem = 'https://site.example/_age/redeem';
  const challenge = await writeSiteChallenge(
    { mode: MODE.form, threshold: 18, issuedAt, preHash: new Uint8Array(32) },
    redeem,
    new Uint8Array(32),
  );
  const request = { redeem, issuer: ISSUER, threshold: 18, challenge: formatBase64url(challenge), ...overrides };
  return formatPresentRequest(request as never);
}

describe('a fragment', () => {
  it('asks, with the origin that will be shown, posted to and signed', async () => {
    const judged = judgeRequest(await fragmentOf(), ISSUER, NOW);
    expect(judged).toMatchObject({ kind: 'asks', clockDiffers: false, request: { origin: 'https://site.example' } });
  });

  it('shows look-alike letters as what they are', async () => {
    const redeem = new URL('https://pаypal.example/_age/redeem').href;
    const judged = judgeRequest(await fragmentOf({ redeem }), ISSUER, NOW);
    expect(judged).toMatchObject({ kind: 'asks', request: { origin: expect.stringMatching(/^https:\/\/xn--/) } });
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ redeem: 'http://site.example/_age/redeem' }, 'not-https', 'scheme'],
    [{ redeem: 'javascript:alert(1)' }, 'not-https', 'scheme'],
    [{ redeem: 'https://user@site.example/_age/redeem' }, 'other-address', 'redeem'],
    [{ redeem: 'https://site.example/_age/redeem?to=elsewhere' }, 'other-address', 'redeem'],
    [{ redeem: 'https://site.example/_age/redeem#elsewhere' }, 'other-address', 'redeem'],
    [{ redeem: 'https://SITE.example/_age/redeem' }, 'other-address', 'redeem'],
    [{ redeem: '//site.example/_age/redeem' }, 'other-address', 'redeem'],
    [{ threshold: 21 }, 'malformed', 'threshold'],
    [{ threshold: -18 }, 'malformed', 'threshold'],
    [{ issuer: 'https://issuer.example' }, 'malformed', 'issuer'],
    [{ issuer: 'other.example' }, 'other-issuer', 'issuer'],
    [{ challenge: 'AAAA' }, 'malformed', 'challenge'],
    [{ redeem: `https://site.example/${'a'.repeat(2048)}` }, 'malformed', 'length'],
  ])('is refused with %o: %s, for its %s', async (overrides, why, part) => {
    expect(judgeRequest(await fragmentOf(overrides), ISSUER, NOW)).toEqual({ kind: 'refused', why, part });
  });

  it('may be of a site in development', async () => {
    const redeem = 'http://site.localhost:4004/_age/redeem';
    expect(judgeRequest(await fragmentOf({ redeem }), ISSUER, NOW)).toMatchObject({
      kind: 'asks',
      request: { origin: 'http://site.localhost:4004' },
    });
  });

  it('is refused in every other spelling', async () => {
    const text = Buffer.from(await fragmentOf(), 'base64url').toString();
    const twins: [string, string, string][] = [
      [text.replace('{', '{ '), 'malformed', 'spelling'],
      [text.replace('"v":1,', '"v":1,"v":1,'), 'malformed', 'encoding'],
      [text.replace('}', ',"title":"Your bank"}'), 'malformed', 'members'],
      [text.replace('"v":1,"mode":1', '"mode":1,"v":1'), 'malformed', 'spelling'],
      [text.replace('"mode":1', '"mode":2'), 'malformed', 'mode'],
      [text.replace('"v":1', '"v":"1"'), 'malformed', 'spelling'],
      [text.replace('"v":1', '"v":2'), 'other-version', 'v'],
      ['{"v":2,"ask":[]}', 'other-version', 'v'],
      ['[]', 'malformed', 'members'],
    ];
    for (const [twin, why, part] of twins) {
      expect(judgeRequest(formatBase64url(writeUtf8(twin)), ISSUER, NOW)).toEqual({ kind: 'refused', why, part });
    }
  });

  it('blocks nobody whose clock is wrong, and says that the clocks differ', async () => {
    for (const issuedAt of [NOW - 601, NOW + 6, NOW - 300 * DAY, NOW + 300 * DAY]) {
      expect(judgeRequest(await fragmentOf({}, issuedAt), ISSUER, NOW)).toMatchObject({
        kind: 'asks',
        clockDiffers: true,
      });
    }
  });

  it('whatever it holds, comes to an end', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((one) => formatBase64url(writeUtf8(one))),
        ),
        (text) => {
          expect(['none', 'done', 'refused']).toContain(judgeRequest(text, ISSUER, NOW).kind);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is too old ten minutes after it came, by whichever clock went on', () => {
    let [steady, wall] = [5000, 5000];
    const { isLate, elapsed } = watchRequestAge({ steady: () => steady, wall: () => wall });
    steady += 589_000;
    expect(isLate()).toBe(false);
    steady += 1000;
    expect(isLate()).toBe(true);
    steady = 5000;
    wall += 590_000;
    expect(isLate()).toBe(true);
    expect(elapsed()).toBe(590_000);
    // In the next page of the wallet the count goes on.
    const { isLate: isLateThere } = watchRequestAge({ steady: () => steady, wall: () => wall }, 580_000);
    expect(isLateThere()).toBe(false);
    steady += 10_000;
    expect(isLateThere()).toBe(true);
  });
});

const tokenOf = (epoch: Epoch, minted: number, threshold = 18) => ({
  id: new Uint8Array(16),
  epoch,
  threshold,
  minted,
});

describe('what a wallet offers', () => {
  const asked = { threshold: 18, issuedAt: NOW };

  it('is a rested token of last week rather than a fresh one of this week', () => {
    const stock = [tokenOf(THIS, NOW - 60), tokenOf(epochAfter(THIS, -1), NOW - 8 * DAY)];
    expect(candidates(stock, asked, NOW, false).map(({ epoch }) => epoch)).toEqual([epochAfter(THIS, -1)]);
    expect(offerFrom(stock, asked, NOW)).toEqual({ kind: 'ready', left: 1 });
  });

  it('is, with fresh ones alone, the hour from which they are rested', () => {
    const stock = [tokenOf(THIS, NOW - 60), tokenOf(THIS, NOW - 600)];
    expect(offerFrom(stock, asked, NOW)).toEqual({ kind: 'fresh', restedAt: NOW - 600 + HOUR });
  });

  it('is nothing before the week of its tokens has begun, and says when', () => {
    const next = epochAfter(THIS);
    expect(offerFrom([tokenOf(next, NOW - DAY)], asked, NOW)).toEqual({ kind: 'soon', from: startOf(next) });
  });

  it('is nothing for an age that was never proved', () => {
    const stock = [tokenOf(THIS, NOW - DAY)];
    expect(offerFrom(stock, { ...asked, threshold: 21 }, NOW)).toEqual({ kind: 'empty', hasOtherAges: true });
    expect(offerFrom([], asked, NOW)).toEqual({ kind: 'empty', hasOtherAges: false });
  });

  it('is never a token that the site would refuse, nor a fresh one unasked', () => {
    const someToken = fc.record({
      epoch: fc.integer({ min: -3, max: 2 }).map((weeks) => epochAfter(THIS, weeks)),
      minted: fc.integer({ min: NOW - 20 * DAY, max: NOW + DAY }),
      threshold: fc.constantFrom(16, 18, 21),
    });
    const stocks = fc.array(someToken.map(({ epoch, minted, threshold }) => tokenOf(epoch, minted, threshold)));
    const ahead = fc.integer({ min: -10 * DAY, max: 10 * DAY });
    fc.assert(
      fc.property(stocks, ahead, fc.boolean(), (stock, skew, withFresh) => {
        for (const one of candidates(stock, asked, NOW + skew, withFresh)) {
          expect(one.threshold).toBe(18);
          const { from, to } = calendarOf(one.epoch).presents;
          expect(Math.min(NOW, NOW + skew)).toBeGreaterThanOrEqual(from);
          expect(Math.min(NOW, NOW + skew)).toBeLessThan(to);
          if (!withFresh) expect(NOW + skew - one.minted).toBeGreaterThanOrEqual(HOUR);
        }
      }),
    );
  });
});

describe('the stock', () => {
  it('can be fetched for when an open week has neither tokens nor a batch under way', () => {
    const next = epochAfter(THIS);
    expect(countStock([], [], NOW)).toMatchObject({ canFetch: true, total: 0, isInterrupted: false });
    expect(countStock([tokenOf(THIS, NOW)], [], NOW).canFetch).toBe(true);
    expect(countStock([tokenOf(THIS, NOW)], [{ epoch: next }], NOW)).toMatchObject({
      canFetch: false,
      isInterrupted: true,
    });
    expect(countStock([tokenOf(THIS, NOW), tokenOf(next, NOW)], [], NOW)).toEqual({
      weeks: [
        { week: 'this', threshold: 18, count: 1 },
        { week: 'next', threshold: 18, count: 1 },
      ],
      total: 2,
      thisWeek: 1,
      more: { epoch: THIS, batch: undefined },
      isInterrupted: false,
      canFetch: false,
      nextFetch: startOf(next),
    });
  });

  it('counts last week’s while they are good', () => {
    const last = epochAfter(THIS, -1);
    const until = calendarOf(last).presents.to;
    expect(countStock([tokenOf(last, NOW - 8 * DAY)], [], until - 1).total).toBe(1);
    expect(countStock([tokenOf(last, NOW - 8 * DAY)], [], until).total).toBe(0);
  });
});

describe('a stored record', () => {
  const bytes = (length: number): Bytes => new Uint8Array(length);
  const token: TokenRecord = { ...tokenOf(THIS, NOW), iv: bytes(12), ct: bytes(466) };
  const wrap = { credentialId: bytes(20), attester: 'attester.example', iv: bytes(12), ct: bytes(48) };
  const online = { ...wrap, local: bytes(32) };
  const visit = { mac: bytes(32), at: NOW, resume: 0 };
  const pending = { id: bytes(16), epoch: THIS, threshold: 18, generation: 0, iv: bytes(12), ct: bytes(21_901) };
  const known = [
    ['token', isTokenRecord, token],
    ['wrap', isWrapRecord, wrap],
    ['wrap of a passkey without PRF', isWrapRecord, online],
    ['recent visit', isRecentRecord, visit],
    ['pending', isPendingRecord, pending],
  ] as const;

  it.each(known)('of kind %s has its form and no other', (_, isWell, record) => {
    expect(isWell(record)).toBe(true);
    for (const name of Object.keys(record)) {
      const { [name]: _gone, ...lacking } = record as Record<string, unknown>;
      if (name !== 'local') expect(isWell(lacking)).toBe(false);
      for (const value of [undefined, null, '', 'x', -1, 1.5, [], {}, bytes(3), ['2026-W47'], new Date()]) {
        if (name === 'attester' && value === 'x') continue;
        if (name === 'credentialId' && value instanceof Uint8Array) continue;
        expect([name, value, isWell({ ...record, [name]: value })]).toEqual([name, value, false]);
      }
    }
    expect(isWell({ ...record, more: 1 })).toBe(false);
  });

  it('of any other form is none, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const [, isWell] of known) expect(isWell(value)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('waiting for evidence', () => {
  const attesterThat = (...states: (EvidenceState | Error)[]): Pick<Attester, 'readEvidence'> => ({
    readEvidence: async () => {
      const next = states.shift();
      if (next === undefined || next instanceof Error) throw next;
      return next;
    },
  });
  const reach: boolean[] = [];
  const wait = { pause: async () => {}, onReach: (isReachable: boolean) => reach.push(isReachable) };
  const signal = new AbortController().signal;

  it('outlasts an attester that is away for a while', async () => {
    const fetch = async (): Promise<Response> => {
      if (reach.length === 0) throw new TypeError('fetch failed');
      return new Response('{"state":"proved","thresholds":[18],"expires":1}');
    };
    const attester = createAttester('attester.example', fetch);
    expect(await awaitEvidence(attester, 's', { ...wait, signal })).toEqual({ state: 'proved' });
    expect(reach).toEqual([false, true]);
  });

  it('ends when the session is over, with a refusal, and when nobody waits any more', async () => {
    const over = problem(401, 'ERR_EVIDENCE_SESSION');
    const gone = createAttester(
      'attester.example',
      async () => new Response(String(over.body), { status: over.status }),
    );
    expect(await awaitEvidence(gone, 's', { ...wait, signal })).toEqual({
      state: 'failed',
      code: 'ERR_EVIDENCE_SESSION',
    });
    const refusal = { state: 'refused', code: 'ERR_AGE_NOT_SHOWN', reference: 'abc' } as const;
    expect(await awaitEvidence(attesterThat({ state: 'waiting' }, refusal), 's', { ...wait, signal })).toEqual(refusal);
    expect(await awaitEvidence(attesterThat(), 's', { ...wait, signal: AbortSignal.abort() })).toMatchObject({
      state: 'failed',
    });
  });

  it.each([
    '{"state":"proved"}',
    '{"state":"waiting","more":1}',
    '{"state":"refused","code":"ERR_OTHER","reference":"a"}',
    '[]',
    'null',
    'proved',
  ])('takes no answer like %s', async (answer) => {
    const attester = createAttester('attester.example', async () => new Response(answer));
    await expect(attester.readEvidence('s')).rejects.toMatchObject({ code: 'ERR_RESPONSE_MALFORMED' });
  });

  it.each(['javascript:alert(1)', 'https://elsewhere.example/', 'av'])('takes no link to %s', async (request) => {
    const answer = JSON.stringify({ session: 'A'.repeat(43), request, expires: 1 });
    const attester = createAttester('attester.example', async () => new Response(answer, { status: 201 }));
    await expect(attester.beginEvidence(AGE_APP)).rejects.toMatchObject({ code: 'ERR_RESPONSE_MALFORMED' });
  });
});
