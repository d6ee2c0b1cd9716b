import { formatPaddedBase64url, parseAnyBase64url, parseBase64url } from './base64url.ts';
import type { Bytes } from './bytes.ts';
import { readTokenChallenge } from './challenge.ts';

/** One challenge of a `WWW-Authenticate: PrivateToken` header (RFC 9577 §2.1). */
export interface TokenAuthenticate {
  /** A written TokenChallenge. */
  readonly challenge: Bytes;
  /** The issuer's key, when the server names it. */
  readonly tokenKey?: Bytes;
}

/** `WWW-Authenticate` value that asks for a token; base64url with padding, as RFC 9577 §2.1 wants it. */
export function formatTokenAuthenticate(asks: readonly TokenAuthenticate[]): string {
  return asks
    .map(({ challenge, tokenKey }) => {
      const parameters = [`challenge="${formatPaddedBase64url(challenge)}"`];
      if (tokenKey) parameters.push(`token-key="${formatPaddedBase64url(tokenKey)}"`);
      return `PrivateToken ${parameters.join(', ')}`;
    })
    .join(', ');
}

/**
 * The PrivateToken challenges of a `WWW-Authenticate` value; other schemes and unknown parameters are passed over.
 * @throws TypeError on a value that RFC 9110 §11.6.1 does not allow, or a PrivateToken without a whole challenge.
 */
export function parseTokenAuthenticate(value: string): TokenAuthenticate[] {
  return parseChallenges(value)
    .filter(({ scheme }) => scheme.toLowerCase() === 'privatetoken')
    .map(({ parameters }) => {
      const challenge = parseAnyBase64url(parameters.get('challenge') ?? '');
      readTokenChallenge(challenge);
      const tokenKey = parameters.get('token-key');
      return tokenKey === undefined ? { challenge } : { challenge, tokenKey: parseAnyBase64url(tokenKey) };
    });
}

/** `Authorization` value that carries a token: 472 base64url characters in quotes. */
export function formatTokenAuthorization(token: string): string {
  return `PrivateToken token="${token}"`;
}

/** The token of an `Authorization` value in exactly the form above. @throws TypeError on any other form or length. */
export function parseTokenAuthorization(value: string): Bytes {
  const match = /^PrivateToken token="([A-Za-z0-9_-]{472})"$/.exec(value);
  if (!match) throw new TypeError('not a PrivateToken authorization');
  return parseBase64url(match[1] as string);
}

interface SchemeChallenge {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

// RFC 9110 §5.6: a token, then either `= value` (a parameter of the scheme before) or a new scheme.
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const VALUE = /[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~0-9A-Za-z/=-]+))/y;
const GAP = /[ \t,]*/y;

function parseChallenges(value: string): SchemeChallenge[] {
  const challenges: SchemeChallenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match) at = pattern.lastIndex;
    return match;
  };
  take(GAP);
  while (at < value.length) {
    const name = take(TOKEN)?.[0];
    if (name === undefined) throw new TypeError('not a list of challenges');
    const parameter = take(VALUE);
    if (!parameter) {
      challenges.push({ scheme: name, parameters: new Map() });
    } else {
      const parameters = challenges.at(-1)?.parameters;
      if (!parameters || parameters.has(name.toLowerCase())) throw new TypeError('a parameter out of place');
      parameters.set(name.toLowerCase(), parameter[1]?.replace(/\\(.)/g, '$1') ?? (parameter[2] as string));
    }
    take(GAP);
  }
  return challenges;
}
