import type { ErrorCode } from '../protocol/index.ts';
import type { OwnAnswer } from './own-answer.ts';
import type { Page } from './pages/page.ts';

type Extra = Readonly<Record<string, string>>;

/** What holds for every answer that depends on who asks. */
const PERSONAL: Extra = {
  'cache-control': 'private, no-store',
  vary: 'Cookie, Accept, Accept-Language',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Codes that the gate answers with; a refused proof is always the first of them. */
export type OutwardCode = Extract<
  ErrorCode,
  'ERR_PROOF_NEEDED' | 'ERR_BODY_MALFORMED' | 'ERR_NOT_FOUND' | 'ERR_METHOD' | 'ERR_NOT_READY'
>;

/** What anyone may see of a problem, with the sentence and status of `spec/errors.md`. */
const PROBLEMS: Readonly<Record<OutwardCode, { readonly status: number; readonly title: string }>> = {
  ERR_PROOF_NEEDED: {
    status: 401,
    title: 'This needs a proof of age for this site; show one to the redeem address.',
  },
  ERR_BODY_MALFORMED: {
    status: 400,
    title: 'The body is not what this address takes; compare it with the description of the interface.',
  },
  ERR_NOT_FOUND: { status: 404, title: 'There is nothing at this address; check how it is written.' },
  ERR_METHOD: {
    status: 405,
    title: 'This address does not take this method; use one of those in the Allow header.',
  },
  ERR_NOT_READY: { status: 503, title: 'This room is not ready yet; try again in a moment.' },
};

/** What the application's answer to a verified visitor must carry. */
const GATED: Extra = { 'cache-control': 'private, no-store', vary: 'Cookie' };

/** The headers for an application that answers itself. */
export function gatedHeaders(cookies: readonly string[]): Headers {
  const headers = new Headers();
  for (const name in GATED) headers.set(name, GATED[name] as string);
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return headers;
}

function answer(body: string | null, status: number, headers: Extra, cookies: readonly string[]): OwnAnswer {
  return { status, headers: { ...PERSONAL, ...headers }, cookies, body };
}

/** A page of the gate. */
export function answerPage(
  page: Page,
  status: number,
  cookies: readonly string[] = [],
  headers: Extra = {},
): OwnAnswer {
  return answer(page.html, status, { ...page.headers, ...headers }, cookies);
}

/** Go on there, with a GET: 303. */
export function answerRedirect(location: string, cookies: readonly string[] = []): OwnAnswer {
  return answer(null, 303, { location }, cookies);
}

/** For a server in front, which lets the application answer and passes these headers on: 204. */
export function answerGated(cookies: readonly string[]): OwnAnswer {
  return { status: 204, headers: GATED, cookies, body: null };
}

/** Nothing to say: 204. */
export function answerEmpty(cookies: readonly string[] = []): OwnAnswer {
  return answer(null, 204, {}, cookies);
}

/** RFC 9457: a stable code, and nothing of what was sent. */
export function answerProblem(code: OutwardCode, headers: Extra = {}): OwnAnswer {
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify({ type: `urn:bauta:error:${code}`, title, status, code });
  return answer(body, status, { 'content-type': 'application/problem+json', ...headers }, []);
}

/** A stylesheet or script of the gate: the same for everyone, so caches may keep it. */
export function answerAsset(text: string, mediaType: string): OwnAnswer {
  const headers = {
    'content-type': `${mediaType}; charset=utf-8`,
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, cookies: [], body: text };
}
