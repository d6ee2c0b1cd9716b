import type { MiddlewareHandler } from 'hono';
import type { AgeGate } from './age-gate.ts';

/** Headers that join the application's own; every other one replaces it. */
const JOINING: readonly string[] = ['vary', 'set-cookie'];

/**
 * The gate as a Hono middleware. Register it first, on every path: what was registered before it is not gated.
 * The application never runs for a request that the gate answers.
 */
export function hono(gate: AgeGate): MiddlewareHandler {
  return async (c, next) => {
    const judged = await gate.handle(c.req.raw);
    if ('response' in judged) return judged.response;
    await next();
    for (const [name, value] of judged.headers) c.header(name, value, { append: JOINING.includes(name) });
  };
}
