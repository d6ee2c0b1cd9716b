import { check, readUtf8, refuseAs } from '../../protocol/index.ts';
import { answerEmpty, answerProblem } from '../answers.ts';
import { readSecretCookie, SESSION_COOKIE, sessionCookies } from '../cookies.ts';
import type { GateRequest } from '../gate-request.ts';
import { readLimitedBody } from '../limited-body.ts';
import { refusalCode } from '../refused.ts';
import { SIGNS, type Sign } from '../session-lease.ts';
import type { Act } from '../visit.ts';

/** `POST /_age/beat`: what the page reports of the person, one word of `SIGNS`. 204 while the session lives. */
export const beat: Act = async ({ request, lease, now }) => {
  let sign: Sign;
  try {
    sign = await readSign(request);
  } catch (error) {
    refusalCode(error);
    return answerProblem('ERR_BODY_MALFORMED');
  }
  const touched = await lease.touch(readSecretCookie(request, SESSION_COOKIE), 'beat', sign, now);
  return touched.isLive ? answerEmpty(sessionCookies(touched)) : answerProblem('ERR_PROOF_NEEDED');
};

async function readSign(request: GateRequest): Promise<Sign> {
  const bytes = await readLimitedBody(request, 8, 'ERR_BODY_MALFORMED');
  const word = refuseAs('ERR_BODY_MALFORMED', () => readUtf8(bytes));
  const sign = SIGNS.find((one) => one === word);
  check(sign !== undefined, 'ERR_BODY_MALFORMED');
  return sign;
}
