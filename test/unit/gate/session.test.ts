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
  tokens = [...(await issuer.mint()), ...(await issuer.mint())];
});
beforeEach(async () => {
  site = await createTestSite(issuer);
  browser = site.browser();
  await enter(browser, tokens.pop() as HeldToken);
});

const at = (seconds: number): void => {
  site.clock.now = NOON + seconds;
};
const beat = async (sign: string): Promise<number> =>
  (await browser.load('/_age/beat', { method: 'POST', body: sign })).status;
const load = async (path = '/media/film.webm'): Promise<number> => (await browser.load(path)).status;
const check = async (): Promise<number> => (await browser.load('/_age/check')).status;

/** Requests of the page, every `step` seconds until `end`, by which nobody has given input. */
async function run(end: number, act: () => Promise<number>, from = 0, step = 30): Promise<number> {
  let status = 0;
  for (let second = from + step; second <= end; second += step) {
    at(second);
    status = await act();
  }
  return status;
}

describe('the lease of 90 s', () => {
  it('lasts 90 s, to the second', async () => {
    at(90);
    expect(await load()).toBe(401);
  });

  it('is renewed by any request of the site', async () => {
    at(89);
    expect(await load()).toBe(200);
    at(89 + 89);
    expect(await load('/styles.css')).toBe(200);
    at(89 + 89 + 90);
    expect(await load()).toBe(401);
  });

  it.each([
    ['a beat', () => beat('still'), 204, 401],
    ['a check', () => check(), 204, 401],
    ['a page', async () => (await browser.navigate('/')).status, 200, 403],
  ] as const)('is renewed by %s', async (_, act, live, gone) => {
    at(80);
    expect(await act()).toBe(live);
    at(169);
    expect(await act()).toBe(live);
    at(169 + 90);
    expect(await act()).toBe(gone);
  });

  it('is over for good, also for requests that come at once', async () => {
    at(90);
    expect(await beat('input')).toBe(401);
    expect(await check()).toBe(401);
    expect((await browser.navigate('/')).status).toBe(403);
  });

  it('is not opened again by a clock that is set back', async () => {
    at(90);
    expect(await load()).toBe(401);
    at(10);
    expect(await load()).toBe(401);
  });

  it('does not live longer because the clock was ahead when it was opened', async () => {
    at(-30);
    expect(await load()).toBe(401);
  });

  it('does not live longer because the clock was ahead when it was renewed', async () => {
    at(60);
    expect(await beat('still')).toBe(204);
    at(10);
    expect(await load()).toBe(401);
  });

  it('bears clocks of two instances that differ by 5 s', async () => {
    at(-5);
    expect(await load()).toBe(200);
  });

  it('is judged by the gate itself when the store forgets to forget', async () => {
    const clock = { now: NOON };
    const careless = memorySessions({ now: () => 0 });
    const other = await createTestSite(issuer, { sessions: careless, now: () => clock.now });
    const visitor = other.browser();
    await enter(visitor, tokens.pop() as HeldToken);
    expect((await visitor.load('/')).status).toBe(200);
    clock.now += 90;
    expect((await visitor.load('/')).status).toBe(401);
  });
});

describe('leaving', () => {
  it('shortens the lease to 15 s', async () => {
    at(10);
    expect(await beat('leave')).toBe(204);
    at(25);
    expect(await load()).toBe(401);
  });

  it('is undone by any further request', async () => {
    at(10);
    await beat('leave');
    at(24);
    expect(await load()).toBe(200);
    at(24 + 89);
    expect(await load()).toBe(200);
  });

  it('never lengthens it', async () => {
    at(85);
    expect(await beat('leave')).toBe(204);
    at(90);
    expect(await load()).toBe(401);
  });

  it('can be said again and again without end to gain', async () => {
    for (let second = 0; second < 15; second++) {
      at(second);
      expect(await beat('leave')).toBe(204);
    }
    // Each time it is 15 s from then, at most: here the last was said at 14.
    at(29);
    expect(await load()).toBe(401);
  });
});

describe('idleness', () => {
  it('ends the session after 60 min of beats without input', async () => {
    expect(await run(3570, () => beat('still'))).toBe(204);
    at(3599);
    expect(await beat('still')).toBe(204);
    at(3600);
    expect(await beat('still')).toBe(401);
  });

  it('is not kept off by media, scripts, checks, or pages that reload by themselves', async () => {
    const itself = { headers: { 'sec-fetch-user': '' } };
    const everything = async (): Promise<number> => {
      await beat('still');
      await check();
      await browser.navigate('/', itself);
      return load();
    };
    expect(await run(3570, everything)).toBe(200);
    at(3600);
    expect(await load()).toBe(401);
    expect((await browser.navigate('/', itself)).status).toBe(403);
  });

  it('counts anew from a beat with input', async () => {
    await run(1800, () => beat('still'));
    expect(await beat('input')).toBe(204);
    expect(await run(1800 + 3570, () => beat('still'), 1800)).toBe(204);
    at(1800 + 3600);
    expect(await beat('still')).toBe(401);
  });

  it('counts anew from a page that the person went to', async () => {
    await run(1800, () => beat('still'));
    await browser.navigate('/films/4');
    expect(await run(1800 + 3570, () => beat('still'), 1800)).toBe(204);
    at(1800 + 3600);
    expect(await beat('still')).toBe(401);
  });

  it('is not undone by input that comes too late', async () => {
    await run(3570, () => beat('still'));
    at(3600);
    expect(await beat('input')).toBe(401);
    expect((await browser.navigate('/')).status).toBe(403);
  });
});

