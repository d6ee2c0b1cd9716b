import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserDoor } from './collect/browser/browser-door.ts';
import { openBrowserDoor } from './collect/browser/open-browser-door.ts';
import { clockAheadOf, lookAround } from './collect/http/circumstances.ts';
import { openHttpDoor } from './collect/http/open-http-door.ts';
import type { TargetClock } from './collect/probe-act.ts';
import { type RunEvent, runPlan } from './collect/run-plan.ts';
import { gatedPathsOf } from './collect/site/gated-paths.ts';
import { findClock } from './collect/target-clock.ts';
import type { Circumstances, Evidence, Plan, Probe } from './evidence/observation.ts';
import { type BlobStore, createProbeRecorder } from './evidence/recorder.ts';
import type { EvidenceView } from './evidence/view.ts';
import { TargetUnreachable } from './exit-codes.ts';
import { PLANS } from './plans.ts';
import { isLoopback } from './reading/loopback.ts';
import { createRobot } from './robot/create-robot.ts';
import { openGrantSource } from './robot/issuer-grants.ts';
import { openTokens } from './robot/open-tokens.ts';
import type { Robot } from './robot/robot.ts';
import type { TokenSource } from './robot/token-source.ts';
import { SUITE } from './suite.ts';

export interface ExamineGiven {
  readonly plan: Plan;
  readonly target: URL;
  readonly blobs: BlobStore;
  /** What an earlier run that was broken off has seen. */
  readonly before?: readonly Probe[];
  /** Path of a browser; without one what needs it is untested. */
  readonly browser?: string;
  readonly tokens?: TokenSource;
  readonly operator?: string;
  /** Names of the probes to run; all of the plan's unless told. */
  readonly probes?: readonly string[];
  readonly isAuthorised: boolean;
  readonly isLong: boolean;
  readonly cap: number;
  readonly perSecond: number;
  /** ms */
  readonly now: () => number;
  readonly tell: (event: RunEvent) => void;
  readonly keep: (evidence: Evidence) => void;
}

/**
 * Collects: everything that is asked of a target, as evidence. Judges nothing.
 * @throws TargetUnreachable when it does not answer at all
 */
export async function examine(given: ExamineGiven): Promise<Evidence> {
  const { plan, target, blobs, now, cap, perSecond } = given;
  const began = new Date(now()).toISOString();
  const isOwn = isLoopback(target.hostname);
  const http = openHttpDoor({ cap, perSecond, now, alreadySent: countSent(given.before ?? []) });
  const around = await lookAround(target);
  const meeting = createProbeRecorder('meeting', 0, blobs, now);
  const first = await http.send(meeting, { url: target.href, label: 'home' });
  if (first.response === undefined) {
    throw new TargetUnreachable({
      en: `${target.origin} does not answer (${first.noAnswer}).`,
      fr: `${target.origin} ne répond pas (${first.noAnswer}).`,
    });
  }
  const clockAhead = clockAheadOf(first);
  const clock = await findClock(target, http, meeting);
  const browser = await openBrowser(
    given,
    (requests) => http.count(requests),
    () => cap - http.sent(),
  );
  const isAuthorised = isOwn || given.isAuthorised;
  let tokens: TokenSource | undefined;

  const circumstances = (): Circumstances => ({
    suite: SUITE,
    node: process.version,
    platform: process.platform,
    began,
    ended: new Date(now()).toISOString(),
    ...around,
    ...(clockAhead === undefined ? {} : { clockAhead }),
    ...(browser === undefined ? {} : { browser: browser.version }),
    ...(given.operator === undefined ? {} : { operator: given.operator }),
    requests: { sent: http.sent(), cap, perSecond: isOwn ? 0 : perSecond },
    isAuthorised,
    isLong: given.isLong,
    tokens: tokens?.kind ?? 'none',
    clock: clock === undefined || !isAuthorised ? 'machine' : 'test-clock',
  });
  const toEvidence = (probes: readonly Probe[]): Evidence => ({
    schema: 'urn:bauta:schema:evidence:1',
    plan,
    target: target.origin,
    circumstances: circumstances(),
    probes,
  });

  async function openRobot(seen: EvidenceView): Promise<Robot | undefined> {
    const seconds = clock === undefined ? Math.floor(now() / 1000) : await clock.now();
    const ahead = seconds - Math.floor(now() / 1000);
    const file = given.tokens === undefined ? {} : { file: given.tokens };
    tokens = await openTokens({ seen, isLoopback: isOwn, ...file, now: () => Math.floor(now() / 1000) + ahead });
    const gatedPath = gatedPathsOf(seen)[0] ?? '/';
    return tokens && createRobot({ target, gatedPath, http, tokens, ...lend(clock, isAuthorised) });
  }

  try {
    const probes = await runPlan({
      plan,
      target,
      acts: PLANS[plan].probes.filter(({ name }) => given.probes?.includes(name) ?? true),
      before: given.before ?? [],
      blobs,
      http,
      ...(browser === undefined ? {} : { browser }),
      ...lend(clock, isAuthorised),
      openRobot,
      openGrants: (seconds) => openGrantSource({ target, count: (requests) => http.count(requests), now: seconds }),
      isAuthorised,
      isLong: given.isLong,
      now,
      wait,
      random: drawLetters,
      tell: given.tell,
      keep: (probesSoFar) => given.keep(toEvidence(probesSoFar)),
    });
    return toEvidence(probes);
  } finally {
    await browser?.close();
  }
}

const lend = (clock: TargetClock | undefined, isAuthorised: boolean) =>
  clock === undefined || !isAuthorised ? {} : { clock };

async function openBrowser(
  { browser: executable }: ExamineGiven,
  count: (requests: number) => void,
  left: () => number,
): Promise<BrowserDoor | undefined> {
  return executable === undefined ? undefined : openBrowserDoor({ executable, count, left });
}

const countSent = (probes: readonly Probe[]): number =>
  probes.flatMap(({ observations }) => observations).filter(({ kind }) => kind === 'exchange').length;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

const drawLetters = (length: number): string =>
  Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
