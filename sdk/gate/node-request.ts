import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { OWN_PREFIX } from './policy.ts';

/** A request and an answer of `node:http`, or of `node:http2` in its compatible form. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** Stands for the site in the URL that is judged: its path alone counts, and no host of a request is believed. */
const NOWHERE = 'http://site.invalid';

/**
 * The request as the gate judges it. Method and path are those of the request line, letter by letter, where `Request`
 * itself would put them in order: the application behind sees them unordered. A target that is not a path (`*`, an
 * absolute one) becomes `//`, which nobody can have made public. Only the gate's own POSTs have a body.
 * @param own the body, where somebody else reads it already. @throws TypeError on headers that the Fetch standard does
 * not know.
 */
export function readNodeRequest(incoming: NodeRequest, signal: AbortSignal, own?: ReadableStream | null): Request {
  const { method = '', url: target = '' } = incoming;
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] as string;
    if (!name.startsWith(':')) headers.append(name, incoming.rawHeaders[i + 1] as string);
  }
  const hasBody = method === 'POST' && target.startsWith(OWN_PREFIX);
  const body = hasBody ? { method, body: own === undefined ? streamBody(incoming) : own, duplex: 'half' } : {};
  const request = new Request(NOWHERE, { headers, signal, ...body } as RequestInit);
  const url = NOWHERE + (target.startsWith('/') ? target : '//');
  return Object.defineProperties(request, { url: { value: url }, method: { value: method } });
}

/** Reads on as the gate asks for more, and leaves the rest unread when it wants no more. */
function streamBody(incoming: NodeRequest): ReadableStream<Uint8Array> {
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value as Uint8Array);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
