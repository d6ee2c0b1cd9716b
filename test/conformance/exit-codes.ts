import type { Text } from './text.ts';

/** How every command ends. */
export const EXIT = {
  /** No breach was found. */
  held: 0,
  /** A breach was found; a signature or a digest does not hold. */
  breach: 1,
  /** Nothing certain can be said. */
  inconclusive: 2,
  /** Something on this side must be set right first; the message names the flag. */
  configuration: 3,
  /** The target does not answer. */
  unreachable: 4,
  /** A fault of the suite. */
  fault: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a person is told in their language; programs and tests read the English message. */
class Told extends Error {
  readonly text: Text;

  constructor(says: string | Text) {
    const text = typeof says === 'string' ? { en: says, fr: says } : says;
    super(text.en);
    this.text = text;
  }
}

/** A command cannot begin: a flag, a file or a browser is missing or wrong. It says what to type. */
export class ConfigurationFault extends Told {}

/** The target did not answer the first request. */
export class TargetUnreachable extends Told {}
