import type { AgeGate } from './age-gate.ts';
import { createDirectoryUpkeep, type DirectoryUpkeep } from './directory-upkeep.ts';
import { holdFetchHeaders } from './held-headers.ts';
import { answerShut, checkGate, warn } from './mounting.ts';
import { makeResponse } from './own-answer.ts';

/** What the platform gives a Worker for one request, as far as it is used here. */
export interface WorkerContext {
  waitUntil(work: Promise<unknown>): void;
}

/** What a Worker without a gate exports. */
export interface WorkerSite<E> {
  fetch(request: Request, env: E, ctx: WorkerContext): Response | Promise<Response>;
  scheduled?(event: unknown, env: E, ctx: WorkerContext): unknown;
}

/** What a Worker with a gate exports. */
export interface GatedWorker<E> {
  fetch(request: Request, env: E, ctx: WorkerContext): Promise<Response>;
  /** Reads the key directory for all instances, and then is the site's own. */
  scheduled(event: unknown, env: E, ctx: WorkerContext): Promise<void>;
}

/** Milliseconds that a request waits for a gate which another request has begun to build. */
const PATIENCE_MS = 10_000;

const SOCKET = 'an answer switched protocols: a WebSocket would outlive the session, so gated paths have none';
const PASS_THROUGH = 'passThroughOnException() would send a request past the gate, so it does nothing';

/**
 * The gate around a Worker: `export default worker((env) => ageGate({ … }), { fetch })`. The site's `fetch` runs for
 * public paths and for visitors with a session, and for nobody else; the headers that the gate gives hold whatever it
 * sets, on streams, redirects, fetched answers and errors too. When it throws, that is a 500 with the same headers.
 * A WebSocket on a gated path is answered 503.
 *
 * `build` is called once in each isolate; it may return a promise, and when that rejects the door is shut and the next
 * request tries again. There are no timers: `gate.start()` is not called. The key directory is read beside requests
 * and by cron, and kept for the other isolates by the gate's option `kept`; until it was read first, the door is shut.
 *
 * Not seen are: files that the platform serves before it asks the Worker (`assets` without `run_worker_first = true`),
 * other exports of the module, and a route that is set to go on without the Worker ("fail open") when a limit is met.
 * @throws TypeError when it is not given a function and a site.
 */
export function worker<E>(build: (env: E) => AgeGate | Promise<AgeGate>, site: WorkerSite<E>): GatedWorker<E> {
  if (typeof build !== 'function') throw new TypeError('worker() takes a function that makes a gate of the env');
  if (typeof site?.fetch !== 'function') throw new TypeError('worker() takes a site: { fetch(request, env, ctx) }');
  const gates = new WeakMap<object, AgeGate | Promise<AgeGate>>();

  const upkeeps = new WeakMap<AgeGate, DirectoryUpkeep>();

  function upkeepOf(gate: AgeGate): DirectoryUpkeep {
    const upkeep = upkeeps.get(gate) ?? createDirectoryUpkeep(gate.upkeep);
    upkeeps.set(gate, upkeep);
    return upkeep;
  }

  function begin(env: E): AgeGate | Promise<AgeGate> {
    const gate = build(env);
    if (!(gate instanceof Promise)) checkGate(gate);
    return gate;
  }

  async function gateOf(env: E): Promise<AgeGate> {
    const key = env as object;
    const known = gates.get(key) ?? begin(env);
    gates.set(key, known);
    if (!(known instanceof Promise)) return known;
    try {
      const gate = await inTime(known);
      checkGate(gate);
      gates.set(key, gate);
      return gate;
    } catch (error) {
      if (gates.get(key) === known) gates.delete(key);
      throw error;
    }
  }

  async function runSite(request: Request, env: E, ctx: WorkerContext, held: Headers): Promise<Response> {
    try {
      const answer = await site.fetch(request, env, guardContext(ctx));
      // Only what is gated is kept from caches.
      if (answer.status === 101 && held.has('cache-control')) {
        warn(SOCKET);
        return hold(held, makeResponse(answerShut()));
      }
      return hold(held, answer);
    } catch (error) {
      report(ctx, error);
      return hold(held, new Response(null, { status: 500 }));
    }
  }

  return {
    async fetch(request, env, ctx) {
      try {
        const gate = await gateOf(env);
        await upkeepOf(gate).tend((work) => ctx.waitUntil(work));
        const judged = await gate.handle(request);
        return 'response' in judged ? judged.response : await runSite(request, env, ctx, judged.headers);
      } catch (error) {
        report(ctx, error);
        return makeResponse(answerShut());
      }
    },
    async scheduled(event, env, ctx) {
      const done = await Promise.allSettled([
        gateOf(env).then((gate) => gate.refresh()),
        (async () => site.scheduled?.(event, env, guardContext(ctx)))(),
      ]);
      const failed = done.find(({ status }) => status === 'rejected');
      if (failed) throw (failed as PromiseRejectedResult).reason;
    },
  };
}

function hold(held: Headers, answer: Response): Response {
  try {
    holdFetchHeaders(held, answer.headers);
    return answer;
  } catch {
    // Headers of an answer that was fetched cannot be changed; those of its copy can.
    const copy = new Response(answer.body, answer);
    holdFetchHeaders(held, copy.headers);
    return copy;
  }
}

/** Hands a fault to the platform, which tells the operator as it would without the gate. */
function report(ctx: WorkerContext, error: unknown): void {
  ctx.waitUntil(Promise.reject(error));
}

/** The same context without the way past the gate. Methods of the platform want to be called on its own object. */
function guardContext(ctx: WorkerContext): WorkerContext {
  return new Proxy(ctx, {
    get(target, name) {
      if (name === 'passThroughOnException') return () => warn(PASS_THROUGH);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The request that began it may be over, and its work with it: then it is begun anew. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError('the gate was not built in time')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
