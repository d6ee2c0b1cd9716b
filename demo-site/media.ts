import { readFile } from 'node:fs/promises';

/** What the site shows beside what it draws. */
export interface Media {
  /** The one film that moves: VP9 in WebM, made from `drawLandscape`. */
  readonly film: Uint8Array<ArrayBuffer>;
}

/** Reads the files of `media/`. */
export async function loadMedia(): Promise<Media> {
  return { film: new Uint8Array(await readFile(new URL('media/film-3.webm', import.meta.url))) };
}
