/** What must hold of a ratio. */
export type Bound = { readonly most: number } | { readonly least: number };

/** What is taken in one round: the name of each figure, in microseconds for one operation. */
export type Figures = Readonly<Record<string, number>>;

/** A line of the table before it is measured. */
export interface Plan {
  /** Also the name of its figure. */
  readonly act: string;
  /** What stands beside it, for the reader. */
  readonly limit: string;
  /** The figures whose sum the limit is. */
  readonly of: readonly string[];
  /** Absent for a figure that stands beside. */
  readonly bound?: Bound;
}

/** How the acts are measured this time. */
export interface Setting {
  readonly isQuick: boolean;
  readonly rounds: number;
  /** Unix seconds. */
  readonly now: number;
  /** Operations in one measurement, of an act that takes less than a millisecond. */
  readonly count: number;
  /** How many nullifiers a spent set holds where its curve begins, and what it is filled to. */
  readonly from: number;
  readonly to: number;
  /** Hears how far it has come. */
  readonly tell: (line: string) => void;
}

/** An act that is ready. */
export interface OpenedAct {
  readonly plans: readonly Plan[];
  /** Takes each figure once: the act and its limit side by side, so that both meet the same machine. */
  measure(): Promise<Figures>;
  close(): unknown;
  /** For the reader, once everything was measured. */
  readonly notes?: () => readonly string[];
}

/** Something that is measured beside its limit. */
export interface Act {
  /** For `--only`. */
  readonly name: string;
  /** @returns why it cannot be measured here, when it cannot. */
  open(setting: Setting): Promise<OpenedAct | string>;
}
