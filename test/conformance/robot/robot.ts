import type { ProbeRecorder } from '../evidence/recorder.ts';

/** Ways to present a token, each wrong for one reason, but the first. */
export const PRESENTATIONS = [
  'good',
  'replayed',
  'forged-signature',
  'wrong-key',
  'wrong-salt',
  'expired-epoch',
  'future-epoch',
  'trailing-byte',
  'short-token',
  'other-site',
  'other-challenge',
  'other-holder',
  'other-issuer',
  'no-proof',
  'proof-alg-none',
  'other-type',
  'stale-challenge',
] as const;
export type PresentationKind = (typeof PRESENTATIONS)[number];

/** What came of a presentation. */
export interface Presented {
  readonly kind: PresentationKind;
  /** Value of a `cookie` header; absent when no session was opened. */
  readonly cookie?: string;
  /** Its `set-cookie` lines, without values. */
  readonly cookieLines: readonly string[];
  /** Id of the exchange that was the answer to the token. */
  readonly answer: string;
  readonly status: number;
}

/** The suite's own wallet. Its tokens are never recorded. */
export interface Robot {
  /** Tokens that are left. */
  readonly left: () => number;
  /** The kinds that this robot has the keys for. */
  readonly kinds: readonly PresentationKind[];
  /** Ways of proving an age by which such tokens are had; none where nobody says so. */
  ways(): Promise<readonly string[]>;
  /** Presents one in headers, as a program would. @throws ProbeLeft `no-tokens` when none is left */
  present(record: ProbeRecorder, kind: PresentationKind): Promise<Presented>;
  /** The same token `times` times at the same moment. */
  race(record: ProbeRecorder, times: number): Promise<readonly Presented[]>;
}
