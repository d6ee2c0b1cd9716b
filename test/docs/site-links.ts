import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { attributeOf, type Element, elementsOf, parseTree } from '../conformance/reading/html-tree.ts';

/** The pages of a written site and whatever else lies in it, by path. */
export interface Site {
  readonly files: ReadonlySet<string>;
  readonly pages: ReadonlyMap<string, readonly Element[]>;
}

/** Reads and parses every page of it. */
export function readSite(folder: string): Site {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  const texts = files.filter((path) => path.endsWith('.html'));
  const pages = texts.map((path) => [path, elementsOf(parseTree(readFileSync(join(folder, path), 'utf8')))] as const);
  return { files: new Set(files), pages: new Map(pages) };
}

/** Attributes by which a page fetches, leads or sends. */
const ADDRESSES = ['href', 'src', 'srcset', 'poster', 'data', 'action', 'formaction', 'xlink:href', 'ping'];
/** A plain link takes a person somewhere, and only when they follow it. */
const isLink = ({ tagName }: Element, name: string): boolean => tagName === 'a' && name === 'href';
const hasScheme = (address: string): boolean => /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address);

/** A line for each address that leaves the site: everything that is loaded, and every link but those of `https`. */
export function findStrangers({ pages }: Site): readonly string[] {
  return [...pages].flatMap(([page, elements]) =>
    addressesOf(elements)
      .filter(({ address }) => hasScheme(address))
      .filter(({ element, name, address }) => !(isLink(element, name) && address.startsWith('https://')))
      .map(({ element, name, address }) => `${page}: <${element.tagName} ${name}="${address}">`),
  );
}

/** Every `https` link, each once. */
export function listOutsideLinks({ pages }: Site): readonly string[] {
  const links = [...pages.values()].flatMap((elements) =>
    addressesOf(elements).flatMap(({ address }) => (hasScheme(address) ? [address] : [])),
  );
  return [...new Set(links)].sort();
}

/** A line for each address inside the site that no file has, and for each place that no element of its page is. */
export function findDeadEnds({ files, pages }: Site): readonly string[] {
  const places = new Map([...pages].map(([page, elements]) => [page, new Set(elements.flatMap(placesOf))]));
  return [...pages].flatMap(([page, elements]) =>
    addressesOf(elements).flatMap(({ address }) => {
      if (hasScheme(address)) return [];
      const [path = '', place = ''] = address.split('#').map(decodeURIComponent);
      const target = path === '' ? page : normalize(join(dirname(page), path.replace(/\?.*$/, '')));
      if (!files.has(target)) return [`${page}: ${address}: there is no such file`];
      const isThere = place === '' || (places.get(target)?.has(place) ?? target.endsWith('.svg'));
      return isThere ? [] : [`${page}: ${address}: there is no such place`];
    }),
  );
}

function addressesOf(elements: readonly Element[]) {
  return elements.flatMap((element) =>
    ADDRESSES.flatMap((name) => {
      const address = attributeOf(element, name);
      return address === undefined ? [] : [{ element, name, address }];
    }),
  );
}

const placesOf = (element: Element): readonly string[] => {
  const id = attributeOf(element, 'id');
  return id === undefined ? [] : [id];
};
