import type { Language } from './texts/index.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] as string);
}

/** Text of a language as HTML, with the spaces that must not break: before a French sign, and on both sides of a number. */
export function sayIn(language: Language): (text: string) => string {
  return (text) => {
    const joined = text.replace(/(\d) (?=[\p{L}\d])|(\p{L}) (?=\d)/gu, '$1$2\u00a0');
    return escapeHtml(language === 'fr' ? joined.replace(/ (?=[:;?!»])/g, '\u00a0') : joined);
  };
}

/** A link to another host: it is not told which page it stands on, and gets no handle on it. */
export function linkAway(href: string, html: string): string {
  return `<a rel="noreferrer" href="${escapeHtml(href)}">${html}</a>`;
}