describe('idleness without scripts', () => {
  it('ends the session after 15 min of media', async () => {
    expect(await run(870, () => load())).toBe(200);
    at(900);
    expect(await load()).toBe(401);
  });

  it('counts anew from each page that the person goes to', async () => {
    await run(870, () => load());
    expect((await browser.navigate('/films/4')).status).toBe(200);
    expect(await run(870 + 870, () => load(), 870)).toBe(200);
    at(870 + 900);
    expect(await load()).toBe(401);
  });

  it('is what holds again 90 s after the last beat', async () => {
    await run(1800, () => beat('still'));
    at(1890);
    // Still in time for a page that beats, and the lease is renewed.
    expect(await load()).toBe(401);
  });
});

describe.each([
  ['it-agcom', 'it-agcom', { lease: 90, leave: 15, idle: 2700 }],
  [
    'tighter values',
    { preset: 'fr-arcom', leaseSeconds: 60, leaveSeconds: 10, idleSeconds: 600 },
    { lease: 60, leave: 10, idle: 600 },
  ],
] as const)('the rule %s', (_, policy, { lease, leave, idle }) => {
  beforeEach(async () => {
    site = await createTestSite(issuer, { policy });
    browser = site.browser();
    await enter(browser, tokens.pop() as HeldToken);
  });

  it('has its own lease', async () => {
    at(lease);
    expect(await load()).toBe(401);
  });

  it('has its own delay after leaving', async () => {
    await beat('leave');
    at(leave);
    expect(await load()).toBe(401);
  });

  it('has its own limit of idleness', async () => {
    expect(await run(idle - 20, () => beat('still'), 0, 20)).toBe(204);
    at(idle);
    expect(await beat('still')).toBe(401);
  });

  it('is in the script', async () => {
    expect(await (await browser.load('/_age/beat.js')).text()).toContain(`LEASE = ${lease}_000`);
  });
});

describe('the beat', () => {
  it.each(['', 'INPUT', 'input ', 'inputinput', 'leave,input', '{}'])('refuses the word %j', async (word) => {
    expect(await beat(word)).toBe(400);
    at(89);
    expect(await beat('still')).toBe(204);
  });

  it('refuses other bytes than text', async () => {
    expect((await browser.load('/_age/beat', { method: 'POST', body: new Uint8Array([0xff]) })).status).toBe(400);
  });

  it('is never stored', async () => {
    const answer = await browser.load('/_age/beat', { method: 'POST', body: 'still' });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('the cookie', () => {
  it('is nothing by itself: another value, one too long, one respelt, or two of them open nothing', async () => {
    const good = browser.cookies.get('__Host-age') as string;
    const last = good.slice(-1);
    const respelt = `${good.slice(0, 42)}${last === '_' ? '-' : String.fromCharCode(last.charCodeAt(0) + 1)}`;
    for (const cookie of [
      `__Host-age=${'A'.repeat(43)}`,
      `__Host-age=${good}A`,
      `__Host-age=${respelt}`,
      `__Host-age=${good.slice(0, 42)}`,
      `__Host-age="${good}"`,
      `__Host-Age=${good}`,
      `x__Host-age=${good}`,
      `__Host-age=${good}; __Host-age=${good}`,
      `__Host-age=1`,
      `__Host-age=`,
    ]) {
      const asked = new Request('https://site.example/', { headers: { cookie } });
      expect((await site.app.fetch(asked)).status, cookie).toBe(401);
    }
    expect(await load('/')).toBe(200);
  });

  it('is known to the store by its hash alone', async () => {
    const kept: string[] = [];
    const sessions = memorySessions({ now: () => NOON });
    const watched = await createTestSite(issuer, {
      sessions: {
        ...sessions,
        async put(id, value, ttl) {
          kept.push(Buffer.from(id).toString('base64url'), value, String(ttl));
          await sessions.put(id, value, ttl);
        },
      },
    });
    const visitor = watched.browser();
    await enter(visitor, tokens.pop() as HeldToken);
    await visitor.load('/');
    expect(kept).not.toContain(visitor.cookies.get('__Host-age'));
    // Neither the half that names the session nor the one that rotates.
    expect(kept.join(' ')).not.toContain(visitor.cookies.get('__Host-age')?.slice(0, 21));
    expect(kept.join(' ')).not.toContain(visitor.cookies.get('__Host-age')?.slice(22));
    expect(kept.slice(-2)).toEqual([expect.stringMatching(`^lease ${NOON + 90} ${NOON} 0 [\\w-]{22} - 0 - 0$`), '90']);
  });
});
