import type { HtmlPage } from './html.ts';
import { resolve } from './same-site.ts';

/** Paths that sound as if an age check answered there. */
const SOUND =
  /callback|verif|return|success|confirm|approv|validate|unlock|grant|complete|redeem|\bage\b|[-_/]age[-_/]|agegate|over-?18/i;
/** Programs and pictures are no callbacks. */
const FILE = /\.(m?js|css|png|jpe?g|gif|svg|webp|avif|ico|woff2?|mp4|webm|m3u8|map|txt|xml|pdf)$/i;
const QUOTED = /["'`]((?:https?:\/\/[^"'`\s<>]{1,200})|(?:\/[\w./?=&%~-]{1,200}))["'`]/g;

/** Where many sites take the answer of an age check. */
const COMMON = ['/age-verification/callback', '/age/callback', '/verify/callback', '/av/callback'];

/** Addresses of the site itself that sound like it, without their query: those of the page first, then the common ones. */
export function callbackAddresses(
  pages: readonly HtmlPage[],
  scripts: readonly string[],
  target: URL,
): readonly string[] {
  const ofPages = pages.flatMap((page) => [
    ...page.forms.map(({ action }) => action),
    ...page.links.filter(({ tag }) => tag !== 'link').map(({ url }) => url),
    ...page.scripts.flatMap(({ text }) => quotedIn(text)),
  ]);
  // An address of somewhere else can hold the address to come back to.
  const named = [...ofPages, ...scripts.flatMap(quotedIn)].flatMap((one) => resolve(one, target) ?? []);
  const back = named
    .flatMap((url) => [...url.searchParams.values()])
    .flatMap((value) => (/^(https?:)?\//.test(value) ? (resolve(value, target) ?? []) : []));
  const own = [...back, ...named].filter(
    ({ origin, pathname }) => origin === target.origin && SOUND.test(pathname) && !FILE.test(pathname),
  );
  const all = [...own, ...COMMON.map((path) => new URL(path, target))].map(({ origin, pathname }) => origin + pathname);
  return [...new Set(all)];
}

const quotedIn = (source: string): readonly string[] => [...source.matchAll(QUOTED)].map(([, address = '']) => address);
