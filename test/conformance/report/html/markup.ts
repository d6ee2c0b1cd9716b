import { makeVisible } from './visible.ts';

/** Markup of ours, with whatever came from elsewhere escaped in it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[];

export const EMPTY: Html = { markup: '' };

/** The literal is markup; what is put into it is text, unless it is markup itself. Attributes stand in double quotes. */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: literal.reduce((all, piece, i) => `${all}${render(parts[i - 1] as Part)}${piece}`) };
}

export const joined = (parts: readonly Html[]): Html => ({ markup: parts.map(({ markup }) => markup).join('') });

/** @param markup that was never anybody else's */
export const raw = (markup: string): Html => ({ markup });

function render(part: Part): string {
  if (typeof part === 'string') return escapeMarkup(makeVisible(part));
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : joined(part).markup;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or a quoted attribute of HTML or XML. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] as string);
}
