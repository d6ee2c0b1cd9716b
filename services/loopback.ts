import { lookup as lookupInDns } from 'node:dns';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';

/**
 * Finds a host's address: every `*.localhost` is this machine (RFC 6761 §6.3), as browsers have it and Node does not.
 */
export const lookupLoopback: LookupFunction = (hostname, options, callback) => {
  if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) lookupInDns(hostname, options, callback);
  else if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

/** Methods that may be sent twice (RFC 9110 §9.2.2), as far as they are used here. */
const REPEATABLE = ['GET', 'HEAD', 'PUT'];

/** What of `fetch` the rooms use. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface LoopbackFetchOptions {
  /** For the whole exchange; 10,000 unless given. */
  readonly timeoutMs?: number;
  /** The most bytes of an answer's body; 1 MiB unless given. */
  readonly maxBytes?: number;
  /** Certificates (PEM) to believe in place of the system's, for https on loopback. */
  readonly ca?: string;
}

/**
 * `fetch` over `lookupLoopback`, with the public name in `Host` and in TLS. Redirects are answers like any other, and
 * nothing is cached or decompressed.
 * Like `fetch` it rejects with TypeError when there is no whole answer (unreachable, cut short, too large), and with
 * the signal's reason when it was ended from outside or took too long.
 */
export function createLoopbackFetch(options: LoopbackFetchOptions = {}): Fetch {
  const { timeoutMs = 10_000, maxBytes = 1_048_576, ca } = options;
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca }) });

  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer());
    const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(timeoutMs)]);
    const exchange = {
      method: asked.method,
      headers: {
        ...Object.fromEntries(asked.headers),
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      },
      lookup: lookupLoopback,
      signal,
    };
    const isSecure = url.protocol === 'https:';
    const send = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const request = isSecure
          ? requestHttps(url, { ...exchange, agent: https })
          : requestHttp(url, { ...exchange, agent: http });
        request.once('response', resolve);
        request.once('error', (error: NodeJS.ErrnoException) => {
          // The other side was closing the idle connection while this went out on it.
          const isStale = request.reusedSocket && error.code === 'ECONNRESET' && REPEATABLE.includes(asked.method);
          if (isStale) resolve(send());
          else reject(error);
        });
        request.end(body);
      });
    try {
      const answer = await send();
      return toResponse(answer, await readAll(answer, maxBytes));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new TypeError('fetch failed', { cause: error });
    }
  };
}

/** `createLoopbackFetch` with its own limits. */
export const loopbackFetch: Fetch = createLoopbackFetch();

async function readAll(answer: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > maxBytes) throw new TypeError('the answer is too large');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function toResponse(answer: IncomingMessage, body: Uint8Array<ArrayBuffer>): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    headers.append(answer.rawHeaders[i] as string, answer.rawHeaders[i + 1] as string);
  }
  const status = answer.statusCode as number;
  const hasNoBody = status === 204 || status === 205 || status === 304;
  return new Response(hasNoBody ? null : body, { status, statusText: answer.statusMessage ?? '', headers });
}
