import type { HeldToken } from '@bauta/sdk/client';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBrowser } from './browser.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { answerFor, createTestSite, enter, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
const token = (): HeldToken => tokens.pop() as HeldToken;

/** Two instances of one site over one store, whose second clock is off by so many seconds. */
async function twoInstances(skew: number) {
  const now = (): number => NOON;
  const stores = { spent: memorySpentSet({ now }), sessions: memorySessions({ now }) };
  const right = await createTestSite(issuer, stores);
  const wrong = await createTestSite(issuer, { ...stores, now: () => NOON + skew });
  let current = right;
  return {
    right,
    wrong,
    browser: createBrowser(ORIGIN, (request) => current.app.fetch(request)),
    use(site: typeof right) {
      current = site;
    },
  };
}

describe.each([600, -600])('an instance whose clock is off by %i s', (skew) => {
  it('opens nothing to a session of another one', async () => {
    const { browser, use, wrong } = await twoInstances(skew);
    await enter(browser, token());
    expect((await browser.load('/')).status).toBe(200);
    use(wrong);
    expect((await browser.load('/')).status).toBe(401);
    expect((await browser.navigate('/')).status).toBe(403);
  });

  it('takes no answer to a question of another one, and spends no token for it', async () => {
    const { browser, use, right, wrong } = await twoInstances(skew);
    const held = token();
    const fields = await answerFor(browser, held);
    use(wrong);
    await browser.postForm(fields);
    expect((await browser.navigate('/_age/enter')).status).toBe(403);
    expect(wrong.refused).toEqual(['ERR_SITE_CHALLENGE_STALE']);
    use(right);
    await enter(browser, held);
    expect((await browser.load('/')).status).toBe(200);
  });
});

it('a difference of 5 s is borne', async () => {
  const { browser, use, wrong } = await twoInstances(-5);
  await enter(browser, token());
  use(wrong);
  expect((await browser.load('/')).status).toBe(200);
});
