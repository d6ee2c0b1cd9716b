import { answerPage, answerProblem } from '../../gate/answers.ts';
import type { MethodVisit } from '../../gate/method.ts';
import { wantsPage } from '../../gate/navigation.ts';
import type { OwnAnswer } from '../../gate/own-answer.ts';
import { closedPage, refusedPage } from './pages/end-pages.ts';

const PERSONAL = {
  'cache-control': 'private, no-store',
  vary: 'Cookie, Accept, Accept-Language',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Facts for a program, of 200. */
export function answerJson(facts: Readonly<Record<string, string>>, cookies: readonly string[] = []): OwnAnswer {
  const headers = { ...PERSONAL, 'content-type': 'application/json' };
  return { status: 200, headers, cookies, body: JSON.stringify(facts) };
}

/** The one answer to everything that was refused: 403, a page for a person, RFC 9457 for a program. */
export function answerRefused(visit: MethodVisit): OwnAnswer {
  if (wantsPage(visit.request)) return answerPage(refusedPage(visit), 403);
  // An app takes 401 for a question about itself.
  return { ...answerProblem('ERR_PROOF_NEEDED'), ...REFUSED };
}

const REFUSED = {
  status: 403,
  body: JSON.stringify({
    type: 'urn:bauta:error:ERR_PROOF_NEEDED',
    title: 'This proof of age was not accepted here; ask again on the page of the site.',
    status: 403,
    code: 'ERR_PROOF_NEEDED',
  }),
};

/** Nobody can say whose proofs are good: 503. */
export function answerClosed(visit: MethodVisit): OwnAnswer {
  const headers = { 'retry-after': '60' };
  return wantsPage(visit.request)
    ? answerPage(closedPage(visit), 503, [], headers)
    : answerProblem('ERR_NOT_READY', headers);
}
