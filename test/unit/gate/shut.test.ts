import type { HeldToken } from '@bauta/sdk/client';
import { AgeError } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { answerFor, askWallet, createTestSite, enter, NOON } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
const token = (): HeldToken => tokens.pop() as HeldToken;

const DAY = 24 * 60 * 60;

/** Stores over memory that fail, in the way of the adapters or in any other, while told to. */
function frailStores(fault: () => Error) {
  const down = new Set<string>();
  const now = (): number => NOON;
  const spentSet = memorySpentSet({ now });
  const inner = memorySessions({ now });
  const unless = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    if (down.has(name)) throw fault();
    return act();
  };
  return {
    down,
    stores: {
      spent: { spend: (...a: Parameters<typeof spentSet.spend>) => unless('spend', () => spentSet.spend(...a)) },
      sessions: {
        put: (...a: Parameters<typeof inner.put>) => unless('put', () => inner.put(...a)),
        read: (...a: Parameters<typeof inner.read>) => unless('read', () => inner.read(...a)),
        take: (...a: Parameters<typeof inner.take>) => unless('take', () => inner.take(...a)),
        replace: (...a: Parameters<typeof inner.replace>) => unless('replace', () => inner.replace(...a)),
      },
    },
  };
}

describe.each([
  ['ERR_STORE_UNAVAILABLE', () => new AgeError('ERR_STORE_UNAVAILABLE')],
  ['ERR_FAULT', () => new Error('ECONNREFUSED 10.0.0.7:6379')],
] as const)('a store that answers %s', (code, fault) => {
  it('shuts the door to verified visitors too', async () => {
    const { down, stores } = frailStores(fault);
    const site = await createTestSite(issuer, stores);
    const browser = site.browser();
    await enter(browser, token());
    expect((await browser.load('/')).status).toBe(200);

    down.add('read');
    expect((await browser.load('/_age/check')).status).toBe(401);
    for (const answer of [
      await browser.load('/'),
      await browser.load('/_age/beat', { method: 'POST', body: 'still' }),
      await browser.navigate('/films/3'),
      await browser.navigate('/_age/go'),
      await browser.navigate('/_age/enter'),
    ]) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('60');
      expect(await answer.text()).not.toMatch(/ECONN|6379|STORE/);
    }
    expect(site.runs.count).toBe(1);
    expect(site.events.at(-1)).toEqual({ event: 'shut', code });

    down.clear();
    expect((await browser.load('/')).status).toBe(200);
  });

  it('shuts it when a lease cannot be renewed', async () => {
    const { down, stores } = frailStores(fault);
    const site = await createTestSite(issuer, stores);
    const browser = site.browser();
    await enter(browser, token());
    site.clock.now += 10;
    down.add('replace');
    expect([(await browser.load('/')).status, site.runs.count]).toEqual([503, 0]);
  });

  it('burns no token when it cannot spend: the same form is good once it is back', async () => {
    const { down, stores } = frailStores(fault);
    const site = await createTestSite(issuer, stores);
    const browser = site.browser();
    const fields = await answerFor(browser, token());
    down.add('spend');
    expect((await browser.postForm(fields)).status).toBe(503);
    expect(browser.cookies.has('__Host-age-code')).toBe(false);
    down.clear();
    await browser.postForm(fields);
    expect((await browser.navigate('/_age/enter')).status).toBe(303);
    expect(site.refused).toEqual([]);
  });

  it.each([
    ['put', 'the code cannot be filed'],
    ['take', 'the code cannot be taken'],
  ])('%s: opens nothing when %s', async (method) => {
    const { down, stores } = frailStores(fault);
    const site = await createTestSite(issuer, stores);
    const browser = site.browser();
    const fields = await answerFor(browser, token());
    down.add(method);
    await browser.postForm(fields);
    expect((await browser.navigate('/_age/enter')).status).toBe(method === 'take' ? 503 : 403);
    expect(browser.cookies.has('__Host-age')).toBe(false);
  });
});

describe('a directory', () => {
  it('that was never read shuts the door', async () => {
    issuer.isReachable = false;
    await expect(createTestSite(issuer)).rejects.toThrow('fetch failed');
    issuer.isReachable = true;
  });

  it('of 24 h shuts it; one read again opens it', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const fields = await answerFor(browser, token());
    site.clock.now += DAY - 1;
    expect((await browser.navigate('/films/3')).status).toBe(403);
    await askWallet(browser);
    site.clock.now += 1;
    for (const answer of [
      await browser.navigate('/films/3'),
      await browser.load('/films/3'),
      await browser.navigate('/_age/gate'),
      await browser.navigate('/_age/go'),
      await browser.postForm(fields),
    ]) {
      expect(answer.status).toBe(503);
    }
    // A server in front understands 204 and 401 alone.
    expect((await browser.load('/_age/check')).status).toBe(401);
    expect(site.events.at(-1)).toEqual({ event: 'shut', code: 'ERR_DIRECTORY_STALE' });
    expect([site.runs.count, site.refused]).toEqual([0, []]);
    await site.gate.refresh();
    expect((await browser.navigate('/films/3')).status).toBe(403);
  });

  it('without a key of this age and epoch shuts it', async () => {
    const site = await createTestSite(issuer, { threshold: 21 });
    const browser = site.browser();
    for (const path of ['/films/3', '/_age/go', '/_age/gate']) expect((await browser.navigate(path)).status).toBe(503);
    expect((await browser.load('/films/3')).status).toBe(503);
    expect(site.events.at(-1)).toEqual({ event: 'shut', code: 'ERR_SLOT' });
  });

  it('is never read inside a visitor’s request', async () => {
    let reads = 0;
    const site = await createTestSite(issuer, {
      fetch: (url) => {
        reads++;
        return issuer.fetch(url);
      },
    });
    const browser = site.browser();
    await enter(browser, token());
    await browser.load('/');
    expect(reads).toBe(1);
  });
});
