import { readFileSync } from 'node:fs';
import { escapeMarkup } from './escape-markup.ts';
import { type Bound, isHeld, type Result, type Section, type Table } from './result.ts';

const STYLE = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

/** One page that needs nothing from anywhere. @param about where and how it was measured, a line each */
export function writePage(result: Result, about: readonly string[]): string {
  const held = isHeld(result);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeMarkup(result.title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escapeMarkup(result.title)}</h1>`,
    `<p class="verdict ${held ? 'held' : 'missed'}">${held ? 'All bounds held.' : 'A bound was missed.'}</p>`,
    ...result.intro.map((line) => `<p>${escapeMarkup(line)}</p>`),
    '</header>',
    '<main>',
    '<section>',
    '<h2>What must hold</h2>',
    writeBounds(result.bounds),
    '</section>',
    ...result.sections.map(writeSection),
    '</main>',
    `<footer>${about.map((line) => `<p>${escapeMarkup(line)}</p>`).join('')}</footer>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function writeBounds(bounds: readonly Bound[]): string {
  const rows = bounds.map(
    ({ what, measured, bound, isHeld: held }) =>
      `<tr><th scope="row">${escapeMarkup(what)}</th><td>${escapeMarkup(measured)}</td><td>${escapeMarkup(bound)}</td>` +
      `<td class="${held ? 'held' : 'missed'}">${held ? 'held' : 'missed'}</td></tr>`,
  );
  const head = ['', 'Measured', 'Bound', ''].map((cell) => `<th scope="col">${cell}</th>`).join('');
  return wide(`<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`, 'Table');
}

function writeSection({ title, text = [], figures = [], table }: Section): string {
  return [
    '<section>',
    `<h2>${escapeMarkup(title)}</h2>`,
    ...text.map((line) => `<p>${escapeMarkup(line)}</p>`),
    ...figures.map((svg) => `<figure>${wide(svg, 'Picture')}</figure>`),
    ...(table ? [writeTable(table)] : []),
    '</section>',
  ].join('\n');
}

function writeTable({ head, rows }: Table): string {
  const cells = head.map((cell) => `<th scope="col">${escapeMarkup(cell)}</th>`).join('');
  const lines = rows.map(([first = '', ...others]) => {
    return `<tr><th scope="row">${escapeMarkup(first)}</th>${others.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join('')}</tr>`;
  });
  return wide(`<table><thead><tr>${cells}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`, 'Table');
}

/** What is wider than a phone scrolls by itself, for keyboards too. */
const wide = (what: string, name: 'Table' | 'Picture'): string =>
  `<div class="wide" tabindex="0" role="group" aria-label="${name}">${what}</div>`;
