/** A node of the drawn tree: an entry, a part that is folded, or a hash over two of them. */
export type Shape =
  | { readonly kind: 'leaf'; readonly index: number }
  | { readonly kind: 'folded'; readonly count: number }
  | { readonly kind: 'node'; readonly left: Shape; readonly right: Shape };

/** A log of no more entries is drawn whole. */
const MOST_LEAVES = 16;
/** Of a longer one 8 to 15 are drawn, so that a small complete subtree is among them. */
const EDGE = 8;

/** Whether nothing of the log is folded. */
export const isDrawnWhole = (size: number): boolean => size <= MOST_LEAVES;

/**
 * The tree of RFC 9162 §2.1.1 over `size` entries, at least 1, as it is drawn: all of it, or its right edge. Parts to
 * the left that follow each other on the way down are folded into one, so that it never has more than 17 columns.
 */
export function shapeOf(size: number): Shape {
  const from = isDrawnWhole(size) ? 0 : Math.floor((size - EDGE) / EDGE) * EDGE;
  return build(0, size, from);
}

function build(start: number, end: number, from: number): Shape {
  if (end - start === 1) return { kind: 'leaf', index: start };
  const middle = splitOf(start, end);
  if (middle > from) return { kind: 'node', left: build(start, middle, from), right: build(middle, end, from) };
  // All to the left is folded, and with it what the right half would fold first.
  let open = middle;
  for (let next = splitOf(open, end); end - open > 1 && next <= from; next = splitOf(open, end)) open = next;
  return { kind: 'node', left: { kind: 'folded', count: open - start }, right: build(open, end, from) };
}

/** Where a tree over these entries parts: after the largest power of two that is below their number. */
function splitOf(start: number, end: number): number {
  let power = 1;
  while (2 * power < end - start) power *= 2;
  return start + power;
}
