import { valuesOf } from './sitemap.ts';

/** What a feed gives away: RSS 2.0, Atom, JSON Feed. */
export interface Feed {
  readonly links: readonly string[];
  /** Of the entries, not of the feed itself. */
  readonly titles: readonly string[];
  readonly media: readonly string[];
}

const NOTHING: Feed = { links: [], titles: [], media: [] };

export function readFeed(text: string): Feed {
  if (/<(rss|feed|rdf:RDF)[\s>]/i.test(text)) return readXmlFeed(text);
  return /jsonfeed\.org/i.test(text.slice(0, 2000)) ? readJsonFeed(text) : NOTHING;
}

function readXmlFeed(text: string): Feed {
  const entries = [...valuesWithTags(text, 'item'), ...valuesWithTags(text, 'entry')];
  const attribute = (entry: string, tag: string, name: string) =>
    [...entry.matchAll(new RegExp(`<${tag}\\b[^>]*\\s${name}=["']([^"']+)["']`, 'gi'))].map(([, value = '']) => value);
  return {
    titles: entries.flatMap((entry) => valuesOf(entry, 'title').slice(0, 1)),
    links: entries
      .flatMap((entry) => [...valuesOf(entry, 'link'), ...attribute(entry, 'link', 'href')])
      .filter(Boolean),
    media: entries.flatMap((entry) => [
      ...attribute(entry, 'enclosure', 'url'),
      ...attribute(entry, 'media:content', 'url'),
      ...attribute(entry, 'media:thumbnail', 'url'),
    ]),
  };
}

/** Whole entries, tags and all. */
function valuesWithTags(text: string, tag: string): readonly string[] {
  return [...text.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}\\s*>`, 'gi'))].map(
    ([, entry = '']) => entry,
  );
}

function readJsonFeed(text: string): Feed {
  try {
    const { items } = JSON.parse(text) as { items?: readonly Readonly<Record<string, unknown>>[] };
    const all = (member: string) =>
      (items ?? []).flatMap((item) => (typeof item[member] === 'string' ? [item[member]] : []));
    return { titles: all('title'), links: all('url'), media: all('image') };
  } catch {
    return NOTHING;
  }
}
