import { formatBase64url, parseBase64url } from './base64url.ts';
import { readUtf8, writeUtf8 } from './bytes.ts';
import { asText, asWhole, type Json, parseJson, readMembers } from './json.ts';
import { checkPublicUrl, isLoopback, originOf } from './names.ts';
import { MODE, readSiteChallenge, type SiteChallenge } from './site-challenge.ts';

/** Characters of a request behind the `#` at most. */
export const PRESENT_REQUEST_MAX_CHARACTERS = 2048;
const VERSION = 1;

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
  return formatBase64url(
    writeUtf8(JSON.stringify({ v: VERSION, mode: MODE.form, redeem, issuer, threshold, challenge })),
  );
}

/**
 * The part of a fragment that makes it no request: its `length`, its `encoding` (base64url, UTF-8, JSON), its
 * `members`, its `spelling`, one member by its name, or the `scheme` of `redeem`.
 */
export type PresentRequestPart =
  | 'length'
  | 'encoding'
  | 'members'
  | 'spelling'
  | 'scheme'
  | keyof PresentRequest
  | 'v'
  | 'mode';

/** Why a fragment is no request. It names a part and holds nothing of what stood there. */
export class PresentRequestFault extends TypeError {
  readonly part: PresentRequestPart;

  constructor(part: PresentRequestPart) {
    super(`not a request: ${part}`);
    this.name = 'PresentRequestFault';
    this.part = part;
  }
}

/**
 * Reads a fragment and refuses every spelling but the one that `formatPresentRequest` gives.
 * Whether it is still fresh, and whether the issuer is the wallet's own, the wallet judges.
 * @throws PresentRequestFault
 */
export function parsePresentRequest(fragment: string): ReadPresentRequest {
  demand(fragment.length <= PRESENT_REQUEST_MAX_CHARACTERS, 'length');
  const value = within('encoding', () => parseJson(readUtf8(parseBase64url(fragment))));
  // A later version may have other members, and is to be told from a damaged request.
  demand(!isOfAnotherVersion(value), 'v');
  const names = ['v', 'mode', 'redeem', 'issuer', 'threshold', 'challenge'] as const;
  const members = within('members', () => readMembers(value, names));
  demand(members.mode === MODE.form, 'mode');
  const request = {
    redeem: within('redeem', () => asText(members.redeem)),
    issuer: within('issuer', () => asText(members.issuer)),
    threshold: within('threshold', () => asWhole(members.threshold)),
    challenge: within('challenge', () => asText(members.challenge)),
  };
  demand(formatPresentRequest(request) === fragment, 'spelling');
  const { origin } = checkRedeem(request.redeem);
  within('issuer', () => originOf(request.issuer));
  const siteChallenge = within('challenge', () => readSiteChallenge(parseBase64url(request.challenge)));
  demand(siteChallenge.mode === MODE.form, 'mode');
  demand(siteChallenge.threshold === request.threshold, 'threshold');
  return { ...request, origin, siteChallenge };
}

function checkRedeem(redeem: string): URL {
  const { protocol, hostname } = within('redeem', () => new URL(redeem));
  demand(protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)), 'scheme');
  return within('redeem', () => checkPublicUrl(redeem));
}

function isOfAnotherVersion(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return typeof value.v === 'number' && value.v !== VERSION;
}

function demand(condition: boolean, part: PresentRequestPart): void {
  if (!condition) throw new PresentRequestFault(part);
}

function within<T>(part: PresentRequestPart, read: () => T): T {
  try {
    return read();
  } catch {
    throw new PresentRequestFault(part);
  }
}
