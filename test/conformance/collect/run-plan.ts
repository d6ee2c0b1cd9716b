import type { Circumstances, Plan, Probe, Untested } from '../evidence/observation.ts';
import { type BlobStore, createProbeRecorder, ProbeLeft } from '../evidence/recorder.ts';
import { type EvidenceView, viewEvidence } from '../evidence/view.ts';
import type { Robot } from '../robot/robot.ts';
import type { BrowserDoor } from './browser/browser-door.ts';
import type { HttpDoor } from './http/http-door.ts';
import type { Need, ProbeAct, ProbeContext, TargetClock } from './probe-act.ts';

/** What is told of a run while it goes on. */
export type RunEvent =
  | { readonly kind: 'began'; readonly probe: ProbeAct; readonly number: number; readonly of: number }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'ended'; readonly probe: Probe }
  | { readonly kind: 'fault'; readonly probe: string; readonly error: unknown };

export interface RunGiven {
  readonly plan: Plan;
  readonly target: URL;
  readonly acts: readonly ProbeAct[];
  /** Probes of a run that was broken off: they are not begun again. */
  readonly before: readonly Probe[];
  readonly blobs: BlobStore;
  readonly http: HttpDoor;
  readonly browser?: BrowserDoor;
  readonly clock?: TargetClock;
  /** Asked once, when the first probe needs it. */
  readonly openRobot: (seen: EvidenceView) => Promise<Robot | undefined>;
  readonly openGrants: ProbeContext['openGrants'];
  readonly isAuthorised: boolean;
  readonly isLong: boolean;
  /** ms */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly random: (length: number) => string;
  readonly tell: (event: RunEvent) => void;
  /** After each probe, with all that is seen so far: whoever runs keeps it. */
  readonly keep: (probes: readonly Probe[]) => void;
}

/** What a probe is told where one of its needs is not met. */
const UNMET: Readonly<Record<Need, Untested>> = {
  browser: 'no-browser',
  tokens: 'no-tokens',
  authority: 'no-authority',
  clock: 'no-clock',
};

/** Runs every probe of a plan in its order. A probe that fails is left as untested; the rest goes on. */
export async function runPlan(given: RunGiven): Promise<readonly Probe[]> {
  const { acts, before, tell, keep } = given;
  const probes: Probe[] = [];
  let robot: Promise<Robot | undefined> | undefined;
  for (const [at, act] of acts.entries()) {
    const done = before.find(({ name }) => name === act.name);
    if (done === undefined) {
      tell({ kind: 'began', probe: act, number: at + 1, of: acts.length });
      const seen = viewOf(given, probes);
      if (act.needs.includes('tokens')) robot ??= given.openRobot(seen).catch(() => undefined);
      const probe = await runProbe(given, act, at + 1, seen, await robot);
      probes.push(probe);
      tell({ kind: 'ended', probe });
      keep(probes);
    } else probes.push(done);
  }
  return probes;
}

async function runProbe(
  given: RunGiven,
  act: ProbeAct,
  number: number,
  seen: EvidenceView,
  robot: Robot | undefined,
): Promise<Probe> {
  const { target, http, browser, clock, wait, isLong, random, tell, blobs, now } = given;
  const record = createProbeRecorder(act.name, number, blobs, now);
  const isMet: Readonly<Record<Need, boolean>> = {
    browser: browser !== undefined,
    tokens: robot !== undefined,
    authority: given.isAuthorised,
    clock: clock !== undefined,
  };
  const unmet = act.needs.find((need) => !isMet[need]);
  if (unmet !== undefined) return { ...record.end(), state: 'untested', reason: UNMET[unmet] };
  const doors = {
    ...(browser === undefined ? {} : { browser }),
    ...(robot === undefined ? {} : { robot }),
    // Setting a target's clock is done to it, not only asked of it.
    ...(clock === undefined || !given.isAuthorised ? {} : { clock }),
  };
  const progress = (line: string): void => tell({ kind: 'line', line });
  try {
    await act.run({
      target,
      record,
      seen,
      http,
      wait,
      isLong,
      random,
      progress,
      openGrants: given.openGrants,
      ...doors,
    });
    return record.end();
  } catch (error) {
    if (error instanceof ProbeLeft) return { ...record.end(), state: 'untested', reason: error.reason };
    tell({ kind: 'fault', probe: act.name, error });
    return { ...record.end(), state: 'untested', reason: 'fault' };
  }
}

/** Probes see what was seen, never the surroundings of the run. */
function viewOf({ plan, target, blobs }: RunGiven, probes: readonly Probe[]): EvidenceView {
  const circumstances = {} as Circumstances;
  return viewEvidence({ plan, target: target.origin, circumstances, probes: [...probes] }, (sha256) =>
    blobs.get(sha256),
  );
}
