import type { HeldToken } from '@bauta/sdk/client';
import { hono } from '@bauta/sdk/gate/hono';
import { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, enter, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
let held: HeldToken;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  [held] = (await issuer.mint()) as [HeldToken];
});

it('puts the headers on every answer of the application, its errors too', async () => {
  const site = await createTestSite(issuer);
  const browser = site.browser();
  await enter(browser, held);
  const headers = { cookie: `__Host-age=${browser.cookies.get('__Host-age')}` };

  const app = new Hono()
    .use(hono(site.gate))
    .get('/cached', (c) => c.text('a', 200, { 'cache-control': 'public, max-age=60', vary: 'Accept' }))
    .get('/cookie', (c) => c.text('a', 200, { 'set-cookie': 'own=1' }))
    .get('/proxied', () => Response.redirect(`${ORIGIN}/cached`))
    .get('/broken', () => {
      throw new Error('a fault of the application');
    });
  app.onError((_, c) => c.text('a fault', 500));
  for (const [path, status, vary] of [
    ['/cached', 200, 'Accept, Cookie'],
    ['/cookie', 200, 'Cookie'],
    ['/proxied', 302, 'Cookie'],
    ['/broken', 500, 'Cookie'],
    ['/nowhere', 404, 'Cookie'],
  ] as const) {
    const answer = await app.request(ORIGIN + path, { headers });
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('vary')]).toEqual([
      status,
      'private, no-store',
      vary,
    ]);
    if (path === '/cookie') expect(answer.headers.getSetCookie()).toEqual(['own=1']);
    expect((await app.request(ORIGIN + path)).status).toBe(401);
  }
});
