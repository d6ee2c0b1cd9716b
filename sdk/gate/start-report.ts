import { type GateOptions, readOptions } from './options.ts';
import type { SessionRule } from './session-rule.ts';
import { VERSION } from './version.ts';

/** What a gate starts with, as plain data for a log: nothing in it is a secret, and nothing a visitor's. */
export interface StartReport {
  /** Of the library. */
  readonly version: string;
  readonly origin: string;
  /** The name whose tokens are believed: the test issuer's own while there is one. */
  readonly issuer: string;
  readonly wallet: string;
  /** Age in years. */
  readonly threshold: number;
  /** With its seconds. */
  readonly policy: SessionRule;
  /** How many keys of challenges there are; their bytes are nobody's business. */
  readonly secrets: number;
  readonly publicPaths: readonly string[];
  readonly canaries: readonly string[];
  /** What the stores are, in the words of whoever opened them. */
  readonly stores: string | null;
  /** The outcome of a test issuer; null in earnest. */
  readonly testIssuer: string | null;
}

/**
 * What a gate with these options starts with.
 * @param stores what `spent` and `sessions` are, which the gate cannot know: for instance `sqlite`, never an address
 *   with a password in it.
 * @throws TypeError that lists every fault of the options at once, as `ageGate` does.
 */
export function describeGate(options: GateOptions, stores: string | null = null): StartReport {
  const { origin, issuer, wallet, threshold, policy, secrets, publicPaths, canaries, testIssuer } =
    readOptions(options);
  return {
    version: VERSION,
    origin,
    issuer,
    wallet,
    threshold,
    policy,
    secrets: secrets.length,
    publicPaths,
    canaries,
    stores,
    testIssuer: testIssuer?.outcome ?? null,
  };
}
