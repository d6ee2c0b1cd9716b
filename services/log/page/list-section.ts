import { formatHex, type LogEntry } from '@bauta/sdk/protocol';
import type { Facts } from './facts.ts';
import { EMPTY, type Html, html, joined } from './markup.ts';
import type { NewestEntry } from './read-newest.ts';
import { sayWeek, type Voice } from './say.ts';

/** Entries that are seen at once, and entries that a page holds at most. */
const MOST_SHOWN = 8;
const MOST_TOLD = 200;
/** Hexadecimal digits of a digest: enough to tell builds apart by eye. */
const DIGITS = 12;
/** Weeks' numbers of batches. */
const MOST_NUMBERS = 8;

/** The newest entries in plain words, the newest first, each with the file that it is in. */
export function writeList(voice: Voice, options: { readonly url: string }, { newest }: Facts): Html {
  const { list, count } = voice.text;
  const told = newest.slice(-MOST_TOLD).reverse();
  const items = told.map((one) => writeEntry(voice, options.url, one));
  const older = items.slice(MOST_SHOWN);
  if (items.length === 0) return EMPTY;
  return html`<section aria-labelledby="list">
<h2 id="list">${list.heading}</h2>
<p>${list.lead}</p>
<ul class="entries" role="list">
${joined(items.slice(0, MOST_SHOWN))}
</ul>
${older.length === 0 ? EMPTY : html`<details><summary>${list.older(count(older.length))}</summary><ul class="entries" role="list">${joined(older)}</ul></details>`}
</section>`;
}

function writeEntry(voice: Voice, url: string, { index, entry, tile }: NewestEntry): Html {
  const { list, count } = voice.text;
  return html`<li><span class="place">${count(index)}</span><span>${entry ? sayEntry(voice, entry) : list.unknown} <a href="${url}/${tile}">${list.file(tile)}</a></span></li>`;
}

function sayEntry(voice: Voice, entry: LogEntry): string {
  const { list, ages, count, windows } = voice.text;
  switch (entry.kind) {
    case 'keys': {
      const thresholds = [...new Set(entry.keys.map(({ threshold }) => threshold))];
      const sentence = list.keys(entry.role, entry.name, sayWeek(voice, entry.epoch), ages(thresholds));
      const isLater = entry.keys.some(({ generation }) => generation > 0);
      return entry.exception && !isLater ? `${sentence} · ${windows.exceptions[entry.exception]}` : sentence;
    }
    case 'retire':
      return list.retire(entry.role, entry.name, sayWeek(voice, entry.epoch), ages([entry.threshold]));
    case 'wallet':
      return list.wallet(entry.name, formatHex(entry.digest).slice(0, DIGITS));
    case 'sdk':
      return list.sdk(entry.version, formatHex(entry.digest).slice(0, DIGITS));
    case 'batches':
      return list.batches(entry.name, sayWeek(voice, entry.epoch), count(entry.rounded));
  }
}

/** The issuers' numbers of batches, each marked as what it is. */
export function writeBatches(voice: Voice, { newest }: Facts): Html {
  const { batches, count } = voice.text;
  const said = newest
    .flatMap(({ entry }) => (entry?.kind === 'batches' ? [entry] : []))
    .reverse()
    .slice(0, MOST_NUMBERS);
  const lines = said.map(({ name, epoch, rounded }) => {
    const sentence = batches.said(name, count(rounded), rounded, sayWeek(voice, epoch));
    return html`<li>${sentence} <span class="tag">${batches.mark}</span></li>`;
  });
  return html`<section aria-labelledby="batches">
<h2 id="batches">${batches.heading}</h2>
<p>${batches.lead}</p>
${lines.length === 0 ? html`<p class="note">${batches.none}</p>` : html`<ul class="said" role="list">${joined(lines)}</ul>`}
</section>`;
}
