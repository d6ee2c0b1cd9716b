import type { Page } from 'playwright-core';
import type { Json } from '../../evidence/observation.ts';
import type { ShownContent } from '../../reading/shown-content.ts';
import { inPage } from '../browser/in-page.ts';

const NOTHING: ShownContent = { url: '', media: [], passages: [], overlays: 0, obscured: 0 };

/** What a person can make out on the page as it stands, as a value for a fact. */
export async function measureContent(page: Page): Promise<Json> {
  const seen = await page.evaluate<ShownContent>(inPage(measure)).catch(() => NOTHING);
  return { ...seen, url: page.url().split('#', 1)[0] ?? '' } as unknown as Json;
}

/** Runs in the page. */
function measure(): ShownContent {
  const MOST = 400;
  const all = [...document.querySelectorAll('body *')].slice(0, 20_000);
  const styleOf = (element: Element) => getComputedStyle(element);
  const isVisible = (element: Element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

  const alphaOf = (color: string) => {
    const parts = color.match(/[\d.]+/g)?.map(Number) ?? [];
    return /^rgba|\//.test(color) ? (parts.at(-1) ?? 0) : parts.length === 0 ? 0 : 1;
  };
  const paints = (element: Element) => {
    const { backgroundColor, backgroundImage, backdropFilter } = styleOf(element);
    const isFilled = alphaOf(backgroundColor) >= 0.3 || backgroundImage !== 'none';
    return isFilled || (backdropFilter ?? 'none') !== 'none' || element.tagName === 'IFRAME';
  };
  const covers = (element: Element) => {
    if (element.matches('dialog:modal')) return true;
    const { position, zIndex } = styleOf(element);
    if (!/fixed|absolute|sticky/.test(position) || Number(zIndex) < 0) return false;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const width = Math.min(right, innerWidth) - Math.max(left, 0);
    const height = Math.min(bottom, innerHeight) - Math.max(top, 0);
    const isWide = width > 0 && height > 0 && width * height >= 0.6 * innerWidth * innerHeight;
    return isWide && isVisible(element) && paints(element);
  };
  const overlays = all.filter(covers);

  const blurred = new Map<Element, boolean>();
  const isBlurred = (element: Element | null): boolean => {
    if (element === null) return false;
    const known = blurred.get(element);
    if (known !== undefined) return known;
    const value =
      /blur\((?!0(px)?\))|brightness\(0|opacity\(0/.test(styleOf(element).filter) || isBlurred(element.parentElement);
    blurred.set(element, value);
    return value;
  };
  // Whatever stands in no overlay lies under it, unless it comes later in the page and above.
  const isCovered = (element: Element) => overlays.length > 0 && !overlays.some((one) => one.contains(element));
  const isClear = (element: Element) => isVisible(element) && !isBlurred(element) && !isCovered(element);

  const media: { url: string; kind: 'picture' | 'film'; element: Element }[] = [];
  const isLarge = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width >= 120 && height >= 70;
  };
  for (const element of all) {
    if (element instanceof HTMLImageElement) {
      const isPicture = element.complete && element.naturalWidth >= 200 && element.naturalHeight >= 100;
      if (isPicture && isLarge(element)) media.push({ url: element.currentSrc, kind: 'picture', element });
    } else if (element instanceof HTMLVideoElement) {
      const isLoaded = element.readyState >= 2 || element.videoWidth > 0;
      if (isLoaded) media.push({ url: element.currentSrc, kind: 'film', element });
    } else if (isLarge(element)) {
      const url = /url\("?([^")]+)"?\)/.exec(styleOf(element).backgroundImage)?.[1];
      if (url) media.push({ url: new URL(url, location.href).href, kind: 'picture', element });
    }
  }
  const isOwnText = (element: Element) =>
    !/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|OPTION)$/.test(element.tagName) &&
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim().length >= 3,
    );
  const texts = all.filter(isOwnText).filter((element) => (element.textContent ?? '').trim().length >= 12);

  const isOwnAddress = (url: string) => /^(https?|blob):/.test(url);
  const clearMedia = media.filter(({ element, url }) => isOwnAddress(url) && isClear(element));
  const clearTexts = texts.filter(isClear);
  return {
    url: '',
    media: clearMedia.slice(0, MOST).map(({ url, kind }) => ({ url: url.split('#', 1)[0] ?? '', kind })),
    passages: clearTexts
      .slice(0, MOST)
      .map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 200)),
    overlays: overlays.length,
    obscured: media.length - clearMedia.length + texts.length - clearTexts.length,
  };
}
