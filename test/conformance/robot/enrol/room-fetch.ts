import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';

/** What of `fetch` enrolment uses. */
export type RoomFetch = (url: string, init?: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 1_048_576;

/** Every `*.localhost` is this machine, as browsers have it and Node does not. */
const lookupRoom: LookupFunction = (hostname, options, callback) => {
  if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) lookup(hostname, options, callback);
  else if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

/** `fetch` that finds `*.localhost` and follows no redirect. @param count is told of each request, before it is sent. */
export function createRoomFetch(count: (requests: number) => void = () => {}): RoomFetch {
  return async (input, init) => {
    const asked = new Request(input, { redirect: 'manual', ...init });
    const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer());
    count(1);
    const url = new URL(asked.url);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    return new Promise((resolve, reject) => {
      const headers = { ...Object.fromEntries(asked.headers), ...length };
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const request = send(
        url,
        { method: asked.method, headers, lookup: lookupRoom, agent: false, signal },
        (answer) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > MOST_BYTES) answer.destroy(new TypeError('the answer is too large'));
            chunks.push(chunk);
          });
          answer.once('error', reject);
          answer.once('end', () => {
            const status = answer.statusCode ?? 500;
            const hasNoBody = status === 204 || status === 205 || status === 304;
            const received = new Headers();
            for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
              received.append(answer.rawHeaders[i] as string, answer.rawHeaders[i + 1] as string);
            }
            resolve(new Response(hasNoBody ? null : Buffer.concat(chunks), { status, headers: received }));
          });
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  };
}
