/** A piece of a page, written out: nothing in it that was not meant to be markup. */
export interface Html {
  readonly html: string;
}

type Piece = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A piece of a page from a template. What is put into it is text, whoever it comes from, unless it is a piece itself. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { html: parts.reduce((before, part, i) => before + write(pieces[i - 1] as Piece) + part) };
}

/** Nothing. */
export const EMPTY: Html = { html: '' };

/** Pieces one after the other. */
export function joined(pieces: readonly Html[], between = '\n'): Html {
  return { html: pieces.map((piece) => piece.html).join(between) };
}

function write(piece: Piece): string {
  if (Array.isArray(piece)) return joined(piece).html;
  if (typeof piece === 'object') return (piece as Html).html;
  return String(piece).replace(/[&<>"]/g, (sign) => ESCAPES[sign] as string);
}
