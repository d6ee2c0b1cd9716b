import type { Child } from '../programs/child.ts';
import type { Answer, Lines } from './traffic.ts';
import type { ownFigures } from './watched-process.ts';

/** Requests that are made once each. */
export interface Prepared {
  readonly requests: readonly Buffer[];
  /** Whether what was answered with success is what it should be. */
  isRight(i: number, answer: Answer): Promise<boolean>;
}

/** What load is put on. */
export interface Target {
  readonly lines: Lines;
  /** The processes that serve it. */
  readonly servers: readonly Pick<Child<typeof ownFigures>, 'ask'>[];
  /** @param count requests that it has not seen, and will see before long. */
  prepare(count: number): Promise<Prepared>;
  /** As `prepare`, for a run of an hour: the servers' time runs meanwhile, and nothing is taken away from under them. */
  beginSteady(): Promise<(count: number) => Promise<Prepared>>;
  close(): Promise<void>;
}
