import type { SpentSet } from '../verifier/spent-set.ts';
import type { Verifier } from '../verifier/verifier.ts';
import type { SetTimer } from './directory-schedule.ts';
import type { GateRequest } from './gate-request.ts';

/** One visit, as far as whatever stands in for the wallet may see it. */
export interface TestVisit {
  readonly request: GateRequest;
  /** Whole Unix seconds. */
  readonly now: number;
  readonly redeemUrl: string;
  readonly verifier: Pick<Verifier, 'challenge'>;
  readonly settings: { readonly threshold: number; readonly spent: SpentSet; readonly setTimer: SetTimer };
}

/**
 * Stands in for issuer and wallet while a site is being built: all that the gate knows of `@bauta/sdk/test-issuer`,
 * whose code is in no bundle that does not ask for it.
 */
export interface TestIssuer {
  /** How each proof ends, for the operator. */
  readonly outcome: string;
  /** The name that its tokens are made under. */
  readonly name: string;
  /** Its key directory. @param now Unix seconds */
  directory(threshold: number, now: number): Promise<Response>;
  /** Answers in the place of the wallet, at `GET /_age/test`. */
  answer(visit: TestVisit): Promise<Response>;
}
