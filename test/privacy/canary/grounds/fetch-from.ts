import { type IncomingMessage, request as requestHttp } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Fetch, lookupLoopback } from '@bauta/services/loopback';

/** `fetch` from an address of this machine's own, 127.x.y.z, with all headers as they are given. */
export function fetchFrom(localAddress: string): Fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
    const headers = {
      ...Object.fromEntries(asked.headers),
      ...(body ? { 'content-length': String(body.length) } : {}),
    };
    const options = { agent: false, method: asked.method, headers, localAddress, lookup: lookupLoopback, family: 4 };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = requestHttp(asked.url, options, resolve);
      request.once('error', (cause) => reject(new TypeError('fetch failed', { cause })));
      request.end(body);
    });
    const received = await buffer(answer);
    const answered = new Headers();
    for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
      answered.append(answer.rawHeaders[at] as string, answer.rawHeaders[at + 1] as string);
    }
    const status = answer.statusCode as number;
    const hasNoBody = status === 204 || status === 205 || status === 304;
    return new Response(hasNoBody ? null : new Uint8Array(received), { status, headers: answered });
  };
}
