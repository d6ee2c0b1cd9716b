import type { ProbeRecorder } from '../evidence/recorder.ts';
import type { EvidenceView } from '../evidence/view.ts';
import type { Robot } from '../robot/robot.ts';
import type { Text } from '../text.ts';
import type { BrowserDoor } from './browser/browser-door.ts';
import type { HttpDoor } from './http/http-door.ts';
import type { GrantSource } from './issuer/grant-source.ts';

/** What a probe cannot do without. The run leaves a probe whose needs are not met as untested, with the reason. */
export type Need = 'browser' | 'tokens' | 'authority' | 'clock';

/** The clock of a deployment that offers one (`/_test/clock`): seconds are Unix seconds. */
export interface TargetClock {
  now(): Promise<number>;
  set(now: number): Promise<void>;
}

/** Everything that a probe works with. Whatever it sees goes through `record`. */
export interface ProbeContext {
  readonly target: URL;
  readonly record: ProbeRecorder;
  /** What the probes before have seen. A probe keeps nothing elsewhere: a run can be taken up again after each. */
  readonly seen: EvidenceView;
  readonly http: HttpDoor;
  /** There where the probe needs it. */
  readonly browser?: BrowserDoor;
  readonly robot?: Robot;
  readonly clock?: TargetClock;
  /** What an issuer demands before it signs, where it can be had. @param now Unix seconds by the target's clock. */
  readonly openGrants: (now: number) => Promise<GrantSource | undefined>;
  /** Waits for real, in ms. */
  readonly wait: (ms: number) => Promise<void>;
  readonly isLong: boolean;
  /** Lower-case letters and digits that nobody has seen before. */
  readonly random: (length: number) => string;
  /** One line on what is being done, for long probes. */
  readonly progress: (line: string) => void;
}

/** One step of collecting. */
export interface ProbeAct {
  readonly name: string;
  /** For the progress line. */
  readonly title: Text;
  readonly needs: readonly Need[];
  run(context: ProbeContext): Promise<void>;
}
