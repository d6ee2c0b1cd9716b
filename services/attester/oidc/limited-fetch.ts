import type { CustomFetchOptions } from 'oauth4webapi';
import { readAtMost } from '../../http/limited-answer.ts';
import type { Fetch } from '../../loopback.ts';

/** A provider's answer is a page of JSON: keys, metadata, a token. */
const BYTES_MAX = 65_536;

/** Milliseconds for one answer. A person waits for it. */
const PATIENCE_MS = 5000;

/** What `oauth4webapi` sends requests with. */
type ProviderFetch = (url: string, init: CustomFetchOptions<string, URLSearchParams | undefined>) => Promise<Response>;

/**
 * `fetch` for what a provider is asked: five seconds and 64 KB for an answer, and no redirect is followed or taken.
 * @throws TypeError, and what the signal says when it took too long
 */
export function limitedFetch(fetch: Fetch, patienceMs: number = PATIENCE_MS): ProviderFetch {
  return async (url, { method, headers: sent, body: form }) => {
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(url, { method, headers: sent, body: form ?? null, redirect: 'manual', signal });
    const { status, headers } = answer;
    if (status < 200 || (status >= 300 && status < 400)) throw new TypeError('a redirect');
    const body = await readAtMost(answer, BYTES_MAX);
    if (body === undefined) throw new TypeError('too large');
    return new Response(body.length === 0 ? null : body, { status, headers });
  };
}
