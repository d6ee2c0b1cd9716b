import { escapeMarkup } from './escape-markup.ts';

/** A value with a name, and where it has one the bound beside it. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly bound?: number;
  /** As it is written behind the bar. */
  readonly label: string;
}

export interface BarPlot {
  readonly title: string;
  readonly axis: string;
  readonly bars: readonly Bar[];
  /** On a logarithmic axis bars begin at `from`. */
  readonly scale: 'linear' | 'log';
  readonly from: number;
}

const WIDTH = 720;
const BOX = { left: 270, right: 600, top: 40 };
const ROW = 24;

/** A bar for each value, as SVG that takes its colours from the page; a stroke across a bar is its bound. */
export function plotBars({ title, axis, bars, scale, from }: BarPlot): string {
  const most = Math.max(...bars.flatMap(({ value, bound = value }) => [value, bound]), from * 1.01);
  const x = (value: number): number => {
    const share =
      scale === 'log' ? Math.log(Math.max(value, from) / from) / Math.log(most / from) : (value - from) / (most - from);
    return Math.round((BOX.left + (BOX.right - BOX.left) * share) * 10) / 10;
  };
  const bottom = BOX.top + ROW * bars.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 34}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="var(--ink, #222)">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(bars.map(({ name, label }) => `${name}: ${label}.`).join(' '))}</desc>`,
    `<text x="0" y="18" font-size="15" font-weight="600">${escapeMarkup(title)}</text>`,
    ...bars.flatMap(({ name, value, bound, label }, i) => {
      const y = BOX.top + ROW * i;
      const width = Math.max(1, Math.round((x(value) - BOX.left) * 10) / 10);
      const end = bound === undefined ? BOX.left + width : Math.max(BOX.left + width, x(bound));
      return [
        `<text x="${BOX.left - 10}" y="${y + 13}" text-anchor="end">${escapeMarkup(name)}</text>`,
        `<rect x="${BOX.left}" y="${y + 2}" width="${width}" height="15" fill="var(--c2, #2653a6)"/>`,
        ...(bound === undefined
          ? []
          : [`<path d="M${x(bound)} ${y - 1}v21" stroke="var(--c1, #a00)" stroke-width="2.5"/>`]),
        `<text x="${end + 8}" y="${y + 14}">${escapeMarkup(label)}</text>`,
      ];
    }),
    `<text x="${BOX.left}" y="${bottom + 22}" fill="var(--quiet, #555)">${escapeMarkup(axis)}</text>`,
    '</svg>',
  ].join('\n');
}
