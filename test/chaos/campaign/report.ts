import { plotIntervals } from '../../figures/plot-intervals.ts';
import type { Bound, Result } from '../../figures/result.ts';
import type { Fault } from '../faults/fault.ts';
import { INVARIANTS, type Invariant } from './ledger.ts';
import { type Endured, RECOVERY_MOST, type UnitOutcome } from './run-unit.ts';

/** Faults that a run of everything must have had. */
const LEAST = 500;
const LEAST_QUICK = 20;

/** Milliseconds: the picture's axis ends at a multiple of it, so that its marks are whole seconds. */
const ROUND = 4000;

const say = (count: number): string => count.toLocaleString('en-GB');

/** Which counts say how often an invariant could have broken. */
const CHANCES: { readonly [I in Invariant]: readonly string[] } = {
  twice: ['presentations'],
  lost: ['sessions found again', 'acknowledged things found again', 'spent tokens shown again'],
  open: ['doors tried without a session'],
  window: ['presentations', 'keys asked to sign'],
  back: [],
};

export function reportChaos(
  outcomes: readonly UnitOutcome[],
  about: {
    readonly isQuick: boolean;
    readonly isWhole: boolean;
    readonly skipped: readonly Fault[];
    readonly faults: readonly Fault[];
  },
): Result {
  const endured = outcomes.flatMap((one) => one.endured);
  const breaches = outcomes.flatMap((one) => one.breaches);
  const counts = addUp(outcomes);
  const least = about.isWhole ? (about.isQuick ? LEAST_QUICK : LEAST) : 1;
  const rows = summarize(endured);
  const bounds: Bound[] = [
    { what: 'faults', measured: String(endured.length), bound: `at least ${least}`, isHeld: endured.length >= least },
    ...(Object.keys(INVARIANTS) as Invariant[]).map((invariant) => {
      const broken = counts[`breaches: ${invariant}`] ?? 0;
      const chances = invariant === 'back' ? endured.length : sum(CHANCES[invariant].map((name) => counts[name] ?? 0));
      return {
        what: INVARIANTS[invariant],
        measured: `${say(broken)} of ${say(chances)} chances`,
        bound: '0',
        isHeld: broken === 0,
      };
    }),
  ];
  const longest = Math.max(1, ...rows.map(({ max }) => max));
  return {
    title: 'Chaos: what faults do to sites and rooms',
    intro: [
      'Real processes are killed, stopped, cut off, told another time and left without a disk, while simulated visitors show tokens, each of them more than once, and simulated wallets draw grants and tokens. What they were answered is kept by the process that breaks things, which outlives every fault, and is asked for again afterwards.',
      'The time to recover begins when the cause is gone and ends with the first right answer of every process to somebody new; where something died, starting it counts.',
    ],
    bounds,
    sections: [
      {
        title: 'Time to recover',
        text: [
          'In milliseconds, from the end of the fault. In the picture: the median, from the shortest to the longest.',
        ],
        figures:
          rows.length === 0
            ? []
            : [
                plotIntervals({
                  title: 'Time to recover from each kind of fault',
                  axis: 'milliseconds',
                  rows: rows.map((row) => ({
                    name: `${row.kind}, ${row.ground}`,
                    value: row.p50,
                    low: row.min,
                    high: row.max,
                  })),
                  from: 0,
                  to: Math.ceil(longest / ROUND) * ROUND,
                  format: (value) => String(Math.round(value)),
                }),
              ],
        table: {
          head: ['fault', 'where', 'times', 'p50', 'p95', 'longest'],
          rows: rows.map(({ kind, ground, times, p50, p95, max }) => [
            kind,
            ground,
            ...[times, p50, p95, max].map(String),
          ]),
        },
      },
      {
        title: 'What was done',
        table: {
          head: ['fault', 'what it is', 'done here'],
          rows: about.faults.map(({ kind, says, why }) => [
            kind,
            says,
            why === undefined ? String(endured.filter((one) => one.kind === kind).length) : `no: ${why}`,
          ]),
        },
      },
      {
        title: 'What the load saw',
        table: {
          head: ['what', 'how often'],
          rows: Object.entries(counts)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([what, times]) => [what, say(times)]),
        },
      },
      ...(breaches.length === 0
        ? []
        : [
            {
              title: 'What did not hold',
              table: {
                head: ['invariant', 'seen'],
                rows: breaches.map((one) => [INVARIANTS[one.invariant], one.seen]),
              },
            },
          ]),
    ],
    data: {
      recovery: rows,
      skipped: about.skipped.map(({ kind, why }) => ({ kind, why })),
      mostRecovery: RECOVERY_MOST,
      ...{ counts, breaches, faults: endured },
    },
  };
}

interface RecoveryRow {
  readonly kind: string;
  readonly ground: string;
  readonly times: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

function summarize(endured: readonly Endured[]): readonly RecoveryRow[] {
  const groups = new Map<string, Endured[]>();
  for (const one of endured) {
    if (one.recovery === null) continue;
    const name = `${one.kind}\n${one.ground}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const times = group.map(({ recovery }) => recovery as number).sort((a, b) => a - b);
    const at = (share: number): number => times[Math.max(0, Math.ceil(share * times.length) - 1)] as number;
    const [{ kind, ground }] = group as [Endured];
    return { kind, ground, times: times.length, min: at(0), p50: at(0.5), p95: at(0.95), max: at(1) };
  });
}

function addUp(outcomes: readonly UnitOutcome[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const { counts } of outcomes) {
    for (const [what, times] of Object.entries(counts)) total[what] = (total[what] ?? 0) + times;
  }
  return total;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
