import { answerPage, answerProblem } from './answers.ts';
import { RETURN_COOKIE, writeCookie } from './cookies.ts';
import { wantsPage } from './navigation.ts';
import { directOffer, keyOnOffer } from './offer.ts';
import type { OwnAnswer } from './own-answer.ts';
import { gatePage } from './pages/gate-page.ts';
import { returnPathOf } from './return-path.ts';
import type { Visit } from './visit.ts';

/**
 * A visitor without a session, at a gated path: the gate page for people, a challenge for programs and media.
 * @param goBack where to go after the gate, from `returnPathOf` or `checkReturnPath`.
 */
export async function meet(visit: Visit, goBack: string = returnPathOf(visit.request)): Promise<OwnAnswer> {
  if (!wantsPage(visit.request)) return answerProblem('ERR_PROOF_NEEDED', await directOffer(visit));
  keyOnOffer(visit);
  return answerPage(gatePage(visit), 403, [writeCookie(RETURN_COOKIE, goBack)]);
}
