import type { Text } from '../text.ts';

const MOST = 3;

/** Some addresses by name and the rest by number. Queries are left out: they can hold what is nobody's business. */
export function nameSome(urls: readonly string[]): Text {
  const names = [...new Set(urls.map(withoutQuery))];
  const named = names.slice(0, MOST).join(', ');
  const rest = names.length - MOST;
  if (rest <= 0) return { en: named, fr: named };
  return { en: `${named} and ${rest} more`, fr: `${named} et ${rest} ${rest === 1 ? 'autre' : 'autres'}` };
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}
