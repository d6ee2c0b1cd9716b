import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Change } from './compare-runs.ts';
import type { SiteRun } from './site-run.ts';

/** What a round says of one site. */
export interface RoundLine {
  readonly run: Pick<SiteRun, 'verdict'>;
  readonly change: Pick<Change, 'breaches'>;
}

/** The first row that holds says how a round ends. A breach that was known already is no news. */
const ROWS: readonly (readonly [holds: (lines: readonly RoundLine[]) => boolean, exit: ExitCode])[] = [
  [(lines) => lines.some(({ change }) => change.breaches.length > 0), EXIT.breach],
  [(lines) => lines.length > 0 && lines.every(({ run }) => run.verdict === 'unreachable'), EXIT.unreachable],
  [(lines) => lines.length > 0 && lines.every(({ run }) => run.verdict === 'fault'), EXIT.fault],
  [(lines) => lines.some(({ run }) => run.verdict !== 'no-breach' && run.verdict !== 'breach'), EXIT.inconclusive],
];

export const exitOfRound = (lines: readonly RoundLine[]): ExitCode =>
  ROWS.find(([holds]) => holds(lines))?.[1] ?? EXIT.held;
