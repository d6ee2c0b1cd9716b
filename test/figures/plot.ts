import { escapeMarkup } from './escape-markup.ts';

/** A point, with an interval where it has one. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  /** A bound rather than something measured. */
  readonly isBound?: boolean;
}

export interface Axis {
  readonly name: string;
  readonly scale: 'linear' | 'log';
  /** Where it begins and ends; what the points need unless given. */
  readonly from?: number;
  readonly to?: number;
  /** How a mark is written. */
  readonly format?: (value: number) => string;
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

const [WIDTH, HEIGHT] = [720, 420];
const BOX = { left: 64, right: 700, top: 56, bottom: 330 };
const COLOURS = 6;

/** Lines over one axis, as SVG that takes its colours from the page. */
export function plotLines({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const across = rulerOf(
    x,
    points.map((point) => point.x),
    [BOX.left, BOX.right],
  );
  const up = rulerOf(
    y,
    points.flatMap(({ y: at, low = at, high = at }) => [at, low, high]),
    [BOX.bottom, BOX.top],
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="var(--ink, #222)">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(lines.map(describe).join(' '))}</desc>`,
    `<text x="0" y="18" font-size="15" font-weight="600">${escapeMarkup(title)}</text>`,
    `<text x="0" y="40" fill="var(--quiet, #555)">${escapeMarkup(y.name)}</text>`,
    ...up.marks.flatMap((mark) => [
      `<path d="M${BOX.left} ${up.at(mark)}H${BOX.right}" stroke="var(--line, #ddd)"/>`,
      `<text x="${BOX.left - 8}" y="${up.at(mark) + 4}" text-anchor="end">${escapeMarkup(write(y, mark))}</text>`,
    ]),
    ...across.marks.map(
      (mark) =>
        `<text x="${across.at(mark)}" y="${BOX.bottom + 20}" text-anchor="middle">${escapeMarkup(write(x, mark))}</text>`,
    ),
    `<text x="${(BOX.left + BOX.right) / 2}" y="${BOX.bottom + 42}" text-anchor="middle" fill="var(--quiet, #555)">${escapeMarkup(x.name)}</text>`,
    ...lines.flatMap((line, i) => drawLine(line, i, across.at, up.at)),
    ...legendOf(lines),
    '</svg>',
  ].join('\n');
}

function drawLine({ points, isBound }: Line, i: number, x: Placed, y: Placed): string[] {
  const colour = `var(--c${i % COLOURS}, #555)`;
  const path = points.map((point) => `${x(point.x)} ${y(point.y)}`).join('L');
  const stroke = `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"${isBound ? ' stroke-dasharray="6 5"' : ''}/>`;
  if (isBound) return [stroke];
  const marks = points.flatMap(({ x: at, y: value, low, high }) => [
    ...(low !== undefined && high !== undefined
      ? [`<path d="M${x(at)} ${y(low)}V${y(high)}" stroke="${colour}"/>`]
      : []),
    `<circle cx="${x(at)}" cy="${y(value)}" r="3" fill="${colour}"/>`,
  ]);
  return [...(points.length > 1 ? [stroke] : []), ...marks];
}

/** The names below, in rows. */
function legendOf(lines: readonly Line[]): string[] {
  let [left, row] = [BOX.left, 0];
  return lines.flatMap(({ name, isBound }, i) => {
    const width = 34 + 7.2 * name.length;
    if (left + width > WIDTH && left > BOX.left) [left, row] = [BOX.left, row + 1];
    const at = { x: left, y: BOX.bottom + 66 + 18 * row };
    left += width;
    const colour = `var(--c${i % COLOURS}, #555)`;
    return [
      `<path d="M${at.x} ${at.y - 4}h16" stroke="${colour}" stroke-width="3"${isBound ? ' stroke-dasharray="5 3"' : ''}/>`,
      `<text x="${at.x + 22}" y="${at.y}">${escapeMarkup(name)}</text>`,
    ];
  });
}

type Placed = (value: number) => number;

/** Where values of an axis stand, and which of them are marked. */
function rulerOf(axis: Axis, values: readonly number[], [start, end]: readonly [number, number]) {
  const isLog = axis.scale === 'log';
  const known = values.filter((value) => Number.isFinite(value) && (!isLog || value > 0));
  const least = axis.from ?? (isLog ? 10 ** Math.floor(Math.log10(Math.min(...known))) : Math.min(0, ...known));
  const most = axis.to ?? (isLog ? 10 ** Math.ceil(Math.log10(Math.max(...known))) : roundUp(Math.max(...known)));
  const reach = isLog ? Math.log10(most / least) : most - least;
  const at: Placed = (value) => {
    const share = isLog ? Math.log10(Math.max(value, least) / least) / reach : (value - least) / reach;
    return Math.round((start + (end - start) * Math.min(1, Math.max(0, share || 0))) * 10) / 10;
  };
  return { at, marks: isLog ? powersOf(least, most) : stepsOf(least, most) };
}

function stepsOf(least: number, most: number): number[] {
  const rough = (most - least) / 6 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10) * power;
  const first = Math.ceil(least / unit - 1e-9);
  const last = Math.floor(most / unit + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * unit).toPrecision(12)));
}

function powersOf(least: number, most: number): number[] {
  const count = Math.floor(Math.log10(most / least) + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => least * 10 ** i);
}

function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

const write = ({ format = (value) => String(value) }: Axis, value: number): string => format(value);

function describe({ name, points }: Line): string {
  return `${name}: ${points.map(({ x, y }) => `${Number(y.toPrecision(3))} at ${Number(x.toPrecision(3))}`).join(', ')}.`;
}
