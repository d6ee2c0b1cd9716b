import { answerProblem, gatedHeaders } from '../answers.ts';
import { readSecretCookie, SESSION_COOKIE, sessionCookies } from '../cookies.ts';
import { signOf, touchOf } from '../navigation.ts';
import { directOffer } from '../offer.ts';
import type { Act } from '../visit.ts';

/** `GET /_age/check`: whether the session lives, for a server in front that asks before it serves. 204 or 401. */
export const check: Act = async (visit) => {
  const { request, lease, now } = visit;
  const touched = await lease.touch(readSecretCookie(request, SESSION_COOKIE), touchOf(request), signOf(request), now);
  // Every header of this answer is one that the server in front must pass on.
  if (touched.isLive) return new Response(null, { status: 204, headers: gatedHeaders(sessionCookies(touched)) });
  // A server in front understands 401 and nothing else, so this is also the answer when nothing can be offered.
  const offer = await directOffer(visit).catch(() => ({}));
  return answerProblem('ERR_PROOF_NEEDED', offer);
};
