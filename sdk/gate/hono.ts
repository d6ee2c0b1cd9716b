import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { AgeGate } from './age-gate.ts';
import { holdFetchHeaders } from './held-headers.ts';
import { answerShut, checkGate, warn } from './mounting.ts';
import type { NodeResponse } from './node-request.ts';
import { holdOnNode } from './node-response.ts';
import { makeResponse } from './own-answer.ts';

const FIRST =
  'app.use(hono(gate)) must come first, on the application itself and without a path: ' +
  'what is registered before it could answer in its place, or change what it has set';

/**
 * The gate as a Hono middleware: `app.use(hono(gate))`, before everything else. The application runs for public paths
 * and for visitors with a session, and for nobody else; the headers that the gate gives hold whatever it sets, on
 * errors, streams and redirects too, and on Node also when it writes to the server's own response.
 *
 * A request that reaches the gate behind another middleware, or under another pattern than every path, is answered 503,
 * and a warning says why (`process` event `warning`, code `BAUTA_GATE`). Not seen are: a route that was registered before
 * the gate and answers by itself, an application that is handed to `app.mount` of another one, whatever stands around
 * `app.fetch`, and static files that the host serves before it asks the application.
 * @throws TypeError when it is not given a gate.
 */
export function hono(gate: AgeGate): MiddlewareHandler {
  checkGate(gate);
  return async (c, next) => {
    if (c.req.routeIndex !== 0 || routePath(c) !== '/*') {
      warn(FIRST);
      return makeResponse(answerShut());
    }
    const judged = await gate.handle(c.req.raw);
    if ('response' in judged) return judged.response;
    const outgoing = nodeResponseOf(c);
    if (outgoing) holdOnNode(outgoing, judged.headers);
    await next();
    try {
      holdFetchHeaders(judged.headers, c.res.headers);
    } catch {
      // Headers of an answer that was fetched cannot be changed; those of its copy can.
      c.res = new Response(c.res.body, c.res);
      holdFetchHeaders(judged.headers, c.res.headers);
    }
  };
}

/** What `@hono/node-server` gives the application to write to, beside the answers of the Fetch standard. */
function nodeResponseOf({ env }: Context): NodeResponse | undefined {
  const outgoing: unknown = (env as { readonly outgoing?: unknown } | undefined)?.outgoing;
  return typeof (outgoing as NodeResponse | undefined)?.writeHead === 'function'
    ? (outgoing as NodeResponse)
    : undefined;
}
