import type { Presentation } from '@bauta/sdk/verifier';

/** The acts that are timed in workerd; each has an `isEmpty` twin that reads the same question and does nothing. */
export type WorkerdAct = 'token check' | 'redeem' | 'blind sign' | 'batch of 30';

/** What the Worker is posted: which act, how often, and what it works on. Bytes are hexadecimal. */
export interface Question {
  readonly act: WorkerdAct;
  readonly isEmpty: boolean;
  readonly count: number;
  /** Unix seconds. */
  readonly now: number;
  readonly issuer: string;
  readonly epoch: string;
  readonly redeemUrl: string;
  readonly secret: string;
  readonly spki: string;
  readonly pkcs8: string;
  readonly tokens: readonly string[];
  readonly presentations: readonly Presentation[];
  /** The body of a batch. */
  readonly batch: string;
}
