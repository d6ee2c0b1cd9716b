import { type AgeGate, maskMark, type SessionRule } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { type Context, Hono } from 'hono';
import { answerRange } from './byte-range.ts';
import { FILM_PATH, listFilms, parseFilmNumber } from './films.ts';
import { drawLandscape } from './landscape.ts';
import type { Media } from './media.ts';
import { filmPage } from './pages/film-page.ts';
import { frontPage } from './pages/front-page.ts';
import { notFoundPage } from './pages/not-found-page.ts';
import { styles } from './pages/styles.css.ts';
import { addPanel, type Panel } from './panel.ts';
import { SCENES, type Scene } from './scenes.ts';
import { textsFor } from './texts/index.ts';
import type { Texts } from './texts/texts.ts';

export { PANEL_PATHS, type Panel } from './panel.ts';

/** What is open to everyone; give it to the gate as `publicPaths`. */
export const PUBLIC_PATHS: readonly string[] = ['/robots.txt', '/healthz'];

/** Gated paths of every kind that the site has, the film among them: for whoever checks it, as the gate's `canaries`. */
export const CANARIES: readonly string[] = ['/', '/films/3', '/api/films', '/landscapes/3.svg', FILM_PATH];

/** Where visitors of a fictional site would write to. */
export const CONTACT = 'mailto:age@belvedere.example';

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; script-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What the site's pages are built with. */
export interface DemoPagesOptions {
  /** When a session ends, for the sentence on the front page. */
  readonly policy: SessionRule;
  readonly media: Media;
  /** For `GET /healthz`: false, or a throw, when the gate's store does not answer. */
  readonly healthy: () => boolean | Promise<boolean>;
  /** Given in a demonstration only: without it there is neither the page nor a link to it. */
  readonly panel?: Panel;
}

/** What the site is built with. */
export type DemoSiteOptions = Omit<DemoPagesOptions, 'policy'> & { readonly gate: AgeGate };

/** A fictional adult site: landscapes stand for its content, and the server withholds every byte of it. */
export function createDemoSite({ gate, ...pages }: DemoSiteOptions): Hono {
  const app = new Hono();
  app.use(hono(gate));
  return addPages(app, { ...pages, policy: gate.policy });
}

/** The pages without a gate: `app` has one already, or stands behind one. */
export function addPages(app: Hono, { policy, media, healthy, panel }: DemoPagesOptions): Hono {
  app.use(async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', c.res.headers.get('referrer-policy') ?? 'same-origin');
    c.header('content-security-policy', c.res.headers.get('content-security-policy') ?? CONTENT_SECURITY_POLICY);
  });

  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  app.get('/healthz', async (c) => {
    const ok = await answersTrue(healthy);
    return c.json({ room: 'demo-site', ok }, ok ? 200 : 503);
  });

  if (panel) addPanel(app, panel);

  const textsOf = (c: Context): Texts => {
    const texts = textsFor(c.req.raw);
    return panel ? texts : { ...texts, panelLink: undefined };
  };
  const notFound = (c: Context) => c.html(notFoundPage(textsOf(c)), 404);
  app.get('/', (c) => c.html(frontPage(textsOf(c), policy)));
  app.get('/films/:number', (c) => {
    const number = parseFilmNumber(c.req.param('number'));
    return number === undefined ? notFound(c) : c.html(filmPage(textsOf(c), number));
  });
  app.get('/api/films', (c) => c.json({ films: listFilms() }));
  app.get('/landscapes/:file{\\d+\\.svg}', (c) => {
    const number = parseFilmNumber(c.req.param('file').replace('.svg', ''));
    return number === undefined ? notFound(c) : svg(drawLandscape(SCENES[number - 1] as Scene));
  });
  app.get(FILM_PATH, (c) => answerRange(media.film, 'video/webm', c.req.header('range')));
  app.get('/styles.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/icon.svg', () => svg(maskMark.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" color="#8c1c2b"')));
  app.notFound(notFound);
  return app;
}

function svg(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'image/svg+xml' } });
}

async function answersTrue(healthy: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await healthy();
  } catch {
    return false;
  }
}
