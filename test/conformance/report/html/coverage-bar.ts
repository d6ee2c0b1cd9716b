import type { Coverage } from '../../verdict/report.ts';
import { type Html, html, joined, raw } from './markup.ts';
import type { Voice } from './voice.ts';

export type CoveragePart = Exclude<keyof Coverage, 'total'> | 'other';

const PARTS: readonly CoveragePart[] = ['automatic', 'partial', 'declaration', 'untested', 'other'];

/** Fillings that differ without colour: full, hatched, dotted, empty, crossed. */
const PATTERNS: Html = raw(
  '<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>' +
    '<pattern id="fill-partial" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<rect width="3.4" height="8" fill="currentColor"/></pattern>' +
    '<pattern id="fill-declaration" width="7" height="7" patternUnits="userSpaceOnUse">' +
    '<circle cx="3.5" cy="3.5" r="1.3" fill="currentColor"/></pattern>' +
    '<pattern id="fill-other" width="12" height="12" patternUnits="userSpaceOnUse">' +
    '<path d="M0 12L12 0M0 0l12 12" stroke="currentColor" stroke-width=".7"/></pattern>' +
    '</defs></svg>',
);

const FILLS: Readonly<Record<CoveragePart, string>> = {
  automatic: 'currentColor',
  partial: 'url(#fill-partial)',
  declaration: 'url(#fill-declaration)',
  untested: 'none',
  other: 'url(#fill-other)',
};

const WIDTH = 720;
const HEIGHT = 34;

/** What a part of the requirements is, in figures; `other` is what is left of the total. */
function partsOf(coverage: Coverage): readonly (readonly [CoveragePart, number])[] {
  const { total, automatic, partial, declaration, untested } = coverage;
  const counts = { automatic, partial, declaration, untested };
  const other = Math.max(0, total - automatic - partial - declaration - untested);
  return PARTS.map((part) => [part, part === 'other' ? other : counts[part]] as const).filter(
    ([part, count]) => count > 0 || part !== 'other',
  );
}

/** The requirements as one bar, each part with a filling of its own, and the same in words and figures. */
export function coverageBar(coverage: Coverage, { words, say, pair, count }: Voice): Html {
  const parts = partsOf(coverage);
  const total = Math.max(1, coverage.total);
  let x = 0;
  const drawn = parts.map(([part, number]) => {
    const width = (WIDTH * number) / total;
    const segment =
      number === 0
        ? ''
        : `<rect x="${tenths(x + 1)}" y="1" width="${tenths(Math.max(1, width - 2))}" height="${HEIGHT - 2}" ` +
          `fill="${FILLS[part]}" stroke="currentColor" stroke-width="1.5"/>`;
    x += width;
    return raw(segment);
  });
  const legend = parts.map(
    ([part, number]) =>
      html`<li>${swatch(part)}<span><strong>${count(number)}</strong> ${say(words.coverage.part[part].name)}</span></li>`,
  );
  const summary = parts.map(([part, number]) => `${count(number)} ${words.coverage.part[part].name}`).join(', ');
  return html`<figure class="coverage">
${PATTERNS}<svg class="bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${pair(words.coverage.picture(count(coverage.total)), summary)}" focusable="false">${joined(drawn)}</svg>
<figcaption>${say(words.coverage.picture(count(coverage.total)))}</figcaption>
<ul class="legend">${legend}</ul>
</figure>`;
}

const swatch = (part: CoveragePart): Html =>
  raw(
    '<svg class="swatch" viewBox="0 0 24 16" aria-hidden="true" focusable="false">' +
      `<rect x="1" y="1" width="22" height="14" fill="${FILLS[part]}" stroke="currentColor" stroke-width="1.5"/></svg>`,
  );

const tenths = (value: number): string => String(Math.round(value * 10) / 10);
