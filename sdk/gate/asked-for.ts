import type { GateRequest } from './gate-request.ts';
import { checkReturnPath } from './return-path.ts';

/** Where a server in front says what it was asked for: nginx by our recipe, Caddy and Traefik by themselves. */
const NAMES = [
  { path: 'x-original-uri', method: 'x-original-method' },
  { path: 'x-forwarded-uri', method: 'x-forwarded-method' },
] as const;

/**
 * The path and query that a server in front was asked for, fit for the way back; undefined when no server says so.
 * Anyone can write such a header: it opens nothing, and leads to a path of this site at worst.
 */
export function askedFor({ headers }: GateRequest): string | undefined {
  for (const { path, method } of NAMES) {
    const asked = headers.get(path);
    if (asked === null) continue;
    return ['GET', 'HEAD', null].includes(headers.get(method)) ? checkReturnPath(asked) : '/';
  }
  return undefined;
}
