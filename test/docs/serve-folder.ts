import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const HEADERS = {
  // What typedoc writes has styles, pictures and a script in the page. Nothing may come from elsewhere, nor go there.
  'content-security-policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** A folder that is shown. */
export interface Shown {
  readonly url: string;
  close(): void;
}

/** Shows a folder on 127.0.0.1. @param port 0 for any that is free. @throws Error EADDRINUSE */
export function serveFolder(folder: string, port: number): Promise<Shown> {
  const server = createServer(async ({ method, url = '/' }, answer) => {
    const file = method === 'GET' ? fileOf(folder, url) : undefined;
    const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (file === undefined || bytes === undefined) {
      answer.writeHead(404, { ...HEADERS, 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    answer.writeHead(200, { ...HEADERS, 'content-type': MEDIA_TYPES[extname(file)] ?? 'text/plain' }).end(bytes);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const { port: listening } = server.address() as AddressInfo;
      done({ url: `http://127.0.0.1:${listening}/`, close: () => void server.close() });
    });
  });
}

/** @returns undefined for a path that is none, or leads out of the folder. */
function fileOf(folder: string, url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname);
    const file = resolve(join(folder, path.endsWith('/') ? `${path}index.html` : path));
    return file.startsWith(resolve(folder) + sep) && !path.includes('\0') ? file : undefined;
  } catch {
    return undefined;
  }
}
