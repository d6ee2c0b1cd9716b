import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { GateRequest } from './gate-request.ts';
import { OWN_PREFIX } from './policy.ts';

/** A request and an answer of `node:http`, or of `node:http2` in its compatible form. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** Stands for the site in the URL that is judged: its path alone counts, and no host of a request is believed. */
const NOWHERE = 'http://site.invalid';

/** Every line counts, and is joined with those of its name as `Headers` would: Node itself leaves the second of some out. */
function readHeaders(lines: readonly string[]): GateRequest['headers'] {
  const joined = new Map<string, string>();
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const name = (lines[i] as string).toLowerCase();
    const value = lines[i + 1] as string;
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
  }
  return { get: (name) => joined.get(name) ?? null, has: (name) => joined.has(name) };
}

/**
 * The request as the gate judges it. Method and path are those of the request line, letter by letter, where a `Request`
 * would put them in order: the application behind sees them unordered. A target that is not a path (`*`, an
 * absolute one) becomes `//`, which nobody can have made public. Only the gate's own POSTs have a body.
 * @param own the body, where somebody else reads it already.
 */
export function readNodeRequest(incoming: NodeRequest, own?: GateRequest['body']): GateRequest {
  const { method = '', url: target = '' } = incoming;
  const hasBody = method === 'POST' && target.startsWith(OWN_PREFIX);
  return {
    method,
    url: NOWHERE + (target.startsWith('/') ? target : '//'),
    headers: readHeaders(incoming.rawHeaders),
    // The rest is left unread when the gate wants no more: the answer still goes out on that connection.
    body: !hasBody ? null : own === undefined ? incoming.iterator({ destroyOnReturn: false }) : own,
  };
}
