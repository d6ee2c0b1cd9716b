import { answerEmpty, answerProblem } from '../answers.ts';
import { readSecretCookie, SESSION_COOKIE } from '../cookies.ts';
import { signOf } from '../navigation.ts';
import { directOffer } from '../offer.ts';
import type { Act } from '../visit.ts';

/** `GET /_age/check`: whether the session lives, for a server in front that asks before it serves. 204 or 401. */
export const check: Act = async (visit) => {
  const { request, lease, now } = visit;
  if (await lease.touch(readSecretCookie(request, SESSION_COOKIE), signOf(request), now)) return answerEmpty();
  // A server in front understands 401 and nothing else, so this is also the answer when nothing can be offered.
  const offer = await directOffer(visit).catch(() => ({}));
  return answerProblem('ERR_PROOF_NEEDED', offer);
};
