import { randomBytes } from 'node:crypto';
import type { Fault } from '../../frame.ts';
import { cookieOf, isRedeem, pathOf } from './asks.ts';

/** Unix seconds. */
interface Session {
  readonly beganAt: number;
  readonly seenAt: number;
}

const NAME = '__Host-age';

/** Sessions of the site's own in place of the gate's, which live as long as `isLive` says. */
export function ownSessions(isLive: (session: Session, now: number) => boolean): () => Fault {
  return () => {
    const sessions = new Map<string, Session>();
    return {
      async before(request, works) {
        const now = works.now();
        if (isRedeem(request)) {
          const answer = await works.gated(request);
          if (answer.headers.getSetCookie().length === 0) return answer;
          const id = randomBytes(32).toString('base64url');
          sessions.set(id, { beganAt: now, seenAt: now });
          const headers = new Headers(answer.headers);
          headers.set('set-cookie', `${NAME}=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`);
          return new Response(null, { status: answer.status, headers });
        }
        const id = cookieOf(request, NAME) ?? '';
        const session = sessions.get(id);
        if (session === undefined || !isLive(session, now)) return undefined;
        sessions.set(id, { ...session, seenAt: now });
        if (pathOf(request) === '/_age/beat') return new Response(null, { status: 204 });
        if (pathOf(request).startsWith('/_age/') || pathOf(request).startsWith('/.well-known/')) return undefined;
        return works.content(request);
      },
    };
  };
}
