import { createBlobMap } from '../evidence/recorder.ts';
import { viewEvidence } from '../evidence/view.ts';
import { examine } from '../examine.ts';
import { PLANS } from '../plans.ts';
import type { Fixture } from './fixture.ts';

/** What the suite said of a fixture, beside what it had to say. */
export interface Tried {
  readonly fixture: Fixture;
  /** Ids of the checks that failed. */
  readonly failed: readonly string[];
  /** Checks that had to fail and did not. */
  readonly missed: readonly string[];
  /** Checks that failed and had no reason to. */
  readonly false: readonly string[];
  readonly ms: number;
  readonly requests: number;
  /** For each check that failed, its rules; for the others their outcome. */
  readonly outcomes: Readonly<Record<string, string>>;
}

export interface TryGiven {
  readonly browser?: string;
  readonly now: () => number;
  /** Only the probes that these checks read are run, and only these checks are asked. All of the plan's unless told. */
  readonly checks?: readonly string[];
  readonly tell?: (line: string) => void;
}

/** What other probes build on. */
const GROUND = ['home', 'well-known', 'crawl', 'admitted'];
const NOTHING = () => undefined;

/** Points the suite at one fixture, as a regulator would with authority. */
export async function tryFixture(fixture: Fixture, given: TryGiven): Promise<Tried> {
  const { plan } = fixture;
  const checks = PLANS[plan].checks.filter(({ id }) => given.checks?.includes(id) ?? true);
  const began = given.now();
  const standing = await fixture.start(0);
  try {
    const blobs = createBlobMap();
    const evidence = await examine({
      plan,
      target: new URL(standing.origin),
      blobs,
      ...(given.browser === undefined ? {} : { browser: given.browser }),
      ...(given.checks === undefined ? {} : { probes: [...GROUND, ...checks.flatMap(({ probes }) => probes)] }),
      isAuthorised: true,
      isLong: false,
      cap: 3_000,
      perSecond: 100,
      now: given.now,
      tell: (event) => event.kind === 'fault' && given.tell?.(`${event.probe}: ${String(event.error)}`),
      keep: NOTHING,
    });
    const view = viewEvidence(evidence, blobs.get);
    const judged = checks.map(({ id, judge }) => ({ id, ...judge(view) }));
    const failed = judged.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
    const due = fixture.fails.filter((id) => checks.some((check) => check.id === id));
    return {
      fixture,
      failed,
      missed: due.filter((id) => !failed.includes(id)),
      false: failed.filter((id) => !due.includes(id)),
      ms: given.now() - began,
      requests: evidence.circumstances.requests.sent,
      outcomes: Object.fromEntries(
        judged.map(({ id, outcome, findings }) => [id, findings.map(({ rule }) => rule).join(' ') || outcome]),
      ),
    };
  } finally {
    await standing.close();
  }
}

/** The share of broken fixtures that failed exactly their checks, and how often the suite cried without a reason. */
export function score(tried: readonly Tried[]): {
  readonly killed: number;
  readonly broken: number;
  readonly falseAlarms: number;
} {
  const broken = tried.filter(({ fixture }) => fixture.fails.length > 0);
  return {
    killed: broken.filter((one) => one.missed.length === 0 && one.false.length === 0).length,
    broken: broken.length,
    falseAlarms: tried.reduce((sum, one) => sum + one.false.length, 0),
  };
}
