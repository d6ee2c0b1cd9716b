import type { ExitCode } from '../exit-codes.ts';
import type { Language } from '../text.ts';

/** What the process gives to a command. */
export interface CommandGiven {
  /** After the command's name. */
  readonly args: readonly string[];
  /** Of the terminal; reports come in both languages. */
  readonly language: Language;
  /** One line to stdout. */
  readonly print: (line: string) => void;
  /** One line to stderr; on a terminal the next `progress` replaces it. */
  readonly progress: (line: string) => void;
  /** ms */
  readonly now: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Waits until a person has pressed Enter; false where there is no terminal. */
  readonly askEnter: (sentence: string) => Promise<boolean>;
}

export type Command = (given: CommandGiven) => Promise<ExitCode>;
