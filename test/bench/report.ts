import { plotLines } from '../figures/plot.ts';
import { type Bar, plotBars } from '../figures/plot-bars.ts';
import type { Result, Section } from '../figures/result.ts';
import type { Change } from './baseline.ts';
import { type Curve, formatCount } from './curve/curves.ts';
import { isHeld, type Row } from './table.ts';

/** Rows that stand for the libraries and services of others. */
const PEERS = /^(privacypass-ts|@owf\/mdoc|HTTPS)/;

/** What a run found, for its page. */
export interface Found {
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** Beside the baseline; absent where there is none that this machine can be held to. */
  readonly changes?: readonly Change[];
  /** As they were last drawn. */
  readonly curves: readonly Curve[];
}

export function reportBench({ rows, notes, changes, curves }: Found): Result {
  return {
    title: 'What each act costs, beside what it cannot cost less than',
    intro: [
      'Every act is measured in turn with its limit: the bare cryptographic operations that it cannot do without. A ratio says what everything around them takes. The times are of this machine; the ratios travel further.',
    ],
    bounds: rows.flatMap((row) => {
      if (!row.bound) return [];
      const bound = 'most' in row.bound ? `≤ ${row.bound.most}` : `≥ ${row.bound.least}`;
      const measured = `${row.ratio.toFixed(2)} (${micros(row.micros)} beside ${micros(row.limitMicros)})`;
      return [{ what: `${row.act}, beside ${row.limit}`, measured, bound, isHeld: isHeld(row) }];
    }),
    sections: [
      actsSection(
        rows.filter(({ act }) => !PEERS.test(act)),
        notes,
      ),
      ...peersSection(rows.filter(({ act }) => PEERS.test(act))),
      ...changesSection(changes),
      curvesSection(curves),
    ],
    data: { rows, changes: changes ?? null },
  };
}

function actsSection(rows: readonly Row[], notes: readonly string[]): Section {
  const [bounded, others] = [rows.filter(({ bound }) => bound), rows.filter(({ bound }) => !bound)];
  return {
    title: 'Our own acts',
    // Columns are for a terminal; the page has the curves as a picture.
    text: notes.filter((note) => !/ {2}/.test(note)),
    figures: [
      plotBars({
        title: 'How many times its limit each act takes that has a bound',
        axis: 'times; a stroke is the bound',
        bars: bounded.map(barOf),
        scale: 'linear',
        from: 0,
      }),
      plotBars({
        title: 'The same of acts that stand beside',
        axis: 'times, logarithmic',
        bars: others.map(barOf),
        scale: 'log',
        from: 0.01,
      }),
    ].filter((_, i) => (i === 0 ? bounded : others).length > 0),
    table: {
      head: ['Act', 'Takes', 'Limit', 'Takes', 'Ratio'],
      rows: rows.map((row) => [row.act, micros(row.micros), row.limit, micros(row.limitMicros), row.ratio.toFixed(2)]),
    },
  };
}

// A bound from below is of the limit to the act: turned round, so that all bars say the same.
function barOf({ act, micros: own, limitMicros, bound }: Row): Bar {
  const value = own / limitMicros;
  const most = bound && ('most' in bound ? bound.most : 1 / bound.least);
  return { name: act, value, label: `${value.toFixed(2)} ×`, ...(most ? { bound: most } : {}) };
}

function peersSection(rows: readonly Row[]): Section[] {
  if (rows.length === 0) return [];
  const bars = rows.map(({ act, ratio }): Bar => ({ name: act, value: ratio, label: `${ratio.toFixed(1)} × ours` }));
  return [
    {
      title: 'Beside libraries and services of others',
      text: [
        'privacypass-ts and @owf/mdoc do the same step on the same machine in the same run. The HTTPS round trip goes to a server on this machine that answers at once: the least that a question to a vendor can take, with no network in it.',
      ],
      figures: [plotBars({ title: 'How many times ours', axis: 'times, logarithmic', bars, scale: 'log', from: 0.5 })],
      table: {
        head: ['Theirs', 'Takes', 'Beside', 'Takes', 'Ratio'],
        rows: rows.map((row) => [
          row.act,
          micros(row.micros),
          row.limit,
          micros(row.limitMicros),
          row.ratio.toFixed(1),
        ]),
      },
    },
  ];
}

function changesSection(changes: readonly Change[] | undefined): Section[] {
  if (!changes)
    return [
      { title: 'Beside the baseline', text: ['There is no baseline of this processor and runtime to compare with.'] },
    ];
  const flagged = changes.filter(({ isFlagged }) => isFlagged).length;
  return [
    {
      title: 'Beside the baseline',
      text: [
        `${flagged === 0 ? 'No ratio' : flagged === 1 ? 'One ratio' : `${flagged} ratios`} changed by more than a tenth and more than what two measurements differ by.`,
      ],
      table: {
        head: ['Act', 'Before', 'Now', 'Change', 'Noise', ''],
        rows: changes.map(({ act, before, now, change, noise, isFlagged }) => [
          ...[
            act,
            before.toFixed(2),
            now.toFixed(2),
            percent(change),
            `± ${percent(noise)}`,
            isFlagged ? 'changed' : '',
          ],
        ]),
      },
    },
  ];
}

function curvesSection(curves: readonly Curve[]): Section {
  return {
    title: 'What a spend costs as the spent set fills up',
    text: ['As they were last drawn (npm run bench -- --curve), each step beside a store that is nearly empty.'],
    figures: [
      plotLines({
        title: 'CPU for one spend, by how many nullifiers are known',
        x: { name: 'nullifiers', scale: 'log', format: formatCount },
        y: { name: 'µs', scale: 'linear' },
        lines: curves.map(({ store, points }) => ({
          name: store,
          points: points.map(({ nullifiers, cpu }) => ({ x: nullifiers, y: cpu })),
        })),
      }),
    ],
  };
}

const micros = (value: number): string => (value < 1000 ? `${value.toFixed(1)} µs` : `${(value / 1000).toFixed(1)} ms`);
const percent = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : 'unknown');
