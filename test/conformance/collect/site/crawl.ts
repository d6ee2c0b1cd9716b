import type { EvidenceView } from '../../evidence/view.ts';
import { readFeed } from '../../reading/feed.ts';
import { isWithinReach } from '../../reading/loopback.ts';
import { kindOfAddress } from '../../reading/media-kinds.ts';
import { resolve } from '../../reading/same-site.ts';
import { seeAnswers, seeDescription } from '../../reading/seen-pages.ts';
import { readSitemap } from '../../reading/sitemap.ts';
import type { ProbeAct } from '../probe-act.ts';

const MOST_LINKS = 40;
/** Of one source: a sitemap of thousands must not crowd out what the first page leads to. */
const MOST_OF_ONE = 20;

const GUESSES = [
  '/search?q=a',
  '/feed',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/atom.xml',
  '/sitemap_index.xml',
  '/sitemap-video.xml',
  '/embed/1',
  '/amp',
  '/api',
  '/api/videos',
] as const;

const HEADERS = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' };

/** Choices that do something are left alone by a plain walk. */
const DOES_SOMETHING = /logout|log-out|deconnexion|sign-?out|delete|remove|unsubscribe|\/_age\//i;

/**
 * Walks the site as a stranger, without a session. Records exchanges `guess` (addresses that such sites commonly have, and
 * one that cannot exist) and `link` (what the first page, sitemaps, feeds and the site's own description name).
 */
export const crawl: ProbeAct = {
  name: 'crawl',
  title: { en: 'Walking through the site as a stranger', fr: 'Parcourir le site sans preuve' },
  needs: [],
  async run({ target, record, seen, http, random, progress }) {
    const decoder = new TextDecoder();
    const fromFeeds: string[] = [];
    const oembed = `/oembed?url=${encodeURIComponent(new URL('/videos/1', target).href)}`;
    for (const path of [...GUESSES, oembed, `/${random(16)}`]) {
      const url = new URL(path, target).href;
      const answer = await http.send(record, { url, headers: HEADERS, label: 'guess' });
      if (answer.response?.status === 200) fromFeeds.push(...readFeed(decoder.decode(answer.bytes)).links);
    }
    const links = chooseLinks(seen, target, fromFeeds);
    for (const [i, url] of links.entries()) {
      progress(`${i + 1}/${links.length} ${url}`);
      await http.send(record, { url, headers: HEADERS, label: 'link' });
    }
  },
};

function chooseLinks(seen: EvidenceView, target: URL, fromFeeds: readonly string[]): readonly string[] {
  const pages = seeAnswers(seen, 'home', 'home', 'home-en', 'hop');
  const onPages = pages.flatMap(({ page }) => page?.links.filter(isFollowed).map(({ url }) => url) ?? []);
  const inSitemaps = seeAnswers(seen, 'well-known', 'sitemap').flatMap(({ text }) => readSitemap(text).pages);
  const sources = [seeDescription(seen)?.canaries ?? [], onPages, inSitemaps, fromFeeds];
  const urls = sources.flatMap((source) => spread(within(source, target), MOST_OF_ONE));
  return [...new Set(urls)].slice(0, MOST_LINKS);
}

const isFollowed = ({ tag, rel }: { readonly tag: string; readonly rel: readonly string[] }) =>
  tag !== 'link' || rel.some((one) => /^(alternate|amphtml|next|canonical)$/.test(one));

function within(addresses: readonly string[], target: URL): readonly string[] {
  return addresses
    .flatMap((address) => resolve(address, target) ?? [])
    .filter((url) => url.origin === target.origin && isWithinReach(url, target) && url.pathname !== '/')
    .filter((url) => !DOES_SOMETHING.test(url.href) && kindOfAddress(url.href) === undefined)
    .map(({ href }) => href);
}

/** Some from the whole length of a list, always the same. */
function spread(list: readonly string[], most: number): readonly string[] {
  const own = [...new Set(list)];
  if (own.length <= most) return own;
  return Array.from({ length: most }, (_, i) => own[Math.floor((i * own.length) / most)] ?? '');
}
