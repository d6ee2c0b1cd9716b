import { isSiteChallengeFresh, parsePresentRequest, type ReadPresentRequest } from '@bauta/sdk/protocol';

/** What the fragment of `/present` comes to. */
export type Judged =
  | { readonly kind: 'none' | 'done' | 'malformed' | 'other-issuer' }
  | {
      readonly kind: 'asks';
      readonly request: ReadPresentRequest;
      /** The request is too old or too young by the device's clock. */
      readonly clockDiffers: boolean;
    };

/** What stands behind the `#` at the end of enrolment and top-up. */
const DONE = 'done';

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
  } catch {
    return { kind: 'malformed' };
  }
  if (request.issuer !== issuer) return { kind: 'other-issuer' };
  return { kind: 'asks', request, clockDiffers: !isSiteChallengeFresh(request.siteChallenge.issuedAt, now) };
}
