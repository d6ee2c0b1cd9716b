import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type EntryPoint, readEntryPoints } from './entry-points.ts';
import { writeFrontPage } from './front-page.ts';
import { GENERATOR } from './page-frame.ts';
import { writeRefusals } from './refusals-page.ts';
import { readRoomDocuments } from './rooms/documents.ts';
import { writeRoomPage } from './rooms/room-page.ts';
import { writeSdkReference } from './sdk-reference.ts';

/** The folder holds what this command did not write. */
export class FolderOfOthers extends Error {}

/** What was written, and what is wrong with it. */
export interface Written {
  readonly pages: number;
  /** A sentence each: what the docstrings name and nobody finds. */
  readonly faults: readonly string[];
}

/** The pages that need no compiler, by their path in the site. */
function writePlainPages(entries: readonly EntryPoint[]): ReadonlyMap<string, string> {
  const documents = readRoomDocuments();
  const pages = new Map([
    ['index.html', writeFrontPage(entries, documents)],
    ['http/refusals.html', writeRefusals()],
  ]);
  for (const [room, document] of documents) pages.set(`http/${room}.html`, writeRoomPage(room, document));
  return pages;
}

/**
 * Writes the whole site. What an earlier run left there goes.
 * @throws FolderOfOthers rather than remove what it did not write.
 */
export async function writeSite(out: string): Promise<Written> {
  const folder = resolve(out);
  refuseOthers(folder);
  for (const part of ['index.html', 'sdk', 'http']) rmSync(join(folder, part), { recursive: true, force: true });
  const entries = readEntryPoints();
  // First, so that a run that breaks off leaves the mark by which the next one knows the folder.
  for (const [path, text] of writePlainPages(entries)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const faults = await writeSdkReference(entries, join(folder, 'sdk'));
  return { pages: countPages(folder), faults };
}

function refuseOthers(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  const front = join(folder, 'index.html');
  if (existsSync(front) && readFileSync(front, 'utf8').includes(GENERATOR)) return;
  throw new FolderOfOthers(`${folder} is not empty, and was not written by this command`);
}

function countPages(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html')).length;
}
