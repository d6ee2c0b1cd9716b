import { ageGate, type GateEvent, type GateOptions } from '@bauta/sdk/gate';
import { type ErrorCode, epochAt, readDirectory } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { type TestOutcome, testIssuer } from '@bauta/sdk/test-issuer';
import { describe, expect, it } from 'vitest';
import { type Browser, createBrowser } from '../gate/browser.ts';
import { NOON, secretOf } from '../gate/site.ts';

const ORIGIN = 'http://localhost:24400';

function optionsFor(outcome: TestOutcome, more: Partial<GateOptions> = {}): GateOptions {
  const now = (): number => NOON;
  return {
    origin: ORIGIN,
    issuer: 'issuer.example',
    wallet: 'https://wallet.example',
    secrets: [secretOf(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    testIssuer: testIssuer(outcome, {}),
    fetch: () => Promise.reject(new Error('nothing may be asked of the network')),
    now,
    ...more,
  };
}

async function createSite(outcome: TestOutcome, more: Partial<GateOptions> = {}) {
  const refused: ErrorCode[] = [];
  const events: GateEvent[] = [];
  const gate = ageGate({
    ...optionsFor(outcome, more),
    onRefused: (code) => refused.push(code),
    onEvent: (event) => events.push(event),
  });
  await gate.refresh();
  const send = async (request: Request): Promise<Response> => {
    const judged = await gate.handle(request);
    return 'response' in judged ? judged.response : new Response('open', judged);
  };
  return { refused, events, send, browser: () => createBrowser(ORIGIN, send) };
}

/** As a person without scripts: the gate's link, the form of the page, and where it leads. */
async function goThrough(browser: Browser): Promise<Response> {
  expect((await browser.navigate('/films/3')).status).toBe(403);
  const gone = await browser.navigate('/_age/go');
  expect([gone.status, gone.headers.get('location')]).toEqual([303, '/_age/test']);
  const page = await browser.navigate('/_age/test');
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toMatch(/is a test[\s\S]*est un essai[\s\S]*è una prova/);
  expect(html).not.toContain('<script');
  expect(page.headers.get('cache-control')).toBe('private, no-store');
  expect(html).toContain('<form method="post" action="/_age/redeem">');
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]+)">/g)];
  const posted = await browser.postForm(Object.fromEntries(fields.map(([, name, value]) => [name, value])));
  expect(posted.headers.get('location')).toBe('/_age/enter');
  return browser.navigate('/_age/enter');
}

const COURSES: readonly (readonly [TestOutcome, ErrorCode | undefined])[] = [
  ['pass', undefined],
  ['fail', 'ERR_TOKEN_SIGNATURE'],
  ['spent', 'ERR_TOKEN_SPENT'],
  ['expired', 'ERR_TOKEN_WINDOW'],
];

describe.each(COURSES)('a test issuer that says %s', (outcome, code) => {
  it(`ends in ${code ?? 'a session'} by the form, each time`, async () => {
    const site = await createSite(outcome);
    for (const time of [1, 2]) {
      const browser = site.browser();
      const entered = await goThrough(browser);
      expect(site.refused).toEqual(code === undefined ? [] : Array(time).fill(code));
      expect(entered.status).toBe(code === undefined ? 303 : 403);
      expect((await browser.navigate('/films/3')).status).toBe(code === undefined ? 200 : 403);
    }
  });

  it('ends the same way for a program', async () => {
    const site = await createSite(outcome);
    const browser = site.browser();
    const nonce = (await browser.load('/api/films')).headers.get('dpop-nonce') ?? '';
    const headers = { accept: 'application/json', 'dpop-nonce': nonce };
    const { token, dpop } = (await (await browser.load('/_age/test', { headers })).json()) as Record<string, string>;
    const redeemed = await browser.load('/_age/redeem', {
      method: 'POST',
      headers: { authorization: `PrivateToken token="${token}"`, dpop: dpop as string },
    });
    expect(redeemed.status).toBe(code === undefined ? 204 : 401);
    expect(site.refused).toEqual(code === undefined ? [] : [code]);
    expect((await browser.load('/api/films')).status).toBe(code === undefined ? 200 : 401);
  });
});

describe('a test issuer', () => {
  it('that says slow takes 5 s by the timer of the gate, and then passes', async () => {
    const waits: number[] = [];
    const setTimer = (act: () => void, seconds: number) => {
      waits.push(seconds);
      act();
      return () => {};
    };
    const site = await createSite('slow', { setTimer });
    expect((await goThrough(site.browser())).status).toBe(303);
    expect(waits).toEqual([5]);
  });

  it('says so at start, and asks no network', async () => {
    const { events } = await createSite('fail');
    expect(events).toEqual([
      { event: 'test-issuer', outcome: 'fail' },
      { event: 'directory-refreshed', keys: 4 },
    ]);
  });

  it('sends whoever comes without a pre-session through /_age/go', async () => {
    const { send } = await createSite('pass');
    const answer = await send(new Request(`${ORIGIN}/_age/test`, { headers: { accept: 'text/html' } }));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/_age/go']);
  });

  it.each(['', 'x', 'A'.repeat(95)])('makes nothing for the nonce "%s"', async (nonce) => {
    const { send } = await createSite('pass');
    const headers = { accept: 'application/json', 'dpop-nonce': nonce };
    expect((await send(new Request(`${ORIGIN}/_age/test`, { headers }))).status).toBe(400);
  });

  it('does not answer under a name that is not of this machine', async () => {
    const { send } = await createSite('pass');
    const answer = await send(new Request('http://site.example/_age/test', { headers: { accept: 'text/html' } }));
    expect(answer.status).toBe(404);
  });

  it('has a well-formed directory with the same keys each time, in any week of two years', async () => {
    const issuer = testIssuer('pass', {});
    for (let week = 0; week < 104; week++) {
      const now = NOON + week * 7 * 24 * 60 * 60;
      const [first, second] = [await issuer.directory(18, now), await issuer.directory(18, now)];
      const text = await first.text();
      expect(await second.text()).toBe(text);
      const { keys } = await readDirectory(text, issuer.name);
      expect(keys).toHaveLength(4);
      expect(keys[0]?.epoch).toBe(epochAt(now));
    }
  });
});

describe('a gate', () => {
  it.each(['https://site.example', 'https://localhost:24400'])('at %s refuses it', (origin) => {
    expect(() => ageGate(optionsFor('pass', { origin }))).toThrow(
      /^ageGate cannot start:\n {2}testIssuer: lets everyone in, so it starts for an origin of http on localhost alone$/,
    );
  });

  it.each(['pass', {}, { directory: () => {} }])('refuses %j in its place', (other) => {
    expect(() => ageGate(optionsFor('pass', { testIssuer: other as never }))).toThrow(/testIssuer: must be what/);
  });

  it('without one has no such page', async () => {
    const gate = ageGate({ ...optionsFor('pass'), testIssuer: undefined as never });
    const judged = await gate.handle(new Request(`${ORIGIN}/_age/test`));
    expect('response' in judged && judged.response.status).toBe(404);
  });
});

describe('testIssuer()', () => {
  it('does not start in production', () => {
    expect(() => testIssuer('pass', { NODE_ENV: 'production' })).toThrow(/NODE_ENV=production/);
  });

  it('looks for itself when nobody tells it', () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      expect(() => testIssuer('pass')).toThrow(/NODE_ENV=production/);
    } finally {
      process.env.NODE_ENV = before;
    }
  });

  it('knows five outcomes', () => {
    expect(() => testIssuer('toString' as never, {})).toThrow(/one of pass, fail, spent, expired, slow/);
  });
});
