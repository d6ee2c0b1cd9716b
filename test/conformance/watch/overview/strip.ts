import { type Html, html, joined, raw } from '../../report/html/markup.ts';
import { type Sign, type SiteRun, signOf } from '../site-run.ts';
import type { WatchWords } from '../words.ts';
import { STRIP } from './site-history.ts';

const CELL = 24;

/** Shapes that differ without colour and without their letter, in a square of 24. */
const SHAPES: Readonly<Record<Sign, string>> = {
  breach: '<rect x="2" y="2" width="20" height="20" rx="2"/>',
  probable: '<path d="M12 1L23 12 12 23 1 12z"/>',
  none: '<circle cx="12" cy="12" r="9"/>',
  inconclusive: '<rect x="1" y="4.5" width="22" height="15" rx="7.5"/>',
  unreachable: '<path d="M2 3.5h20M2 20.5h20" stroke-dasharray="4 2.6"/>',
  fault: '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/>',
};

/** One sign by itself, for those who see; its word stands beside it. */
export const signMark = (sign: Sign, words: WatchWords): Html =>
  html`<svg class="run-sign" viewBox="0 0 ${CELL} ${CELL}" aria-hidden="true" focusable="false">${draw(sign, words, 0)}</svg>`;

export interface StripGiven {
  readonly name: string;
  readonly runs: readonly SiteRun[];
  readonly words: WatchWords;
  readonly day: (iso: string) => string;
  /** Of the row, for ids. */
  readonly number: number;
}

/** The last runs of a site as one line of signs, the latest on the right and framed. */
export function strip({ name, runs, words, day, number }: StripGiven): Html {
  const free = STRIP - runs.length;
  const cells = runs.map((run, i) => draw(signOf(run), words, (free + i) * CELL));
  const empty = Array.from({ length: free }, (_, i) =>
    raw(`<circle class="no-run" cx="${i * CELL + 12}" cy="12" r="1.6"/>`),
  );
  const said = runs.map((run) => `${day(run.at)}${words.beforeColon}: ${words.sign[signOf(run)].name}`).join(' · ');
  return html`<svg class="strip" viewBox="-1 -3 ${STRIP * CELL + 4} ${CELL + 6}" role="img" aria-labelledby="strip-${number} runs-${number}" focusable="false"><title id="strip-${number}">${words.overview.strip(name, runs.length)}</title><desc id="runs-${number}">${said}</desc>${empty}${joined(cells)}<rect class="latest" x="${(STRIP - 1) * CELL - 1}" y="-2" width="${CELL + 2}" height="${CELL + 4}" rx="4"/></svg>`;
}

const draw = (sign: Sign, words: WatchWords, x: number): Html =>
  html`<g class="sign-${sign}" transform="translate(${x} 0) translate(12 12) scale(.86) translate(-12 -12)">${raw(SHAPES[sign])}<text x="12" y="16.4">${words.sign[sign].letter}</text></g>`;
