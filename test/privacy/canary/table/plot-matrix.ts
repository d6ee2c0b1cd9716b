import { escapeMarkup } from '../../../figures/escape-markup.ts';
import { DATA } from '../policy/data.ts';
import { PARTIES, PLACES } from '../policy/parties.ts';
import type { Cell, Verdict } from './judge.ts';

/** Wide enough for words that can be read on a phone of 360 points, where it is drawn nearly as large. */
const WIDTH = 464;
const LEFT = 180;
const TOP = 96;
const ROW = 16;
/** For the last of the slanted names. */
const RIGHT = 18;
const COLUMN = (WIDTH - LEFT - RIGHT) / PARTIES.length;
const BAR = 4.4;

/** Each verdict has a shape of its own, so that colour alone says nothing. */
function drawVerdict(verdict: Verdict, x: number, y: number): string {
  const height = ROW - 5;
  switch (verdict) {
    case 'found':
      return `<rect x="${x}" y="${y}" width="${BAR - 1}" height="${height}" fill="var(--c0, #17663d)"/>`;
    case 'absent':
      return `<rect x="${x + 0.4}" y="${y + 0.4}" width="${BAR - 1.8}" height="${height - 0.8}" fill="none" stroke="var(--c0, #17663d)" stroke-width="0.8"/>`;
    case 'breach':
      return `<path d="M${x - 1.5} ${y - 1}l7 ${height + 2}m0 ${-height - 2}l-7 ${height + 2}" stroke="var(--missed, #a3162a)" stroke-width="2.4"/>`;
    case 'missing':
      return `<path d="M${x} ${y + height}l2 ${-height}l2 ${height}z" fill="none" stroke="var(--missed, #a3162a)" stroke-width="1.4"/>`;
    case 'clean':
      return `<circle cx="${round(x + BAR / 2 - 0.5)}" cy="${y + height / 2}" r="0.8" fill="var(--quiet, #5d5a54)"/>`;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The canary table as SVG: a row for each datum, a column for each party, in it a bar for each place. */
export function plotMatrix(cells: readonly Cell[]): string {
  const bottom = TOP + ROW * DATA.length;
  const of = (verdict: Verdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  const said = DATA.map((datum) => {
    const where = cells.filter((cell) => cell.datum === datum && cell.verdict === 'found');
    const wrong = cells.filter((cell) => cell.datum === datum && cell.verdict === 'breach');
    const list = (some: readonly Cell[]): string => some.map(({ party, place }) => `${party} ${place}`).join(', ');
    return `${datum}: ${where.length > 0 ? `found at ${list(where)}` : 'found nowhere'}${wrong.length > 0 ? `; and where it must not be: ${list(wrong)}` : ''}.`;
  });
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 84}" role="img" style="min-width:0;max-width:44rem" font-family="system-ui, sans-serif" font-size="11" fill="var(--ink, #222)">`,
    '<title>What was found where</title>',
    `<desc>${escapeMarkup(`${of('breach')} cells where something was found that must not be there. ${said.join(' ')}`)}</desc>`,
  ];
  for (const [column, party] of PARTIES.entries()) {
    const x = round(LEFT + COLUMN * column);
    parts.push(
      `<text transform="translate(${round(x + COLUMN / 2 + 4)} ${TOP - 10}) rotate(-60)">${escapeMarkup(party)}</text>`,
      `<path d="M${x - 2} ${TOP - 4}V${bottom}" stroke="var(--line, #ddd)"/>`,
    );
  }
  for (const [row, datum] of DATA.entries()) {
    const y = TOP + ROW * row;
    parts.push(
      `<text x="${LEFT - 8}" y="${y + 10}" text-anchor="end">${escapeMarkup(datum)}</text>`,
      `<path d="M0 ${y + ROW - 2}H${WIDTH}" stroke="var(--line, #ddd)" stroke-width="0.5"/>`,
    );
    for (const cell of cells.filter((one) => one.datum === datum)) {
      const x = LEFT + COLUMN * PARTIES.indexOf(cell.party) + BAR * PLACES.indexOf(cell.place) + 1;
      parts.push(drawVerdict(cell.verdict, round(x), y + 1));
    }
  }
  const legend: readonly (readonly [Verdict, string])[] = [
    ['found', 'found where it may be'],
    ['absent', 'may be there, was not found'],
    ['clean', 'must not be there, was not found'],
    ['breach', 'found where it must not be'],
    ['missing', 'is certain to be there, was not found'],
  ];
  for (const [at, [verdict, text]] of legend.entries()) {
    const y = bottom + 10 + 14 * at;
    parts.push(drawVerdict(verdict, 12, y - 1), `<text x="26" y="${y + 9}">${text}</text>`);
  }
  parts.push(
    `<text x="${LEFT + 100}" y="${bottom + 19}">Bars of a cell, from the left:</text>`,
    `<text x="${LEFT + 100}" y="${bottom + 33}">${PLACES.join(', ')}</text>`,
    '</svg>',
  );
  return parts.join('\n');
}
