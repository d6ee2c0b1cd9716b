import { sha256 } from '#crypto';
import { AgeError, type Bytes, check, isEqual, parseBase64url, refuseAs } from '../../protocol/index.ts';
import { answerPage, answerRedirect } from '../answers.ts';
import {
  CODE_COOKIE,
  clearCookie,
  PRE_COOKIE,
  RETURN_COOKIE,
  readCookie,
  readSecretCookie,
  SESSION_COOKIE,
} from '../cookies.ts';
import { openSession } from '../open-session.ts';
import { refusalPage } from '../pages/refusal-page.ts';
import { refusalCode } from '../refused.ts';
import { checkReturnPath } from '../return-path.ts';
import type { Act, Visit } from '../visit.ts';

/** `GET /_age/enter`: opens the session when the code and the pre-session meet in one browser. */
export const enter: Act = async (visit) => {
  const { request, lease, settings, now } = visit;
  const goBack = checkReturnPath(readCookie(request, RETURN_COOKIE));
  const touched = await lease.touch(readSecretCookie(request, SESSION_COOKIE), 'part', 'still', now);
  if (touched.isLive) {
    return answerRedirect(goBack, [clearCookie(CODE_COOKIE), clearCookie(RETURN_COOKIE)]);
  }
  try {
    await takeCode(visit);
  } catch (error) {
    const code = refusalCode(error);
    // Without a code nothing was shown: it is the page of a refusal that has been counted, or a stray visit.
    if (readCookie(request, CODE_COOKIE) !== undefined) settings.onRefused(code);
    return answerPage(refusalPage(visit), 403, [clearCookie(CODE_COOKIE)]);
  }
  return answerRedirect(goBack, [
    await openSession(visit),
    ...[CODE_COOKIE, PRE_COOKIE, RETURN_COOKIE].map(clearCookie),
  ]);
};

/**
 * Takes the code first, so that it is void whatever comes next; then requires the pre-session that the challenge was
 * made for. A challenge that was relayed to another person opens neither browser: here one half is always missing.
 */
async function takeCode({ request, settings }: Visit): Promise<void> {
  const code = readSecretCookie(request, CODE_COOKIE);
  check(code !== undefined, 'ERR_CODE_UNKNOWN');
  const preHash = readHash(await settings.sessions.take(await sha256(code)));
  const pre = readSecretCookie(request, PRE_COOKIE);
  check(pre !== undefined && isEqual(await sha256(pre), preHash), 'ERR_PRE_SESSION');
}

/** What `redeem` has filed. Sessions lie in the same store, and what is filed under one is no hash. */
function readHash(value: string | undefined): Bytes {
  if (value === undefined) throw new AgeError('ERR_CODE_UNKNOWN');
  return refuseAs('ERR_CODE_UNKNOWN', () => parseBase64url(value));
}
