import { createDemoSite, PANEL_PATHS, type Panel, PUBLIC_PATHS } from '@bauta/demo-site';
import { loadMedia } from '@bauta/demo-site/media';
import type { HeldToken } from '@bauta/sdk/client';
import { ageGate } from '@bauta/sdk/gate';
import type { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Browser, createBrowser } from '../gate/browser.ts';
import { createTestIssuer } from '../gate/issuer.ts';
import { enter, NOON, ORIGIN, optionsFor } from '../gate/site.ts';

const asked: string[] = [];
const PANEL: Panel = {
  script: 'draw()',
  style: '.panel{}',
  received(room, query) {
    asked.push(room + query);
    if (room !== 'issuer') return undefined;
    const headers = { 'access-control-allow-origin': 'http://wallet.localhost:4001' };
    return Promise.resolve(new Response('{"room":"issuer"}', { headers }));
  },
};

async function open(panel?: Panel): Promise<{ stranger: Browser; visitor: Browser }> {
  const issuer = await createTestIssuer('issuer.example', NOON);
  const publicPaths = panel ? [...PUBLIC_PATHS, ...PANEL_PATHS] : PUBLIC_PATHS;
  const gate = ageGate({ ...optionsFor(issuer, { now: NOON }), publicPaths });
  await gate.refresh();
  const app: Hono = createDemoSite({
    gate,
    media: await loadMedia(),
    healthy: () => true,
    ...(panel ? { panel } : {}),
  });
  const browse = () => createBrowser(ORIGIN, (request) => app.fetch(request));
  const [stranger, visitor] = [browse(), browse()];
  await enter(visitor, (await issuer.mint())[0] as HeldToken);
  return { stranger, visitor };
}

describe('a site with the panel', () => {
  let stranger: Browser;
  let visitor: Browser;
  beforeAll(async () => {
    ({ stranger, visitor } = await open(PANEL));
  });

  it('shows its page to everyone, with nothing of the site in it', async () => {
    const answer = await stranger.navigate('/who-knows-what');
    const html = await answer.text();
    expect([answer.status, html.includes('<h1>Who knows what</h1>')]).toEqual([200, true]);
    expect(html).not.toMatch(/film|landscape|Belv|style=|beat/i);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
    expect(answer.headers.get('content-security-policy')).toContain("connect-src 'self'");
    expect(await (await stranger.navigate('/who-knows-what?lang=fr')).text()).toContain('<html lang="fr">');
    expect(await (await stranger.load('/who-knows-what/panel.js')).text()).toBe('draw()');
    expect(await (await stranger.load('/who-knows-what/panel.css')).text()).toBe('.panel{}');
    expect((await stranger.load('/who-knows-what/icon.svg')).headers.get('content-type')).toContain('image/svg+xml');
  });

  it('asks the rooms itself, and takes no header of theirs over', async () => {
    const answer = await stranger.load('/who-knows-what/received/issuer?have=7');
    expect([answer.status, await answer.text()]).toEqual([200, '{"room":"issuer"}']);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await stranger.load('/who-knows-what/received/nobody')).status).toBe(404);
    expect(asked).toEqual(['issuer?have=7', 'nobody']);
  });

  it('keeps everything else behind the gate, and links the panel from inside', async () => {
    for (const path of ['/', '/styles.css', '/films/3', '/who-knows-whatever']) {
      expect([path, (await stranger.load(path)).status]).toEqual([path, 401]);
    }
    for (const path of ['/', '/films/3', '/nowhere']) {
      expect(await (await visitor.navigate(path)).text()).toContain('href="/who-knows-what"');
    }
  });
});

describe('a site without the panel', () => {
  it('has neither page nor link', async () => {
    const { stranger, visitor } = await open();
    for (const path of ['/who-knows-what', '/who-knows-what/panel.js', '/who-knows-what/received/issuer']) {
      expect([path, (await stranger.load(path)).status, (await visitor.navigate(path)).status]).toEqual([
        path,
        401,
        404,
      ]);
    }
    expect(await (await visitor.navigate('/')).text()).not.toContain('who-knows-what');
  });
});
