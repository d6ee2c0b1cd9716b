import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { NextResponse } from 'next/server.js';
import type { AgeGate } from './age-gate.ts';
import { answerShut, checkGate, warn } from './mounting.ts';
import { readNodeRequest } from './node-request.ts';
import { holdOnNode, sendOwn } from './node-response.ts';
import { shutUnjudged } from './node-unjudged.ts';
import { makeResponse, readResponse } from './own-answer.ts';

/** A request as it came to the server in front of Next, and the answer that goes out there. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  isJudged: boolean;
}

/** What this process knows of its own servers. */
interface Watch {
  readonly current: AsyncLocalStorage<Exchange>;
  /** Servers that have asked the gate: whatever they answer, it must have been asked. */
  readonly guarded: WeakSet<Server>;
  /** False until a request began after the watch did. */
  hasSeen: boolean;
  /** Requests that came before the watch and were sent round once more. */
  early: number;
}

/** Next bundles this file several times, and again after each change in development: the watch is one for all. */
const KEY: unique symbol = Symbol.for('bauta.gate.next') as never;
/** The first requests make Next load the gate, and came before it: so many, at most, are sent round once more. */
const EARLY_MAX = 100;

const UNREACHABLE =
  'next(gate) reaches the answers of a Next server on Node alone (next start, next dev, a custom server), ' +
  'not on the edge nor where the proxy runs apart from the application';
const LEFT_OUT = 'the server answered a request that never came to the gate: proxy.ts must not export a matcher';

/**
 * The gate as the proxy of Next 16: `export const proxy = next(gate)` in `proxy.ts`, without a `matcher`. The application
 * runs for public paths and for visitors with a session, and for nobody else: pages, routes, data, images, and files of
 * `public` and `_next`. It judges the request line that came to the server, not what Next made of it, and the headers
 * that the gate gives hold on the server's own response, whatever a page, a route or `next.config` sets.
 *
 * An answer of a server that has the gate, for which the gate was not asked (a `matcher` leaves paths out), is replaced by
 * an empty 503, redirects excepted, and a warning says why (`process` event `warning`, code `BAUTA_GATE`); so is every
 * request when the server's response is out of reach. Not seen are: an answer past a `matcher` before the gate was asked
 * for the first time, other servers of the same process, and files that a host or CDN serves by itself.
 * @throws TypeError when it is not given a gate, or on the edge runtime.
 */
export function next(gate: AgeGate): (request: Request) => Promise<Response> {
  checkGate(gate);
  if (process.env.NEXT_RUNTIME === 'edge') throw new TypeError(UNREACHABLE);
  const watch = watchServers();

  return async (request) => {
    const exchange = watch.current.getStore();
    if (exchange === undefined) return meetUnseen(watch, request);
    const { request: incoming, response: outgoing } = exchange;
    watch.guarded.add(serverOf(incoming));
    exchange.isJudged = true;
    const judged = await gate.handle(readNodeRequest(incoming, request.body));
    if ('headers' in judged) {
      holdOnNode(outgoing, judged.headers);
      return NextResponse.next();
    }
    // Next would rewrite Location and split Set-Cookie; an answer that has been sent it leaves alone.
    if (!outgoing.destroyed && !outgoing.headersSent) {
      sendOwn(outgoing, judged.own ?? (await readResponse(judged.response)));
    }
    return makeResponse(answerShut());
  };
}

function watchServers(): Watch {
  const house = globalThis as { [KEY]?: Watch };
  if (house[KEY]) return house[KEY];
  const watch: Watch = {
    current: new AsyncLocalStorage(),
    guarded: new WeakSet(),
    hasSeen: false,
    early: 0,
  };
  house[KEY] = watch;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Exchange;
    const exchange: Exchange = { request, response, isJudged: false };
    watch.hasSeen = true;
    watch.current.enterWith(exchange);
    const mayPass = (): boolean => exchange.isJudged || !watch.guarded.has(serverOf(request));
    shutUnjudged(response, mayPass, () => warn(LEFT_OUT));
  });
  return watch;
}

function serverOf({ socket }: IncomingMessage): Server {
  return (socket as unknown as { readonly server: Server }).server;
}

function meetUnseen(watch: Watch, { url }: Request): Response {
  if (!watch.hasSeen && watch.early < EARLY_MAX) {
    watch.early++;
    return NextResponse.redirect(url, { status: 307, headers: { 'cache-control': 'private, no-store' } });
  }
  warn(UNREACHABLE);
  return makeResponse(answerShut());
}
