import { type Curve, formatCount, START } from './curves.ts';

const [WIDTH, HEIGHT] = [720, 460];
/** Of the plot itself. */
const BOX = { left: 60, right: 620, top: 60, bottom: 380 };
const COLOURS: Readonly<Record<Curve['store'], string>> = { memory: '#1b7a4b', SQLite: '#8c1c2b', Redis: '#2653a6' };

/** A picture of the curves: nullifiers from left to right, each step ten times the one before; µs upwards. */
export function plotCurves(curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const most = Math.max(START * 10, ...points.map(({ nullifiers }) => nullifiers));
  const [unit, top] = scaleFor(Math.max(1, ...points.map(({ cpu }) => cpu)));
  const x = (count: number): number =>
    BOX.left + ((BOX.right - BOX.left) * Math.log10(count / START)) / Math.log10(most / START);
  const y = (micros: number): number => BOX.bottom - ((BOX.bottom - BOX.top) * micros) / top;
  const rows = Array.from({ length: Math.round(top / unit) + 1 }, (_, i) => i * unit);
  const columns = Array.from({ length: Math.floor(Math.log10(most / START) + 1e-9) + 1 }, (_, i) => START * 10 ** i);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    '<title>What one spend costs as the spent set fills up</title>',
    `<desc>${describe(curves)}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${BOX.left}" y="30" font-size="16">What one spend costs as the spent set fills up</text>`,
    `<text x="${BOX.left}" y="48" fill="#555">µs of CPU for a spend, 64 at once; for Redis of both processes</text>`,
    ...rows.flatMap((micros) => [
      `<path d="M${BOX.left} ${round(y(micros))}H${BOX.right}" stroke="#ddd"/>`,
      `<text x="${BOX.left - 8}" y="${round(y(micros) + 4)}" text-anchor="end">${micros}</text>`,
    ]),
    ...columns.map(
      (count) =>
        `<text x="${round(x(count))}" y="${BOX.bottom + 20}" text-anchor="middle">${formatCount(count)}</text>`,
    ),
    `<text x="${(BOX.left + BOX.right) / 2}" y="${BOX.bottom + 44}" text-anchor="middle" fill="#555">nullifiers</text>`,
    ...curves.flatMap((curve) => drawCurve(curve, x, y)),
    '</svg>',
    '',
  ].join('\n');
}

function drawCurve({ store, points }: Curve, x: (count: number) => number, y: (micros: number) => number): string[] {
  const places = points.map(({ nullifiers, cpu }) => `${round(x(nullifiers))} ${round(y(cpu))}`);
  const last = points.at(-1);
  if (!last) return [];
  const colour = COLOURS[store];
  return [
    `<path d="M${places.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...places.map((place) => {
      const [cx, cy] = place.split(' ');
      return `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`;
    }),
    `<text x="${round(x(last.nullifiers) + 10)}" y="${round(y(last.cpu) + 4)}" fill="${colour}">${store}</text>`,
  ];
}

function describe(curves: readonly Curve[]): string {
  return curves
    .map(({ store, points }) => {
      const said = points.map(({ nullifiers, cpu }) => `${cpu.toFixed(1)} at ${formatCount(nullifiers)}`);
      return `${store}: ${said.join(', ')} nullifiers.`;
    })
    .join(' ');
}

/** The distance between two lines, and the highest one. */
function scaleFor(most: number): readonly [number, number] {
  const power = 10 ** Math.floor(Math.log10(most));
  const unit = [0.2, 0.5, 1, 2].map((part) => part * power).find((part) => most / part <= 8) ?? power;
  return [unit, Math.ceil(most / unit) * unit];
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
