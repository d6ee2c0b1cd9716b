import { EMPTY, type Html, html, joined } from './markup.ts';
import type { Voice } from './say.ts';
import { type Shape, shapeOf } from './tree-shape.ts';

const STEP = 30;
const LEAF = 14;
/** Columns of a folded part. */
const FOLDED = 4;
const COLUMN = 46;
/** Room above the root, and below the entries for their numbers. */
const ABOVE = 24;
const BELOW = 34;

/** The drawing as it grows: pieces, and the next free column. */
interface Canvas {
  readonly pieces: Html[];
  readonly columns: number;
  readonly floor: number;
  used: number;
  /** Whether the next entry does not follow on the one before it. */
  isApart: boolean;
}

interface Placed {
  /** In columns. */
  readonly x: number;
  readonly y: number;
}

/**
 * The tree over `size` entries, at least 1: its entries in squares, its hashes in dots, the folded part as a wedge, and
 * everything that hangs on the newest entry in the accent. Places are per cent of the width, sizes are pixels.
 */
export function drawTree({ text }: Voice, size: number): Html {
  const shape = shapeOf(size);
  const columns = columnsOf(shape);
  const top = ABOVE + STEP * heightOf(shape);
  const canvas: Canvas = { pieces: [], columns, floor: top, used: 0, isApart: true };
  const root = draw(shape, { canvas, isNewest: true, text, rise: heightOf(shape) });
  const label = text.tree.picture(text.entries(size, text.count(size)));
  return html`<svg class="tree" role="img" aria-label="${label}" width="${columns * COLUMN}" height="${top + LEAF + BELOW}">
<rect class="edge newest" x="${at(root.x, canvas)}" y="0" width="2" height="${root.y}"/>
${joined(canvas.pieces)}
</svg>`;
}

interface Place {
  readonly canvas: Canvas;
  readonly text: Voice['text'];
  /** Whether the newest entry is in it. */
  readonly isNewest: boolean;
  /** Steps above the entries at which it is to stand, when nothing in it says so. */
  readonly rise: number;
}

function draw(shape: Shape, place: Place): Placed {
  if (shape.kind === 'leaf') return drawLeaf(shape.index, place);
  if (shape.kind === 'folded') return drawFolded(shape.count, place);
  const { canvas, isNewest } = place;
  const y = canvas.floor - STEP * heightOf(shape);
  // A folded part is as high as what stands beside it: it is a complete tree, or several.
  const left = draw(shape.left, { ...place, isNewest: false, rise: Math.max(heightOf(shape.right), 1) });
  const right = draw(shape.right, { ...place, rise: heightOf(shape.left) });
  const x = (left.x + right.x) / 2;
  const newest = isNewest ? 'edge newest' : 'edge';
  canvas.pieces.push(
    html`<rect class="edge" x="${at(left.x, canvas)}" y="${y}" width="${at(x - left.x, canvas)}" height="2"/>
<rect class="edge" x="${at(left.x, canvas)}" y="${y}" width="2" height="${left.y - y}"/>
<rect class="${newest}" x="${at(x, canvas)}" y="${y}" width="${at(right.x - x, canvas)}" height="2"/>
<rect class="${newest}" x="${at(right.x, canvas)}" y="${y}" width="2" height="${right.y - y}"/>
<circle class="${isNewest ? 'hash newest' : 'hash'}" cx="${at(x, canvas)}" cy="${y + 1}" r="5"/>`,
  );
  return { x, y };
}

function drawLeaf(index: number, { canvas, isNewest, text }: Place): Placed {
  const x = canvas.used + 0.5;
  const y = canvas.floor;
  // Numbers are long: the first reaches to the right, the last to the left.
  const [name, shift] = isNewest ? ['index last', LEAF / 2] : ['index', -LEAF / 2];
  const label = html`<text class="${name}" x="${at(x, canvas)}" y="${y + LEAF + 22}" transform="translate(${shift} 0)">${text.tree.place(text.count(index))}</text>`;
  canvas.pieces.push(
    html`<rect class="${isNewest ? 'leaf newest' : 'leaf'}" x="${at(x, canvas)}" y="${y}" width="${LEAF}" height="${LEAF}" rx="2" transform="translate(-${LEAF / 2} 0)"/>${canvas.isApart || isNewest ? label : EMPTY}`,
  );
  canvas.used += 1;
  canvas.isApart = false;
  return { x, y };
}

function drawFolded(count: number, { canvas, text, rise }: Place): Placed {
  const x = canvas.used + FOLDED / 2;
  const y = canvas.floor - STEP * rise;
  const height = STEP * rise + LEAF;
  canvas.pieces.push(
    html`<svg x="${at(canvas.used + 0.25, canvas)}" y="${y}" width="${at(FOLDED - 0.5, canvas)}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none"><path class="folded" d="M50 0 100 99 0 99Z"/></svg>
<text class="index" x="${at(canvas.used + 0.25, canvas)}" y="${canvas.floor + LEAF + 22}">${text.count(count)}</text>`,
  );
  canvas.used += FOLDED;
  canvas.isApart = true;
  return { x, y };
}

function columnsOf(shape: Shape): number {
  if (shape.kind === 'node') return columnsOf(shape.left) + columnsOf(shape.right);
  return shape.kind === 'folded' ? FOLDED : 1;
}

function heightOf(shape: Shape): number {
  return shape.kind === 'node' ? 1 + Math.max(heightOf(shape.left), heightOf(shape.right), isLow(shape) ? 1 : 0) : 0;
}

/** A folded part beside a lone entry would be flat. */
function isLow({ left, right }: Extract<Shape, { kind: 'node' }>): boolean {
  return left.kind === 'folded' && heightOf(right) === 0;
}

function at(columns: number, canvas: Canvas): string {
  return `${Number(((100 * columns) / canvas.columns).toFixed(2))}%`;
}
