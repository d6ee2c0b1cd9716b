import type { ConfigSources } from './config-sources.ts';
import type { Fault, Table } from './table.ts';

/** How a test issuer ends each proof: the words of `@bauta/sdk/test-issuer`, which nothing of production may load. */
export const TEST_OUTCOMES = ['pass', 'fail', 'spent', 'expired', 'slow'] as const;
export type TestOutcome = (typeof TEST_OUTCOMES)[number];

/** In the place of a test issuer while the gate's own rules judge the options that go with one. */
export const TEST_ISSUER_STAND_IN: Readonly<Record<string, () => void>> = { directory() {}, answer() {} };

/** The outcome that a file asks for; undefined without one, and for a wrong one. */
export function readTestIssuer(
  { test_issuer: word }: Table,
  { env }: ConfigSources,
  fault: Fault,
): TestOutcome | undefined {
  if (word === undefined) return undefined;
  const outcome = TEST_OUTCOMES.find((one) => one === word);
  if (outcome === undefined) fault('test_issuer', 'must be pass, fail, spent, expired or slow');
  // The test issuer looks for itself too; said here it comes with its line, and before anything is opened.
  if (env.NODE_ENV === 'production') {
    fault('test_issuer', 'lets everyone in, so it does not start with NODE_ENV=production');
  }
  return outcome;
}
