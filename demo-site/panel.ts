import { maskMark } from '@bauta/sdk/gate';
import type { Hono } from 'hono';
import { panelPage } from './pages/panel-page.ts';
import { textsFor } from './texts/index.ts';

const PATH = '/who-knows-what';

/** What is open besides, where there is a panel; give it to the gate as `publicPaths`. */
export const PANEL_PATHS: readonly string[] = [PATH, `${PATH}/`];

/** The panel on who knows what, as it is handed to the site of a demonstration. */
export interface Panel {
  readonly script: string;
  readonly style: string;
  /** What a room says that it received; undefined for a name that is no room's. @param query `?have=…`, or nothing */
  received(room: string, query: string): Promise<Response> | undefined;
}

/** The page of the panel. It asks this site alone, so that no browser ever names the site to another room. */
export function addPanel(app: Hono, { script, style, received }: Panel): void {
  const asset = (text: string, mediaType: string) => () =>
    new Response(text, { headers: { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'no-store' } });
  app.get(PATH, (c) => c.html(panelPage(textsFor(c.req.raw))));
  app.get(`${PATH}/panel.js`, asset(script, 'text/javascript'));
  app.get(`${PATH}/panel.css`, asset(style, 'text/css'));
  const icon = maskMark.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" color="#b8434f"');
  app.get(`${PATH}/icon.svg`, asset(icon, 'image/svg+xml'));
  app.get(`${PATH}/received/:room`, async (c) => {
    const answer = await received(c.req.param('room'), new URL(c.req.url).search);
    if (!answer) return c.notFound();
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    return new Response(answer.body, { status: answer.status, headers });
  });
}
