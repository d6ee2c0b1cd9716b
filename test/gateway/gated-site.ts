import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { API_PATH, MEDIA_PATH, PAGE_PATH, PUBLIC_PATH } from '../door/paths.ts';

/** In every gated byte of the site, and in no public one. */
export const MARKER = 'behind-the-door-5042';
export const MEDIA: Buffer = Buffer.from(`${MARKER} `.repeat(500));

/** The site's files: pages as `index.html` of a folder, and media. */
export function layOutSite(root: string): void {
  const files: Readonly<Record<string, string | Buffer>> = {
    'index.html': `<p>${MARKER} front</p>`,
    [`${PAGE_PATH}/index.html`]: `<p>${MARKER} page</p>`,
    [MEDIA_PATH]: MEDIA,
    '/media/film.mp4': MEDIA,
    [PUBLIC_PATH]: 'public',
    '/robots.txt': 'User-agent: *\n',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** An application behind the server in front, with headers of its own that must not survive. */
export async function serveApplication(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const isGated = request.url?.startsWith(API_PATH) ?? false;
    response.writeHead(isGated ? 200 : 404, {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=3600',
      vary: 'Accept-Encoding',
      'set-cookie': ['own=1; Path=/', 'other=2; Path=/'],
    });
    response.end(JSON.stringify({ marker: MARKER }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
