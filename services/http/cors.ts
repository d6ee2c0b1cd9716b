import type { Route } from './route.ts';

/**
 * The CORS headers of a route's answers. They depend on nothing in the request: an answer is the same whatever its
 * Origin, so none is refused for it and none needs `Vary`.
 */
export function corsHeaders(cors: Route['cors'], walletOrigin: string | undefined): Readonly<Record<string, string>> {
  if (cors === undefined) return {};
  if (cors === 'any') return { 'access-control-allow-origin': '*' };
  if (walletOrigin === undefined) throw new TypeError('a route for the wallet needs its origin');
  return { 'access-control-allow-origin': walletOrigin };
}

/** The answer to a preflight; browsers keep it for two hours at most. */
export function answerPreflight(method: string, headers: Readonly<Record<string, string>>): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      'access-control-allow-methods': method,
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '7200',
    },
  });
}
