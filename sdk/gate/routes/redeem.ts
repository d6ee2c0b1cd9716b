import { check, formatBase64url, MODE, parseTokenAuthorization, readUtf8, refuseAs } from '../../protocol/index.ts';
import type { Presentation } from '../../verifier/verifier.ts';
import { answerEmpty, answerProblem, answerRedirect } from '../answers.ts';
import { CODE_COOKIE, clearCookie, writeCookie } from '../cookies.ts';
import type { GateRequest } from '../gate-request.ts';
import { readLimitedBody } from '../limited-body.ts';
import { directOffer } from '../offer.ts';
import { openSession } from '../open-session.ts';
import type { OwnAnswer } from '../own-answer.ts';
import { refusalCode } from '../refused.ts';
import type { Act, Visit } from '../visit.ts';

const FORM_MAX_BYTES = 8192;

/**
 * `POST /_age/redeem`: takes a token and the proof of its holder, from the wallet's form or in the headers of an API
 * client. It comes from another site, with `Origin: null` and without our cookies: MAC, proof and code stand in for
 * what guards other forms.
 */
export const redeem: Act = (visit) => (isDirect(visit.request) ? redeemDirect(visit) : redeemForm(visit));

// No form can send a DPoP header, and what a browser may add of its own (Basic, before a site under test) does not count.
function isDirect({ headers }: GateRequest): boolean {
  return headers.has('dpop') || /^privatetoken\b/i.test(headers.get('authorization') ?? '');
}

/** Opens no session: it files a code that the next request must bring back together with the pre-session. */
async function redeemForm(visit: Visit): Promise<OwnAnswer> {
  let cookie: string;
  try {
    const { code } = await visit.verifier.redeem(await readForm(visit.request), MODE.form, visit.now);
    check(code !== undefined, 'ERR_FAULT');
    cookie = writeCookie(CODE_COOKIE, formatBase64url(code));
  } catch (error) {
    visit.settings.onRefused(refusalCode(error));
    cookie = clearCookie(CODE_COOKIE);
  }
  return answerRedirect('/_age/enter', [cookie]);
}

async function readForm(request: GateRequest): Promise<Presentation> {
  const mediaType = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  check(mediaType === 'application/x-www-form-urlencoded', 'ERR_FORM_MALFORMED', 'another media type');
  const bytes = await readLimitedBody(request, FORM_MAX_BYTES, 'ERR_FORM_MALFORMED');
  const fields = refuseAs('ERR_FORM_MALFORMED', () => new URLSearchParams(readUtf8(bytes)));
  const token = fields.get('token');
  const proof = fields.get('dpop');
  check(token !== null && proof !== null && fields.size === 2, 'ERR_FORM_MALFORMED', 'not one token and one dpop');
  return { token, proof };
}

async function redeemDirect(visit: Visit): Promise<OwnAnswer> {
  const { request, verifier, settings, now } = visit;
  try {
    await verifier.redeem(await readHeaders(request), MODE.direct, now);
  } catch (error) {
    settings.onRefused(refusalCode(error));
    return answerProblem('ERR_PROOF_NEEDED', await directOffer(visit));
  }
  return answerEmpty([await openSession(visit)]);
}

async function readHeaders(request: GateRequest): Promise<Presentation> {
  const authorization = request.headers.get('authorization') ?? '';
  const token = refuseAs('ERR_TOKEN_MALFORMED', () => formatBase64url(parseTokenAuthorization(authorization)));
  await readLimitedBody(request, 0, 'ERR_FORM_MALFORMED');
  return { token, proof: request.headers.get('dpop') ?? '' };
}
