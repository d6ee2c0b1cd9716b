import { AgeError, epochAt } from '@bauta/sdk/protocol';
import { Hono } from 'hono';
import type { Clock, TestClock } from '../clock.ts';
import { faultEvent, type Log } from '../log-events.ts';
import { secondsToNextMinute } from '../minute.ts';
import { answerProblem, outwardCode } from '../problem.ts';
import type { RoomName } from '../rooms.ts';
import { readBody } from './body.ts';
import type { ClientLimit } from './client-limit.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import type { Context, Route } from './route.ts';
import { type SecurityContact, securityTxtRoute } from './security-txt.ts';
import { clockRoutes, healthRoute } from './standing-routes.ts';

/** What holds for every answer that does not say otherwise itself. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
};

export interface RoomOptions {
  readonly name: RoomName;
  readonly routes: readonly Route[];
  /** For `GET /healthz`: false, or a throw, when the room's store does not answer. */
  readonly healthy: () => boolean | Promise<boolean>;
  readonly clock: Clock;
  /** The same clock, when it may be set over HTTP. */
  readonly testClock?: TestClock | undefined;
  readonly log: Log;
  /** The wallet's origin, for routes with `cors: 'wallet'`. */
  readonly walletOrigin?: string;
  /** For `GET /.well-known/security.txt`; 404 without a contact in it. */
  readonly security?: SecurityContact | undefined;
  /** How often a client may post; without it nobody is counted. */
  readonly clients?: ClientLimit | undefined;
  /** Answers whatever no route takes, for instance a static or a gated site; its headers are its own. */
  readonly rest?: (request: Request) => Response | Promise<Response>;
}

/** The HTTP of a room: its routes, `/healthz`, and the same order, limits, headers and refusals as in any other. */
export function createRoom(options: RoomOptions): Hono {
  const { name, clock, testClock, log, rest } = options;
  const routes = [
    healthRoute(name, options.healthy),
    ...(testClock === undefined ? [] : clockRoutes(testClock)),
    ...(options.security === undefined ? [] : [securityTxtRoute(options.security)]),
    ...options.routes,
  ];
  const app = new Hono();
  for (const route of routes) {
    const cors = corsHeaders(route.cors, options.walletOrigin);
    app.on(route.method, route.path, async (c) => {
      const context: Context = {
        request: c.req.raw,
        params: c.req.param(),
        query: new URL(c.req.url).searchParams,
        now: clock.now(),
      };
      return finish(await run(route, context), cors);
    });
  }
  for (const [path, methods] of methodsByPath(routes)) {
    const crossed = routes.filter((route) => route.path === path && route.cors !== undefined);
    app.all(path, (c) => {
      const asked =
        crossed.find(({ method }) => method === c.req.header('access-control-request-method')) ?? crossed[0];
      const cors = corsHeaders(asked?.cors, options.walletOrigin);
      if (c.req.method === 'OPTIONS' && asked) return finish(answerPreflight(asked.method, cors), {});
      return finish(refuse(new AgeError('ERR_METHOD'), clock.now(), { allow: methods.join(', ') }), cors);
    });
  }
  app.notFound((c) => (rest ? rest(c.req.raw) : finish(refuse(new AgeError('ERR_NOT_FOUND'), clock.now()), {})));
  app.onError((error) => finish(refuse(error, clock.now()), {}));

  async function run(route: Route, context: Context): Promise<Response> {
    const { request, now } = context;
    if (route.method === 'POST' && options.clients?.count(request.headers, now) === false) {
      return refuse(new AgeError('ERR_RATE_LIMITED'), now, { 'retry-after': String(secondsToNextMinute(now)) });
    }
    try {
      const input = route.reads ? await readBody(request, route.reads) : undefined;
      return await route.handle(input as never, context);
    } catch (error) {
      return refuse(error, now, route.refusalHeaders?.(outwardCode(error), context));
    }
  }

  function refuse(error: unknown, now: number, headers: Readonly<Record<string, string>> = {}): Response {
    log(
      error instanceof AgeError ? { event: 'refusal', code: error.code, epoch: epochAt(now) } : faultEvent(error, now),
    );
    return answerProblem(error, headers);
  }

  return app;
}

/** The answer with the headers it lacks. */
function finish(answer: Response, cors: Readonly<Record<string, string>>): Response {
  for (const [header, value] of Object.entries(HEADERS)) {
    if (!answer.headers.has(header)) answer.headers.set(header, value);
  }
  for (const [header, value] of Object.entries(cors)) answer.headers.set(header, value);
  return answer;
}

function methodsByPath(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method, cors } of routes) {
    const known = methods.get(path) ?? [];
    known.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]), ...(cors ? ['OPTIONS'] : []));
    methods.set(path, [...new Set(known)]);
  }
  return methods;
}
