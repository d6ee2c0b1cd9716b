import type { KeyDirectory } from '../verifier/key-directory.ts';
import type { Verifier } from '../verifier/verifier.ts';
import type { GateRequest } from './gate-request.ts';
import type { GateSettings } from './options.ts';
import type { OwnAnswer } from './own-answer.ts';
import type { SessionLease } from './session-lease.ts';

/** One request at the door, and what stands behind it. */
export interface Visit {
  readonly settings: GateSettings;
  /** Where proofs are posted: the audience of each, never taken from a request. */
  readonly redeemUrl: string;
  readonly keys: KeyDirectory;
  readonly verifier: Verifier;
  readonly lease: SessionLease;
  readonly request: GateRequest;
  /** Whole Unix seconds, read once. */
  readonly now: number;
}

/** What a route of the gate does. Refusals that a visitor may meet it answers itself; faults it throws. */
export type Act = (visit: Visit) => OwnAnswer | Promise<OwnAnswer>;
