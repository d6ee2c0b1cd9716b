/** How every proof of age ends, whoever asks. */
export type TestOutcome = 'pass' | 'fail' | 'spent' | 'expired' | 'slow';

/** What is done to a token on its way. */
export interface TestCourse {
  /** Epochs from the current one: an old one's tokens are over. */
  readonly epochs: 0 | -6;
  /** The signature does not hold. */
  readonly isForged: boolean;
  /** The site's own spent set has it already. */
  readonly isSpent: boolean;
  /** Seconds that it takes. */
  readonly delay: number;
  /** What the site's operator gets to see; undefined when the visitor is let in. */
  readonly code: 'ERR_TOKEN_SIGNATURE' | 'ERR_TOKEN_SPENT' | 'ERR_TOKEN_WINDOW' | undefined;
}

const PASS: TestCourse = { epochs: 0, isForged: false, isSpent: false, delay: 0, code: undefined };

/** One row for each outcome. */
export const TEST_COURSES: Readonly<Record<TestOutcome, TestCourse>> = {
  pass: PASS,
  fail: { ...PASS, isForged: true, code: 'ERR_TOKEN_SIGNATURE' },
  spent: { ...PASS, isSpent: true, code: 'ERR_TOKEN_SPENT' },
  expired: { ...PASS, epochs: -6, code: 'ERR_TOKEN_WINDOW' },
  slow: { ...PASS, delay: 5 },
};

/** What the directory lists, in epochs from the current one. The old one is there to be found and refused. */
export const LISTED_EPOCHS: readonly number[] = [0, 1, -1, -6];
