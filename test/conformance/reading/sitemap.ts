/** What a sitemap names: pages, further sitemaps, pictures and films (sitemaps.org; Google's image and video extensions). */
export interface Sitemap {
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
  readonly media: readonly string[];
  /** Titles of films. */
  readonly titles: readonly string[];
}

/** Reads XML by its tags, however broken. Anything else names nothing, a page of a gate among it. */
export function readSitemap(text: string): Sitemap {
  if (!/<(\w+:)?(urlset|sitemapindex)[\s>]/i.test(text)) return { pages: [], sitemaps: [], media: [], titles: [] };
  const inIndex = valuesOf(text, 'sitemap').flatMap((entry) => valuesOf(entry, 'loc'));
  const locs = valuesOf(text, 'loc');
  const media = [
    ...valuesOf(text, 'image:loc'),
    ...valuesOf(text, 'video:content_loc'),
    ...valuesOf(text, 'video:thumbnail_loc'),
  ];
  const titles = [...valuesOf(text, 'video:title'), ...valuesOf(text, 'image:title')];
  const sitemaps = new Set(inIndex);
  return { pages: locs.filter((loc) => !sitemaps.has(loc)), sitemaps: inIndex, media, titles };
}

/** `Sitemap:` lines of a robots.txt. */
export function readRobots(text: string): readonly string[] {
  return [...text.matchAll(/^\s*sitemap:\s*(\S+)/gim)].map(([, url = '']) => url);
}

/** The text of every element of that name, entities resolved. */
export function valuesOf(text: string, tag: string): readonly string[] {
  const name = tag.replace(/[^\w:-]/g, '');
  const found = text.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}\\s*>`, 'gi'));
  return [...found].map(([, value = '']) =>
    unescapeXml(value.replace(/^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/, '$1')).trim(),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos|#\d{1,6});/g, (whole, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff)) : (ENTITIES[name] ?? whole),
  );
}
