import type { IncomingMessage, ServerResponse } from 'node:http';
import { FILM, KEEP, MARKER, PAGE } from './marked.ts';

/** An application that a careless hand wrote: it looks for its path in whatever way finds one. */
export function answerCarelessly({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(new URL(url.replaceAll('\\', '/'), 'http://a').pathname).replaceAll(/\/+/g, '/');
  if (path.startsWith('/public/')) response.end('open to everyone');
  else if (path === '/api/films') response.end(JSON.stringify({ films: [MARKER] }));
  else if (path === '/broken') response.writeHead(500, Object.entries(KEEP)).end(MARKER);
  else if (path === '/flat') response.writeHead(200, 'Fine', Object.entries(KEEP).flat()).end(MARKER);
  else if (path === '/old')
    (response as unknown as { writeHeader: typeof response.writeHead }).writeHeader(200, KEEP).end();
  else if (path === '/moved') response.writeHead(302, { ...KEEP, location: '/films/3' }).end();
  else if (path === '/unchanged') response.writeHead(304, { ...KEEP, etag: '"a"' }).end();
  else if (path === '/stream') {
    for (const [name, value] of Object.entries(KEEP)) response.setHeader(name, value);
    response.flushHeaders();
    response.write('a');
    setImmediate(() => response.end(MARKER));
  } else if (path === '/media/film.webm' && headers.range) response.writeHead(206, KEEP).end(FILM.subarray(5, 10));
  else response.setHeader('Cache-Control', 'public').end(path === '/media/film.webm' ? FILM : PAGE);
}
