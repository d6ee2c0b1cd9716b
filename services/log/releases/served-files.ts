import type { Bytes } from '@bauta/sdk/protocol';
import { readAtMost } from '../../http/limited-answer.ts';
import type { Fetch } from '../../loopback.ts';
import { integrityOf, type ListedFile } from './integrity-list.ts';

/** What can be wrong with a file that a host serves. */
export const FILE_FAULTS = {
  status: 'is not served',
  size: 'has another size',
  hash: 'has other bytes',
  header: 'comes with a header that leads elsewhere',
  binding: 'loads something that is not in the list',
} as const;

export type FileFault = keyof typeof FILE_FAULTS;

/** Response headers by which a page can be led elsewhere with not one byte of it changed. */
const LEADING_HEADERS = ['refresh', 'link'];

/**
 * Fetches a file of the list from its origin and compares it.
 * @returns undefined when it is as listed. @throws when there is no whole answer.
 */
export async function compareFile(
  fetch: Fetch,
  origin: string,
  { path, integrity, size }: ListedFile,
  list: readonly ListedFile[],
): Promise<FileFault | undefined> {
  const answer = await fetch(origin + path, { redirect: 'manual' });
  if (answer.status !== 200) return 'status';
  const bytes = await readAtMost(answer, size);
  if (bytes?.length !== size) return 'size';
  if (integrityOf(bytes) !== integrity) return 'hash';
  if (LEADING_HEADERS.some((name) => answer.headers.has(name))) return 'header';
  const isPage = answer.headers.get('content-type')?.startsWith('text/html');
  return isPage && !isBound(bytes, list) ? 'binding' : undefined;
}

/** Whether each script and style of a page is a listed file, bound by the hash that it has in the list. */
function isBound(page: Bytes, list: readonly ListedFile[]): boolean {
  const html = new TextDecoder().decode(page);
  return [...html.matchAll(/<script\b[^>]*>|<link\b[^>]*\brel="?stylesheet\b[^>]*>/gi)].every(([tag]) => {
    const path = /\s(?:src|href)="([^"]*)"/.exec(tag)?.[1];
    const integrity = /\sintegrity="([^"]*)"/.exec(tag)?.[1];
    return list.some((file) => file.path === path && file.integrity === integrity);
  });
}
