import type { Fetch } from '../loopback.ts';

const LIMIT_MS = 10_000;

/** `fetch` for what a room asks of others: ten seconds for an answer, redirects are answers, nothing is cached. */
export const outwardFetch: Fetch = (input, init) =>
  fetch(input, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS), ...init });
