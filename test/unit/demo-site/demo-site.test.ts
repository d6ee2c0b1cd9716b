import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { HeldToken } from '@bauta/sdk/client';
import { ageGate } from '@bauta/sdk/gate';
import type { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDemoSite, PUBLIC_PATHS } from '../../../demo-site/app.ts';
import { drawLandscape } from '../../../demo-site/landscape.ts';
import { loadMedia, type Media } from '../../../demo-site/media.ts';
import { SCENES } from '../../../demo-site/scenes.ts';
import { type Browser, createBrowser } from '../gate/browser.ts';
import { createTestIssuer } from '../gate/issuer.ts';
import { enter, NOON, ORIGIN, optionsFor } from '../gate/site.ts';

let app: Hono;
let media: Media;
let stranger: Browser;
let visitor: Browser;
let isHealthy = true;
beforeAll(async () => {
  const issuer = await createTestIssuer('issuer.example', NOON);
  const gate = ageGate({ ...optionsFor(issuer, { now: NOON }), publicPaths: PUBLIC_PATHS });
  await gate.refresh();
  media = await loadMedia();
  app = createDemoSite({
    gate,
    media,
    healthy: () => {
      if (!isHealthy) throw new Error('no store');
      return true;
    },
  });
  stranger = createBrowser(ORIGIN, (request) => app.fetch(request));
  visitor = createBrowser(ORIGIN, (request) => app.fetch(request));
  const [held] = (await issuer.mint()) as [HeldToken];
  await enter(visitor, held);
});

const GATED = [
  '/',
  '/films/3',
  '/films/99',
  '/api/films',
  '/landscapes/1.svg',
  '/media/film-3.webm',
  '/styles.css',
  '/icon.svg',
  '/nowhere',
  '/media/',
];

describe('to a stranger', () => {
  it.each(GATED)('%s gives the gate, and nothing of the site', async (path) => {
    for (const init of [{}, { method: 'HEAD' }, { headers: { range: 'bytes=0-99' } }, { method: 'POST' }]) {
      const asMedia = await stranger.load(path, init);
      expect(asMedia.status).toBe(401);
      const asPage = await stranger.navigate(path, init);
      expect(asPage.status).toBe(403);
      for (const answer of [asMedia, asPage]) {
        expect(answer.headers.get('cache-control')).toBe('private, no-store');
        expect(await answer.text()).not.toMatch(/Film|<svg xmlns|Belv/);
      }
    }
  });

  it('the gate page keeps the policy of the gate', async () => {
    const met = await stranger.navigate('/');
    expect(met.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; form-action/);
    expect(met.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('robots.txt and healthz are open', async () => {
    expect(await (await stranger.load('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n');
    const answer = await stranger.load('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { room: 'demo-site', ok: true }]);
    isHealthy = false;
    const sick = await stranger.load('/healthz');
    expect([sick.status, await sick.json()]).toEqual([503, { room: 'demo-site', ok: false }]);
    isHealthy = true;
  });
});

describe('to a visitor who has proved their age', () => {
  it('the front page lists the films, says who learns what, and beats', async () => {
    const answer = await visitor.navigate('/', { headers: { 'accept-language': 'fr' } });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    for (const expected of ['Film 1', 'Film 6', 'Qui apprend quoi', 'L’émetteur des jetons', '15\u00a0secondes']) {
      expect(html).toContain(expected);
    }
    expect(html).toContain('<script src="/_age/beat.js" defer></script>');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(html).not.toMatch(/anonym|certifi|https?:/i);
  });

  it('every film has its picture, and the third one moves', async () => {
    for (const [i, scene] of SCENES.entries()) {
      const number = i + 1;
      const page = await (await visitor.navigate(`/films/${number}`)).text();
      expect(page).toContain(`<h1>Film ${number}</h1>`);
      expect(page.includes('<video')).toBe(number === 3);
      const picture = await visitor.load(`/landscapes/${number}.svg`);
      expect(picture.headers.get('content-type')).toBe('image/svg+xml');
      expect(await picture.text()).toBe(drawLandscape(scene));
    }
    const { films } = (await (await visitor.load('/api/films')).json()) as { films: unknown[] };
    expect(films[2]).toEqual({ number: 3, picture: '/landscapes/3.svg', video: '/media/film-3.webm' });
  });

  it.each(['/films/0', '/films/7', '/films/03', '/films/x', '/landscapes/7.svg', '/nowhere'])(
    '%s is not there',
    async (path) => {
      expect((await visitor.navigate(path)).status).toBe(404);
    },
  );
});

describe('the video', () => {
  const FILM = '/media/film-3.webm';

  it('is whole, WebM, and small', async () => {
    const answer = await visitor.load(FILM);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('accept-ranges')]).toEqual([
      200,
      'video/webm',
      'bytes',
    ]);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(bytes).toEqual(media.film);
    expect(bytes.slice(0, 4)).toEqual(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3));
    expect(bytes.length).toBeLessThan(300_000);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=10-19', 10, 19],
    ['bytes=10-', 10, -1],
    ['bytes=-5', -5, -1],
    ['bytes=0-999999999', 0, -1],
    ['bytes=-999999999', 0, -1],
  ])('%s', async (range, first, last) => {
    const { length } = media.film;
    const [from, to] = [first, last].map((at) => (at < 0 ? length + at : at)) as [number, number];
    const answer = await visitor.load(FILM, { headers: { range } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to}/${length}`]);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(media.film.slice(from, to + 1));
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it.each(['bytes=999999999-', 'bytes=-0'])('%s is beyond it', async (range) => {
    const answer = await visitor.load(FILM, { headers: { range } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, `bytes */${media.film.length}`]);
  });

  it.each(['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=', 'bytes=-', 'bytes=a-b'])(
    '%s is answered whole',
    async (range) => {
      expect((await visitor.load(FILM, { headers: { range } })).status).toBe(200);
    },
  );
});

describe('the folder', () => {
  const root = new URL('../../../demo-site/', import.meta.url);
  const sources = (readdirSync(root, { recursive: true }) as string[]).filter((path) => path.endsWith('.ts'));

  it('imports the SDK by its published name, and nothing else of ours', () => {
    for (const path of sources) {
      const text = readFileSync(new URL(path, root), 'utf8');
      for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
        expect(from, path).toMatch(
          /^(\.{1,2}\/(?!\.\.)[a-z./-]+|@bauta\/sdk\/[a-z/-]+|hono(\/html)?|node:fs\/promises)$/,
        );
        expect(from).not.toMatch(/sdk\/[a-z]+\.ts|services|\.\.\/\.\.\//);
      }
      expect(text, path).not.toMatch(/process\.|Date\.now|new Date/);
    }
    expect(sources.length).toBeGreaterThan(10);
  });

  it('holds one file that is not text, under 300 KB', () => {
    const film = new URL('media/film-3.webm', root);
    expect(existsSync(film) && statSync(film).size).toBeLessThan(300_000);
    expect(readdirSync(new URL('media/', root))).toEqual(['film-3.webm']);
  });
});
