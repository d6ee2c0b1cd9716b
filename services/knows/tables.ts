import { element } from './dom.ts';
import { KIND_NAMES } from './kinds.ts';
import { describe } from './pairs.ts';
import type { Sight } from './watch.ts';
import { stateOf, type Words } from './words.ts';

/** What the columns and lines say, as two tables. */
export function drawTables(sight: Sight, words: Words): readonly Node[] {
  return [drawKinds(sight, words), drawPairTable(sight, words)].map((table) =>
    // Wider than a phone: it scrolls by itself, by keyboard too.
    element('div', { class: 'knows-scroll', tabindex: 0, role: 'group', 'aria-label': captionOf(table) }, table),
  );
}

const captionOf = (table: HTMLTableElement): string => table.caption?.textContent ?? '';

function drawKinds({ rooms }: Sight, { text, figure }: Words): HTMLTableElement {
  const head = [text.kind, ...rooms.map(({ room }) => text.rooms[room].name)];
  const rows = KIND_NAMES.map((kind) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, text.kinds[kind]),
      ...rooms.map(({ learnt }) => {
        const count = learnt[kind];
        return element('td', {}, count === 0 ? text.notLearnt : `${text.learnt}, ${figure(count)}`);
      }),
    ),
  );
  return drawTable(text.kindsTable, head, rows);
}

function drawPairTable(sight: Sight, words: Words): HTMLTableElement {
  const { text } = words;
  const rows = sight.pairs.map((pair) => {
    const names = pair.rooms.map((room) => text.rooms[room].name).join(' – ');
    const what = stateOf(pair, sight) === 'common' ? `. ${describe(pair, words)}` : '';
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, names),
      element('td', {}, words.searched(pair)),
      element('td', {}, words.verdict(pair, sight) + what),
    );
  });
  return drawTable(text.pairsTable, [text.pair, text.searchedColumn, text.foundColumn], rows);
}

function drawTable(caption: string, head: readonly string[], rows: readonly Node[]): HTMLTableElement {
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head.map((one) => element('th', { scope: 'col' }, one)))),
    element('tbody', {}, ...rows),
  );
}
