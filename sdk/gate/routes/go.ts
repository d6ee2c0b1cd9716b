import { sha256 } from '#crypto';
import { formatBase64url, formatPresentRequest, MODE } from '../../protocol/index.ts';
import { answerRedirect } from '../answers.ts';
import { PRE_COOKIE, readSecretCookie, writeCookie } from '../cookies.ts';
import { keyOnOffer } from '../offer.ts';
import type { Act } from '../visit.ts';

/**
 * `GET /_age/go`: sends the visitor to the wallet with a fresh request. It is a redirect of our own, since a link
 * straight to the wallet would open connections there before anyone has clicked.
 */
export const go: Act = async (visit) => {
  const { request, settings, redeemUrl, verifier, now } = visit;
  keyOnOffer(visit);
  const pre = readSecretCookie(request, PRE_COOKIE) ?? settings.random(32);
  const preHash = await sha256(pre);
  // Asked for its answer alone: a token must not be burnt at a door whose store is away.
  await settings.sessions.read(preHash);
  const cookies = [writeCookie(PRE_COOKIE, formatBase64url(pre))];
  if (settings.testIssuer) return answerRedirect('/_age/test', cookies);
  const challenge = await verifier.challenge(MODE.form, now, preHash);
  const { issuer, threshold } = settings;
  const fragment = formatPresentRequest({ redeem: redeemUrl, issuer, threshold, challenge });
  return answerRedirect(`${settings.wallet}/present#${fragment}`, cookies);
};
