import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Http2ServerResponse, ServerHttp2Stream } from 'node:http2';
import { holdHeaders } from './held-headers.ts';
import type { NodeResponse } from './node-request.ts';
import type { OwnAnswer } from './own-answer.ts';

type Given = OutgoingHttpHeaders | readonly OutgoingHttpHeader[] | undefined;

/** Sends an answer of the gate itself. */
export function sendOwn(outgoing: NodeResponse, { status, headers: own, cookies, body }: OwnAnswer): void {
  const headers: OutgoingHttpHeaders = { ...own };
  if (cookies.length > 0) headers['set-cookie'] = [...cookies];
  // Without it a redirect would go out in chunks. 204 and 304 have no length of their own (RFC 9110 §8.6).
  if (body !== null || (status >= 300 && status < 304)) headers['content-length'] = Buffer.byteLength(body ?? '');
  const http1 = outgoing as ServerResponse;
  http1.writeHead(status, headers);
  // An empty chunk would be one more write to the socket.
  if (body !== null) http1.end(body);
  else http1.end();
}

/**
 * Makes the headers of the gate hold, whatever the application, a framework or an error sets later: they are put into
 * place at the last moment, as the head goes out. What writes to the socket itself is out of reach.
 */
export function holdOnNode(outgoing: NodeResponse, held: Headers): void {
  // Set now too, so that the application sees them.
  settle(outgoing as ServerResponse, held);
  if (isHttp2(outgoing)) holdStream(outgoing.stream, held);
  else holdHead(outgoing, held);
}

function isHttp2(outgoing: NodeResponse): outgoing is Http2ServerResponse {
  return 'stream' in outgoing;
}

/** Every way to an HTTP/1 head goes through `writeHead`, the implicit one of `write` and `end` too. */
function holdHead(outgoing: ServerResponse, held: Headers): void {
  const { writeHead } = outgoing;
  function write(this: ServerResponse, status: number, ...rest: unknown[]): ServerResponse {
    if (outgoing.headersSent) return Reflect.apply(writeHead, outgoing, [status, ...rest]);
    const message = typeof rest[0] === 'string' ? [rest[0]] : [];
    setAll(outgoing, (typeof rest[0] === 'string' ? rest[1] : (rest[0] ?? rest[1])) as Given);
    settle(outgoing, held);
    return Reflect.apply(writeHead, outgoing, [status, ...message]);
  }
  // `writeHeader` is the old name, and another function.
  Object.assign(outgoing, { writeHead: write, writeHeader: write });
}

/** What `writeHead` was given, in the three shapes that it takes. */
function setAll(outgoing: ServerResponse, given: Given): void {
  if (given === undefined || given === null) return;
  if (!Array.isArray(given)) {
    for (const [name, value] of Object.entries(given)) if (value !== undefined) outgoing.setHeader(name, value);
    return;
  }
  const pairs: readonly (readonly [string, string])[] = Array.isArray(given[0])
    ? given
    : given.flatMap((name, i) => (i % 2 === 0 ? [[name, given[i + 1]]] : []));
  for (const [name] of pairs) outgoing.removeHeader(name);
  for (const [name, value] of pairs) outgoing.appendHeader(name, value);
}

function settle(outgoing: ServerResponse, held: Headers): void {
  const { removed, replaced, cookies } = holdHeaders(held, {
    vary: linesOf(outgoing.getHeader('vary')).join(', ') || null,
    cookies: linesOf(outgoing.getHeader('set-cookie')),
  });
  for (const name of removed) outgoing.removeHeader(name);
  for (const [name, value] of replaced) outgoing.setHeader(name, value);
  if (cookies.length > 0) {
    outgoing.setHeader('set-cookie', [...linesOf(outgoing.getHeader('set-cookie')), ...cookies]);
  }
}

function linesOf(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : [value].flat().map(String);
}

const RESPOND = ['respond', 'respondWithFD', 'respondWithFile'] as const;

/** HTTP/2 heads go through the stream, whoever writes them. */
function holdStream(stream: ServerHttp2Stream, held: Headers): void {
  for (const name of RESPOND) {
    const respond = stream[name] as (...args: unknown[]) => unknown;
    const at = name === 'respond' ? 0 : 1;
    Object.assign(stream, {
      [name](...args: unknown[]): unknown {
        args[at] = settleAll(args[at] as Given, held);
        return Reflect.apply(respond, stream, args);
      },
    });
  }
}

/** A copy of `given`, its names in lower case. */
function settleAll(given: Given, held: Headers): OutgoingHttpHeaders {
  const own: OutgoingHttpHeaders = Object.create(null);
  for (const name of Reflect.ownKeys(given ?? {})) {
    // Symbols say which headers are sensitive.
    const key = typeof name === 'string' ? name.toLowerCase() : name;
    own[key as string] = (given as OutgoingHttpHeaders)[name as string];
  }
  const { removed, replaced, cookies } = holdHeaders(held, {
    vary: linesOf(own.vary).join(', ') || null,
    cookies: linesOf(own['set-cookie']),
  });
  for (const name of removed) delete own[name];
  for (const [name, value] of replaced) own[name] = value;
  if (cookies.length > 0) own['set-cookie'] = [...linesOf(own['set-cookie']), ...cookies];
  return own;
}
