import { answerGated, answerPage, answerProblem } from '../answers.ts';
import { askedFor } from '../asked-for.ts';
import { RETURN_COOKIE, readSecretCookie, SESSION_COOKIE, sessionCookies, writeCookie } from '../cookies.ts';
import { signOf, touchOf, wantsPage } from '../navigation.ts';
import { directOffer, keyOnOffer } from '../offer.ts';
import type { OwnAnswer } from '../own-answer.ts';
import { gatePage } from '../pages/gate-page.ts';
import { unavailablePage } from '../pages/unavailable-page.ts';
import { faultCode } from '../refused.ts';
import type { Act, Visit } from '../visit.ts';

/**
 * `GET /_age/check`: whether the session lives, for a server in front that asks before it serves: 204 or 401 and nothing
 * else, whatever happens, since such servers understand nothing else.
 */
export const check: Act = async (visit) => {
  const { request, lease, now, settings } = visit;
  const session = readSecretCookie(request, SESSION_COOKIE);
  try {
    const touched = await lease.touch(session, touchOf(request), signOf(request), now);
    // Every header of this answer is one that the server in front must pass on.
    if (touched.isLive) return answerGated(sessionCookies(touched));
    return await refuse(visit);
  } catch (error) {
    settings.onEvent({ event: 'shut', code: faultCode(error) });
    return isHandedOn(visit) ? answerPage(unavailablePage(visit), 401) : answerProblem('ERR_PROOF_NEEDED');
  }
};

/** Some servers in front (Traefik) hand this answer on to the visitor as it is; all of these say what they were asked for. */
function isHandedOn({ request }: Visit): boolean {
  return wantsPage(request) && askedFor(request) !== undefined;
}

async function refuse(visit: Visit): Promise<OwnAnswer> {
  if (!isHandedOn(visit)) return answerProblem('ERR_PROOF_NEEDED', await directOffer(visit));
  keyOnOffer(visit);
  // No challenge goes with a page: some browsers would take it to a service of their own, which must not know.
  return answerPage(gatePage(visit), 401, [writeCookie(RETURN_COOKIE, askedFor(visit.request) ?? '/')]);
}
