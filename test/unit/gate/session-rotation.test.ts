import type { HeldToken } from '@bauta/sdk/client';
import { memorySessions } from '@bauta/sdk/stores/memory';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './browser.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, enter, NOON, type TestSite } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
let site: TestSite;
let browser: Browser;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
beforeEach(async () => {
  site = await createTestSite(issuer);
  browser = site.browser();
  await enter(browser, tokens.pop() as HeldToken);
});

const at = (seconds: number): void => {
  site.clock.now = NOON + seconds;
};
const cookieOf = ({ cookies }: Browser): string => cookies.get('__Host-age') as string;
const beat = async (who = browser, sign = 'still'): Promise<number> =>
  (await who.load('/_age/beat', { method: 'POST', body: sign })).status;
const load = async (who = browser): Promise<number> => (await who.load('/media/film.webm')).status;
/** A browser into which the cookie was copied. */
function copy(of = browser): Browser {
  const other = site.browser();
  other.cookies.set('__Host-age', cookieOf(of));
  return other;
}

describe('the id of a session', () => {
  it('changes with each beat, in its second half alone', async () => {
    const seen = [cookieOf(browser)];
    for (const second of [30, 60, 90, 120]) {
      at(second);
      expect(await beat()).toBe(204);
      seen.push(cookieOf(browser));
    }
    expect(new Set(seen).size).toBe(5);
    const halves = seen.map((id) => Buffer.from(id, 'base64url'));
    expect(new Set(halves.map((id) => id.subarray(0, 16).toString('hex'))).size).toBe(1);
    expect(new Set(halves.map((id) => id.subarray(16).toString('hex'))).size).toBe(5);
  });

  it('changes with each page where nothing beats, and with none where something does', async () => {
    const first = cookieOf(browser);
    at(10);
    expect((await browser.navigate('/films/4')).status).toBe(200);
    const second = cookieOf(browser);
    expect(second).not.toBe(first);
    at(20);
    await beat();
    const third = cookieOf(browser);
    expect(third).not.toBe(second);
    at(30);
    await browser.navigate('/films/5');
    expect(cookieOf(browser)).toBe(third);
  });

  it('stays with media, with assets, and with the word that the page is left', async () => {
    const first = cookieOf(browser);
    at(10);
    await load();
    await beat(browser, 'leave');
    expect(cookieOf(browser)).toBe(first);
  });

  it('also changes at a check, whose answer carries the cookie for the server in front', async () => {
    at(10);
    const page = { 'sec-fetch-mode': 'navigate', 'sec-fetch-user': '?1' };
    const answer = await browser.load('/_age/check', { headers: page });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.getSetCookie()).toEqual([
      `__Host-age=${cookieOf(browser)}; Path=/; Secure; HttpOnly; SameSite=Lax`,
    ]);
  });
});

describe('requests that were under way', () => {
  it('are good for 30 s with the id before', async () => {
    const late = copy();
    at(30);
    await beat();
    // The new id is seen here; from now on the old one has 30 s.
    at(31);
    await load();
    at(60);
    expect(await load(late)).toBe(200);
    at(61);
    expect(await load(late)).toBe(401);
  });

  it('side by side get one successor between them, and end nothing', async () => {
    at(30);
    const tabs = [browser, ...[0, 1, 2].map(() => copy())];
    expect(await Promise.all(tabs.map((tab) => beat(tab)))).toEqual([204, 204, 204, 204]);
    const ids = new Set(tabs.map(cookieOf));
    expect(ids.size).toBe(2);
  });

  it('200 at once, of which some rotate, are all answered', async () => {
    at(30);
    const acts = Array.from({ length: 200 }, (_, i) =>
      i % 3 === 0 ? beat(browser) : load(i % 3 === 1 ? browser : copy()),
    );
    const statuses = new Set(await Promise.all(acts));
    expect([...statuses].sort()).toEqual([200, 204]);
    at(31);
    expect(await load()).toBe(200);
  });

  it('an answer that never came costs nothing: the old id is good until the new one is seen', async () => {
    const lost = copy();
    at(30);
    await beat(lost);
    // The browser itself never saw that answer.
    at(100);
    expect(await load()).toBe(200);
    at(101);
    expect(await beat()).toBe(204);
    at(130);
    expect(await load()).toBe(200);
  });
});

describe('a copied cookie', () => {
  it('ends the session for both, once the copy is older than allowed', async () => {
    const thief = copy();
    at(30);
    await beat();
    at(60);
    await beat();
    at(91);
    expect(await load(thief)).toBe(401);
    expect(await load()).toBe(401);
    expect((await browser.navigate('/')).status).toBe(403);
    expect(site.events.filter(({ event }) => event === 'session-copied')).toHaveLength(1);
  });

  it('ends it also when the thief beats first: the owner comes with an id that was outbid', async () => {
    const thief = copy();
    at(30);
    await beat();
    at(40);
    expect(await beat(thief)).toBe(204);
    at(60);
    expect(await beat()).toBe(401);
    expect(await load(thief)).toBe(401);
  });

  it('cannot be kept up beside the owner: a beat right behind each of theirs gets no id', async () => {
    const thief = copy();
    const statuses: number[] = [];
    for (let second = 30; second <= 120; second += 30) {
      at(second);
      await beat();
      at(second + 1);
      statuses.push(await beat(thief));
      await load();
    }
    expect(statuses).toContain(401);
    expect(await load(thief)).toBe(401);
  });

  it('opens nothing once the owner has left, after 15 s', async () => {
    const thief = copy();
    at(10);
    await beat(browser, 'leave');
    at(25);
    expect(await load(thief)).toBe(401);
  });

  it('with its second half guessed ends the session, and opens nothing', async () => {
    const guess = Buffer.from(cookieOf(browser), 'base64url');
    guess[31] = (guess[31] as number) ^ 1;
    const other = site.browser();
    other.cookies.set('__Host-age', guess.toString('base64url'));
    expect(await load(other)).toBe(401);
    expect(await load()).toBe(401);
  });
});

it('a store that lets nobody replace shuts the door, and does not try for ever', async () => {
  const sessions = memorySessions({ now: () => NOON });
  let tries = 0;
  const clock = { now: NOON };
  const stubborn = await createTestSite(issuer, {
    now: () => clock.now,
    sessions: {
      ...sessions,
      async replace() {
        tries++;
        return false;
      },
    },
  });
  const visitor = stubborn.browser();
  await enter(visitor, tokens.pop() as HeldToken);
  clock.now += 10;
  expect(await load(visitor)).toBe(503);
  expect(tries).toBe(8);
});
