import { escapeMarkup } from './escape-markup.ts';

/** An estimate with its interval. */
export interface Interval {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface IntervalPlot {
  readonly title: string;
  readonly axis: string;
  readonly rows: readonly Interval[];
  /** A line that intervals must stay on one side of, and what it is called. */
  readonly bound?: { readonly at: number; readonly name: string };
  readonly from: number;
  readonly to: number;
  readonly format?: (value: number) => string;
}

const WIDTH = 720;
const BOX = { left: 300, right: 700, top: 44 };
const ROW = 22;

/** A row for each estimate, as SVG that takes its colours from the page. */
export function plotIntervals({ title, axis, rows, bound, from, to, format = String }: IntervalPlot): string {
  const bottom = BOX.top + ROW * rows.length + 8;
  const x = (value: number): number => {
    const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
    return Math.round((BOX.left + (BOX.right - BOX.left) * share) * 10) / 10;
  };
  const marks = Array.from({ length: 5 }, (_, i) => from + ((to - from) * i) / 4);
  const said = rows.map(
    ({ name, value, low, high }) => `${name}: ${format(value)}, from ${format(low)} to ${format(high)}.`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 52}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="var(--ink, #222)">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(said.join(' '))}</desc>`,
    `<text x="0" y="18" font-size="15" font-weight="600">${escapeMarkup(title)}</text>`,
    ...marks.flatMap((mark) => [
      `<path d="M${x(mark)} ${BOX.top - 8}V${bottom}" stroke="var(--line, #ddd)"/>`,
      `<text x="${x(mark)}" y="${bottom + 18}" text-anchor="middle">${escapeMarkup(format(mark))}</text>`,
    ]),
    ...(bound
      ? [
          `<path d="M${x(bound.at)} ${BOX.top - 8}V${bottom}" stroke="var(--c1, #a00)" stroke-width="2" stroke-dasharray="6 5"/>`,
          `<text x="${x(bound.at) - 6}" y="${BOX.top - 12}" text-anchor="end" fill="var(--c1, #a00)">${escapeMarkup(bound.name)}</text>`,
        ]
      : []),
    ...rows.flatMap(({ name, value, low, high }, i) => {
      const y = BOX.top + ROW * i + 8;
      return [
        `<text x="${BOX.left - 12}" y="${y + 4}" text-anchor="end">${escapeMarkup(name)}</text>`,
        `<path d="M${x(low)} ${y}H${x(high)}" stroke="var(--c2, #2653a6)" stroke-width="2"/>`,
        `<circle cx="${x(value)}" cy="${y}" r="3.5" fill="var(--c2, #2653a6)"/>`,
      ];
    }),
    `<text x="${(BOX.left + BOX.right) / 2}" y="${bottom + 42}" text-anchor="middle" fill="var(--quiet, #555)">${escapeMarkup(axis)}</text>`,
    '</svg>',
  ].join('\n');
}
