import type { Json } from '../evidence/observation.ts';

/** A `set-cookie` line (RFC 6265 §4.1), without its value. */
export interface CookieLine {
  readonly name: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite?: string;
  /** As it was sent. */
  readonly expires?: string;
  /** Seconds. */
  readonly maxAge?: number;
  readonly domain?: string;
  readonly path?: string;
}

export function readSetCookie(line: string): CookieLine {
  const [pair = '', ...rest] = line.split(';');
  const attributes = new Map(
    rest.map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const text = (name: string, key: keyof CookieLine) => (attributes.get(name) ? { [key]: attributes.get(name) } : {});
  const maxAge = attributes.get('max-age');
  return {
    name: pair.split('=', 1)[0]?.trim() ?? '',
    httpOnly: attributes.has('httponly'),
    secure: attributes.has('secure'),
    ...text('samesite', 'sameSite'),
    ...text('expires', 'expires'),
    ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
    ...text('domain', 'domain'),
    ...text('path', 'path'),
  };
}

export const toJson = (line: CookieLine): Json => ({ ...line });
