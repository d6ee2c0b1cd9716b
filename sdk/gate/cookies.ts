import { type Bytes, formatBase64url, parseBase64url } from '../protocol/index.ts';
import type { GateRequest } from './gate-request.ts';

/** A cookie of the gate. `maxAge` in seconds; without one it goes when the browser says so, and the lease decides. */
export interface GateCookie {
  readonly name: `__Host-age${string}`;
  readonly maxAge?: number;
}

/** The gate's cookies (protocol.md §4): the session, the pre-session, the one-time code and the way back. */
export const SESSION_COOKIE: GateCookie = { name: '__Host-age' };
export const PRE_COOKIE: GateCookie = { name: '__Host-age-pre', maxAge: 600 };
export const CODE_COOKIE: GateCookie = { name: '__Host-age-code', maxAge: 60 };
export const RETURN_COOKIE: GateCookie = { name: '__Host-age-return', maxAge: 600 };

// Lax is written out: an unspecified SameSite would reach the cross-site POST for two minutes, and then no more.
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** A `Set-Cookie` value. @param value of characters that RFC 6265 allows unquoted. */
export function writeCookie({ name, maxAge }: GateCookie, value: string): string {
  return `${name}=${value}; ${ATTRIBUTES}${maxAge === undefined ? '' : `; Max-Age=${maxAge}`}`;
}

/** What a browser is to keep after a request of a session: its next id, where there is one. */
export function sessionCookies({ id }: { readonly id?: Bytes }): readonly string[] {
  return id === undefined ? [] : [writeCookie(SESSION_COOKIE, formatBase64url(id))];
}

/** A `Set-Cookie` value that takes the cookie away. */
export function clearCookie({ name }: GateCookie): string {
  return `${name}=; ${ATTRIBUTES}; Max-Age=0`;
}

/** The cookie's value; undefined when it is absent, or stands there twice. */
export function readCookie(request: GateRequest, { name }: GateCookie): string | undefined {
  const header = request.headers.get('cookie') ?? '';
  let found: string | undefined;
  for (let from = 0; from < header.length; ) {
    const end = header.indexOf(';', from);
    const to = end < 0 ? header.length : end;
    const pair = header.slice(from, to).trim();
    if (pair.startsWith(name) && pair[name.length] === '=') {
      if (found !== undefined) return undefined;
      found = pair.slice(name.length + 1);
    }
    from = to + 1;
  }
  return found;
}

/** The 32 bytes that a cookie holds as 43 characters; undefined for anything else. */
export function readSecretCookie(request: GateRequest, cookie: GateCookie): Bytes | undefined {
  const value = readCookie(request, cookie);
  if (value?.length !== 43) return undefined;
  try {
    return parseBase64url(value);
  } catch {
    return undefined;
  }
}
