import { formatBase64url, parseBase64url } from './base64url.ts';
import { readUtf8, writeUtf8 } from './bytes.ts';
import { asText, asWhole, parseJson, readMembers } from './json.ts';
import { checkPublicUrl, originOf } from './names.ts';
import { MODE, readSiteChallenge, type SiteChallenge } from './site-challenge.ts';

/** Characters of a request behind the `#` at most. */
export const PRESENT_REQUEST_MAX_CHARACTERS = 2048;

/** What a site asks of a wallet, in the fragment of the wallet's address, so that no server ever sees it. */
export interface PresentRequest {
  /** Where the wallet posts to: shown, posted to and signed as one value. */
  readonly redeem: string;
  /** The issuer's name. */
  readonly issuer: string;
  /** Age in years. */
  readonly threshold: number;
  /** The site's challenge in base64url. */
  readonly challenge: string;
}

/** A request that the wallet has read and may show. */
export interface ReadPresentRequest extends PresentRequest {
  /** Who asks. */
  readonly origin: string;
  readonly siteChallenge: SiteChallenge;
}

/** The fragment, without its `#`: base64url of the JSON, members in this order and without white space. */
export function formatPresentRequest({ redeem, issuer, threshold, challenge }: PresentRequest): string {
  return formatBase64url(writeUtf8(JSON.stringify({ v: 1, mode: MODE.form, redeem, issuer, threshold, challenge })));
}

/**
 * Reads a fragment and refuses every spelling but the one that `formatPresentRequest` gives.
 * Whether it is still fresh, and whether the issuer is the wallet's own, the wallet judges.
 * @throws TypeError or SyntaxError.
 */
export function parsePresentRequest(fragment: string): ReadPresentRequest {
  if (fragment.length > PRESENT_REQUEST_MAX_CHARACTERS) throw new TypeError('too long');
  const members = readMembers(parseJson(readUtf8(parseBase64url(fragment))), [
    'v',
    'mode',
    'redeem',
    'issuer',
    'threshold',
    'challenge',
  ]);
  const request = {
    redeem: asText(members.redeem),
    issuer: asText(members.issuer),
    threshold: asWhole(members.threshold),
    challenge: asText(members.challenge),
  };
  if (formatPresentRequest(request) !== fragment) throw new TypeError('not the canonical form');
  const { origin } = checkPublicUrl(request.redeem);
  originOf(request.issuer);
  const siteChallenge = readSiteChallenge(parseBase64url(request.challenge));
  if (siteChallenge.mode !== MODE.form || siteChallenge.threshold !== request.threshold) {
    throw new TypeError('request and challenge differ');
  }
  return { ...request, origin, siteChallenge };
}
