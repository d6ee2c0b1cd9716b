import { sha256 } from '#crypto';
import { PRE_COOKIE, readSecretCookie } from '../gate/cookies.ts';
import type { GateRequest } from '../gate/gate-request.ts';
import { wantsPage } from '../gate/navigation.ts';
import type { TestIssuer, TestVisit } from '../gate/test-issuer.ts';
import {
  epochAfter,
  epochAt,
  formatDirectory,
  isLoopback,
  MODE,
  originOf,
  parseBase64url,
  readSiteChallenge,
  signProof,
} from '../protocol/index.ts';
import { testKeyOf } from './keys.ts';
import { formatToken, mint } from './mint.ts';
import { LISTED_EPOCHS, TEST_COURSES, type TestCourse, type TestOutcome } from './outcomes.ts';
import { refuseProduction, type TestEnvironment } from './production.ts';
import { type Shown, testAnswer, testPage } from './test-page.ts';

export { type TestKey, testKeyOf } from './keys.ts';
export type { TestIssuer, TestOutcome };

/** The name that test tokens are made under; nothing listens there, and nothing is asked of it. */
export const TEST_ISSUER_NAME = 'test-issuer.localhost:80';

/**
 * Stands in for issuer and wallet while a site is being built: give it to `ageGate` as `testIssuer`. No wallet, issuer
 * or network is needed then; tokens are real and the verifier is the one of production. `ageGate` refuses it unless
 * the site's origin is http on localhost.
 * @param outcome `pass` and `slow` (after 5 s) open a session; `fail` has a bad signature (ERR_TOKEN_SIGNATURE), `spent`
 *   was spent before (ERR_TOKEN_SPENT), `expired` is of an epoch long past (ERR_TOKEN_WINDOW).
 * @param env the environment; by default that of the process.
 * @throws TypeError for an outcome that there is not, and with NODE_ENV=production.
 */
export function testIssuer(outcome: TestOutcome, env?: TestEnvironment): TestIssuer {
  refuseProduction(env);
  if (!Object.hasOwn(TEST_COURSES, outcome)) {
    throw new TypeError(`testIssuer: one of ${Object.keys(TEST_COURSES).join(', ')}`);
  }
  const course = TEST_COURSES[outcome];

  return {
    outcome,
    name: TEST_ISSUER_NAME,
    async directory(threshold, now) {
      const keys = LISTED_EPOCHS.map((epochs) => {
        const { epoch, spki } = testKeyOf(epochAfter(epochAt(now), epochs));
        return { threshold, epoch, generation: 0, spki };
      });
      return new Response(formatDirectory({ requestUrl: `${originOf(TEST_ISSUER_NAME)}/token-request`, keys, now }));
    },
    async answer(visit) {
      // An origin on localhost that is served to others all the same would let in everyone.
      if (!isLoopback(hostOf(visit.request))) return new Response(null, { status: 404 });
      return wantsPage(visit.request) ? answerPerson(outcome, course, visit) : answerProgram(course, visit);
    },
  };
}

/** The name that was asked for. Adapters on Node put no host into the URL that is judged, so the header comes first. */
function hostOf({ headers, url }: GateRequest): string {
  const host = headers.get('host');
  return new URL(host === null ? url : `http://${host}`).hostname;
}

async function answerPerson(outcome: TestOutcome, course: TestCourse, visit: TestVisit): Promise<Response> {
  const pre = readSecretCookie(visit.request, PRE_COOKIE);
  if (pre === undefined) return new Response(null, { status: 303, headers: { location: '/_age/go' } });
  await wait(course, visit);
  const challenge = await visit.verifier.challenge(MODE.form, visit.now, await sha256(pre));
  return testPage(outcome, await show(course, challenge, visit));
}

/** The client brings the nonce that a gated path gave it. */
async function answerProgram(course: TestCourse, visit: TestVisit): Promise<Response> {
  const challenge = visit.request.headers.get('dpop-nonce') ?? '';
  if (!isChallenge(challenge)) {
    return Response.json({ title: 'Send the DPoP-Nonce that a gated path answered with.' }, { status: 400 });
  }
  await wait(course, visit);
  return testAnswer(await show(course, challenge, visit));
}

async function show(course: TestCourse, challenge: string, visit: TestVisit): Promise<Shown> {
  const { now, redeemUrl, settings } = visit;
  const minted = await mint(TEST_ISSUER_NAME, epochAfter(epochAt(now), course.epochs), course.isForged);
  if (course.isSpent) await settings.spent.spend(minted.nullifier, minted.until);
  const token = formatToken(minted);
  const { issuedAt } = readSiteChallenge(parseBase64url(challenge));
  const dpop = await signProof({ key: minted.holder, token, audience: redeemUrl, challenge, issuedAt });
  return { token, dpop };
}

function wait({ delay }: TestCourse, { settings }: TestVisit): Promise<void> {
  return delay === 0 ? Promise.resolve() : new Promise((resolve) => void settings.setTimer(resolve, delay));
}

function isChallenge(text: string): boolean {
  try {
    return readSiteChallenge(parseBase64url(text)).issuedAt > 0;
  } catch {
    return false;
  }
}
