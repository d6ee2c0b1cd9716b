import { addressOf, type GateRequest } from './gate-request.ts';
import { OWN_PREFIX } from './policy.ts';

const MAX_LENGTH = 1024;
/** What RFC 6265 §4.1.1 lets stand in a cookie as it is; neither `\` nor any character that browsers drop. */
const COOKIE_CHARACTERS = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;
const OTHER_CHARACTERS = /[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]/g;

/** The path and query to come back to after the gate: those of a GET, else the front page. */
export function returnPathOf(request: GateRequest): string {
  if (request.method !== 'GET') return '/';
  const { pathname, search } = addressOf(request);
  return checkReturnPath((pathname + search).replace(OTHER_CHARACTERS, encodeURIComponent));
}

/**
 * The path itself when it stays on this site, else `/`: at most 1,024 bytes, one leading `/` not followed by `/` or
 * `\`. The cookie that held it may be anyone's doing, so it is checked when it is set and again when it is used.
 */
export function checkReturnPath(path: string | undefined): string {
  const isSafe =
    path !== undefined &&
    path.length <= MAX_LENGTH &&
    COOKIE_CHARACTERS.test(path) &&
    /^\/(?![/\\])/.test(path) &&
    !path.startsWith(OWN_PREFIX);
  return isSafe ? path : '/';
}
