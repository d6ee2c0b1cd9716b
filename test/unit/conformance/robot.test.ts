import { beforeEach, describe, expect, it } from 'vitest';
import { sessionsEnd } from '../../conformance/checks/site/s-10-sessions-end.ts';
import { wrongTokensRefusedAlike } from '../../conformance/checks/site/s-13-wrong-tokens-refused-alike.ts';
import { oneGrantPerToken } from '../../conformance/checks/site/s-14-one-grant-per-token.ts';
import { openHttpDoor } from '../../conformance/collect/http/open-http-door.ts';
import type { ProbeAct, TargetClock } from '../../conformance/collect/probe-act.ts';
import { runPlan } from '../../conformance/collect/run-plan.ts';
import { admitted } from '../../conformance/collect/site/admitted.ts';
import { presentations } from '../../conformance/collect/site/presentations.ts';
import { race } from '../../conformance/collect/site/race.ts';
import { sessionEnd } from '../../conformance/collect/site/session-end.ts';
import { createBlobMap } from '../../conformance/evidence/recorder.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';
import { createRobot } from '../../conformance/robot/create-robot.ts';
import { testIssuerTokens } from '../../conformance/robot/test-issuer-tokens.ts';
import type { TokenSource } from '../../conformance/robot/token-source.ts';
import { CIRCUMSTANCES } from './build-evidence.ts';
import { startTestSite, type TestSite } from './test-site.ts';

let site: TestSite;
/** Every token that the robot was given, as it is written in base64url. */
const shown: string[] = [];

function tokens(): TokenSource {
  const source = testIssuerTokens(() => site.now);
  const note = <Held extends { token: Uint8Array } | undefined>(held: Held): Held => {
    if (held !== undefined) shown.push(Buffer.from(held.token).toString('base64url').slice(0, 460));
    return held;
  };
  return { ...source, take: async () => note(await source.take()) };
}

beforeEach(async () => {
  site = await startTestSite();
  return () => site.close();
});

/** Runs probes against the site, by its clock where it lends it. */
async function look(acts: readonly ProbeAct[], hasClock = true): Promise<EvidenceView> {
  const blobs = createBlobMap();
  const http = openHttpDoor({ cap: 2000 });
  const clock: TargetClock = {
    now: async () => site.now,
    set: async (now) => {
      site.now = now;
    },
  };
  const lent = hasClock ? { clock } : {};
  const faults: unknown[] = [];
  const target = site.origin;
  const probes = await runPlan({
    plan: 'site',
    target,
    acts,
    before: [],
    blobs,
    http,
    ...lent,
    openGrants: async () => undefined,
    openRobot: async () => createRobot({ target, gatedPath: '/', http, tokens: tokens(), ...lent }),
    isAuthorised: true,
    isLong: false,
    now: Date.now,
    wait: async (ms) => {
      site.now += ms / 1000;
    },
    random: (length) => 'x'.repeat(length),
    tell: (event) => event.kind === 'fault' && faults.push(event.error),
    keep: () => undefined,
  });
  expect(faults).toEqual([]);
  return viewEvidence({ plan: 'site', target: target.origin, circumstances: CIRCUMSTANCES, probes }, blobs.get);
}

describe('the robot at a site of our own', () => {
  it('goes in, and shows what strangers are refused', async () => {
    const view = await look([admitted]);
    const probe = view.probe('admitted');
    const pages = probe
      .exchanges('admitted')
      .map(({ request, response }) => [new URL(request.url).pathname, response?.status]);
    expect(pages).toEqual([
      ['/', 200],
      ['/film', 200],
    ]);
    expect(probe.exchanges('stranger').map(({ response }) => response?.status)).toEqual([403, 403]);
    expect(probe.fact('session')).toMatchObject({
      status: 204,
      cookies: [{ httpOnly: true, secure: true, sameSite: 'Lax' }],
    });
  });

  it('leaves no token, no proof and no cookie value in the evidence', async () => {
    const view = await look([admitted, presentations]);
    const text = JSON.stringify([view.probe('admitted'), view.probe('presentations')]);
    expect(shown.length).toBeGreaterThan(10);
    for (const token of shown) expect(text).not.toContain(token);
    expect(text).not.toMatch(/__Host-age=[A-Za-z0-9_-]{20}/);
    expect(text).not.toMatch(/eyJ/);
  });

  it('is refused for each reason apart, and the site tells it none of them', async () => {
    const view = await look([presentations]);
    expect(wrongTokensRefusedAlike.judge(view)).toMatchObject({ outcome: 'passed', findings: [] });
    expect(
      view
        .probe('presentations')
        .facts('presented')
        .map(({ value }) => (value as { kind: string }).kind),
    ).toHaveLength(16);
    expect([...new Set(site.refused)].toSorted()).toEqual([
      'ERR_PROOF_AUDIENCE',
      'ERR_PROOF_KEY',
      'ERR_PROOF_MALFORMED',
      'ERR_SITE_CHALLENGE',
      'ERR_SITE_CHALLENGE_STALE',
      'ERR_TOKEN_CHALLENGE',
      'ERR_TOKEN_MALFORMED',
      'ERR_TOKEN_SIGNATURE',
      'ERR_TOKEN_SPENT',
      'ERR_TOKEN_WINDOW',
    ]);
  });

  it('shows no token of another time as a week turns, when a test key of that time is still taken', async () => {
    await site.close();
    site = await startTestSite('2026-11-22T23:58:00Z');
    const kinds = async () => {
      const view = await look([presentations], false);
      expect(wrongTokensRefusedAlike.judge(view).findings).toEqual([]);
      return view
        .probe('presentations')
        .facts('presented')
        .map(({ value }) => (value as { kind: string }).kind);
    };
    expect(await kinds()).not.toContain('expired-epoch');
    site.now += 7 * 60;
    expect(await kinds()).not.toContain('future-epoch');
    site.now += 15 * 60;
    expect(await kinds()).toEqual(expect.arrayContaining(['expired-epoch', 'future-epoch']));
  });

  it('gets one session out of a hundred', async () => {
    const view = await look([race]);
    expect(oneGrantPerToken.judge(view)).toMatchObject({ outcome: 'passed' });
  });

  it.each([true, false])('sees sessions end, by the site’s clock: %s', async (hasClock) => {
    const before = site.now;
    const view = await look([sessionEnd], hasClock);
    expect(sessionsEnd.judge(view).outcome).toBe(hasClock ? 'passed' : 'cannot-tell');
    if (hasClock) expect(site.now).toBe(before);
  });
});
