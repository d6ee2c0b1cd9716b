import { formatBase64url } from '../protocol/index.ts';
import { SESSION_COOKIE, writeCookie } from './cookies.ts';
import type { Visit } from './visit.ts';

/** Opens a session for whoever asks. @returns the cookie that gives it. */
export async function openSession({ lease, settings, now }: Visit): Promise<string> {
  const id = await lease.open(now);
  settings.onEvent({ event: 'session-opened' });
  return writeCookie(SESSION_COOKIE, formatBase64url(id));
}
