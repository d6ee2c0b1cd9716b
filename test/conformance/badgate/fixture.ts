import type { CheckId } from '../checks/check.ts';
import type { Plan } from '../evidence/observation.ts';

/** A fixture that runs. */
export interface Standing {
  /** What the suite is pointed at. */
  readonly origin: string;
  close(): Promise<void>;
}

/** A target that is broken on purpose by one published fault, or an honest one that must pass. */
export interface Fixture {
  /** kebab-case, names the fault: `blur-only`. */
  readonly name: string;
  readonly plan: Plan;
  /** One English sentence: what it does wrong; for an honest one, how it differs from the reference. */
  readonly sentence: string;
  /** Where this was seen in the world: a row of peers.md, threats.md or requirements.md, in a few words of our own. */
  readonly seenAt: string;
  /** The checks that fail on it, and no other. Empty for an honest variant. */
  readonly fails: readonly CheckId[];
  /** Its fault shows in times alone: nothing else may run beside it. */
  readonly isTimed?: true;
  /** @param port on 127.0.0.1; 0 takes a free one. */
  start(port: number): Promise<Standing>;
}
