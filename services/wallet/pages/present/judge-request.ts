import {
  isSiteChallengeFresh,
  PresentRequestFault,
  type PresentRequestPart,
  parsePresentRequest,
  type ReadPresentRequest,
} from '@bauta/sdk/protocol';

/** Why a fragment is answered with a sentence alone. */
export type Refusal = 'malformed' | 'other-version' | 'not-https' | 'other-address' | 'other-issuer';

/** What the fragment of a presentation page comes to. */
export type Judged =
  | { readonly kind: 'none' | 'done' }
  | {
      readonly kind: 'refused';
      readonly why: Refusal;
      /** Which part of it, for the site's operator; nothing of what it held. */
      readonly part: PresentRequestPart;
    }
  | {
      readonly kind: 'asks';
      readonly request: ReadPresentRequest;
      /** The request is too old or too young by the device's clock. */
      readonly clockDiffers: boolean;
    };

/** What stands behind the `#` at the end of enrolment and top-up. */
const DONE = 'done';

/** The parts whose fault a person is told by a sentence of its own; any other means that the request is damaged. */
const REFUSALS: Readonly<Partial<Record<PresentRequestPart, Refusal>>> = {
  v: 'other-version',
  scheme: 'not-https',
  redeem: 'other-address',
};

/**
 * Judges a fragment, whatever it holds; never throws.
 *
 * A device's clock is wrong more often than a request is stale, and the site judges the age of its challenge itself:
 * so a clock that differs is said, and blocks nobody. What has certainly been lying here too long, `RequestAge` knows.
 * @param issuer the pinned name. @param now Unix seconds, by the device's clock.
 */
export function judgeRequest(fragment: string, issuer: string, now: number): Judged {
  if (fragment === '') return { kind: 'none' };
  if (fragment === DONE) return { kind: 'done' };
  let request: ReadPresentRequest;
  try {
    request = parsePresentRequest(fragment);
  } catch (error) {
    const part = error instanceof PresentRequestFault ? error.part : 'encoding';
    return { kind: 'refused', why: REFUSALS[part] ?? 'malformed', part };
  }
  if (request.issuer !== issuer) return { kind: 'refused', why: 'other-issuer', part: 'issuer' };
  return { kind: 'asks', request, clockDiffers: !isSiteChallengeFresh(request.siteChallenge.issuedAt, now) };
}
