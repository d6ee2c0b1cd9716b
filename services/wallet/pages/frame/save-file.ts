import { element } from './dom.ts';

/** Hands the person a file, made here: no server hears of it. */
export function saveFile(name: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  element('a', { href: url, download: name }).click();
  // The browser reads it after the click; a minute is long for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
