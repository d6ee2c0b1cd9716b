import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { GateRequest } from './gate-request.ts';
import { OWN_PREFIX } from './policy.ts';

/** A request and an answer of `node:http`, or of `node:http2` in its compatible form. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** Stands for the site in the URL that is judged: its path alone counts, and no host of a request is believed. */
const NOWHERE = 'http://site.invalid';

/** More bytes than any address of the gate takes; whoever counts them finds too many, and need not see the rest. */
const ENOUGH = 16_384;

/**
 * The chunks of a body, once asked for. They are gathered by hand, since the stream's own iterator, which keeps pace with
 * bodies of any length, takes a twentieth of a redemption.
 */
async function* readChunks(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    if (incoming.destroyed) reject();
    incoming.once('end', resolve).once('error', reject).once('close', reject);
    incoming.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= ENOUGH) return;
      // The rest is left unread: the answer still goes out on that connection.
      incoming.pause();
      resolve();
    });
  });
  yield* chunks;
}

/**
 * The request as the gate judges it. Method and path are those of the request line, letter by letter, where a `Request`
 * would put them in order: the application behind sees them unordered. A target that is not a path (`*`, an
 * absolute one) becomes `//`, which nobody can have made public. Only the gate's own POSTs have a body.
 * @param own the body, where somebody else reads it already. @throws TypeError on headers that the Fetch standard does
 * not know.
 */
export function readNodeRequest(incoming: NodeRequest, own?: GateRequest['body']): GateRequest {
  const { method = '', url: target = '' } = incoming;
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] as string;
    if (!name.startsWith(':')) headers.append(name, incoming.rawHeaders[i + 1] as string);
  }
  const hasBody = method === 'POST' && target.startsWith(OWN_PREFIX);
  return {
    method,
    url: NOWHERE + (target.startsWith('/') ? target : '//'),
    headers,
    body: !hasBody ? null : own === undefined ? readChunks(incoming as IncomingMessage) : own,
  };
}
