import type { AgeGate } from '@bauta/sdk/gate';

export interface GatewayOptions {
  readonly gate: AgeGate;
  /** Whether the store answers and the issuer's keys are there; may throw. */
  readonly healthy: () => Promise<boolean>;
}

/** All that a gateway answers: the gate's own paths, and `/healthz`. Nothing of a site is behind it. */
export function createGateway({ gate, healthy }: GatewayOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/healthz') return answerHealth(await healthy().catch(() => false));
    if (!pathname.startsWith('/_age/') && !pathname.startsWith('/.well-known/')) return notFound();
    const judged = await gate.handle(request);
    // With headers the gate would let an application speak, and there is none.
    return 'response' in judged ? judged.response : notFound();
  };
}

function answerHealth(ok: boolean): Response {
  return new Response(`${JSON.stringify({ ok })}\n`, {
    status: ok ? 200 : 503,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: { 'cache-control': 'private, no-store' } });
}
