import { blobPath } from '../../evidence/evidence-files.ts';
import type { Blob, Exchange, Fact, Headers, Observation, PageView, Received } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import type { Report } from '../../verdict/report.ts';
import { EMPTY, type Html, html, raw } from './markup.ts';
import type { Voice } from './voice.ts';

/** Finds an observation by its id. */
export type FindObservation = (id: string) => Observation | undefined;

/** Of all probes that the report's checks read. */
export function indexObservations({ checks }: Report, view: EvidenceView): FindObservation {
  const names = new Set(checks.flatMap(({ probes }) => probes));
  const all = [...names].flatMap((name) => view.probe(name).observations);
  const byId = new Map(all.map((observation) => [observation.id, observation]));
  return (id) => byId.get(id);
}

/** What one exhibit is drawn with. */
export interface ExhibitTools {
  readonly view: EvidenceView;
  readonly voice: Voice;
  readonly find: FindObservation;
  /** Bytes of screenshots that may still be put into this report. */
  readonly room: { bytes: number };
}

/** Screenshots in one report, in bytes. A report must open on any machine, and travel by post. */
export const SCREENSHOT_ROOM: number = 12 * 1024 * 1024;

const MOST_CHARACTERS = 1_200;
const MOST_HEADERS = 24;
const MOST_VALUE = 300;
const MOST_BYTES = 64;

/** An excerpt of one observation. */
export function exhibit(id: string, tools: ExhibitTools): Html {
  const { voice, find } = tools;
  const { words, say } = voice;
  const seen = find(id);
  if (seen === undefined) {
    return html`<figure class="exhibit" id="${exhibitId(id)}"><figcaption><strong>${say(words.exhibits.one(id))}</strong> · ${say(words.exhibits.missing)}</figcaption></figure>`;
  }
  return html`<figure class="exhibit" id="${exhibitId(id)}">
<figcaption><strong>${say(words.exhibits.one(id))}</strong> · ${say(kindOf(seen, voice))} · ${say(voice.instant(seen.at))}</figcaption>
${bodyOf(seen, tools)}
</figure>`;
}

/** One line that says which it is. */
export function exhibitLine(id: string, { voice, find }: ExhibitTools): Html {
  const seen = find(id);
  const what =
    seen === undefined ? voice.say(voice.words.exhibits.missing) : html`<bdi class="address">${lineOf(seen)}</bdi>`;
  return html`${id} · ${what}`;
}

/** Ids are written by the suite; evidence that is read again may name others. */
export const exhibitId = (id: string): string => `exhibit-${id.replace(/[^\w.-]/g, '_')}`;

function kindOf(seen: Observation, { words }: Voice): string {
  if (seen.kind === 'exchange') return words.exhibits.by[seen.by];
  return seen.kind === 'page' ? words.exhibits.page : `${words.exhibits.fact} (${seen.label})`;
}

function lineOf(seen: Observation): string {
  if (seen.kind === 'page') return shorten(seen.url, MOST_VALUE);
  if (seen.kind === 'fact') return seen.label;
  const { method, url } = seen.request;
  return `${method} ${shorten(url, MOST_VALUE)} → ${seen.response?.status ?? seen.noAnswer ?? ''}`;
}

function bodyOf(seen: Observation, tools: ExhibitTools): Html {
  if (seen.kind === 'exchange') return exchange(seen, tools);
  return seen.kind === 'page' ? page(seen, tools) : fact(seen, tools);
}

function exchange({ request, response, noAnswer }: Exchange, tools: ExhibitTools): Html {
  const { words, say } = tools.voice;
  const sent =
    request.body === undefined
      ? EMPTY
      : html`

${excerpt(request.body, tools)}`;
  return html`<p class="label">${say(words.exhibits.request)}</p>
<pre>${request.method} ${shorten(request.url, MOST_VALUE * 4)}
${headerLines(request.headers)}${sent}</pre>
<p class="label">${say(words.exhibits.response)}</p>
${response === undefined ? html`<p>${say(words.exhibits.noAnswer[noAnswer ?? 'other'])}</p>` : answer(response, tools)}`;
}

function answer({ status, headers, body, isCut }: Received, tools: ExhibitTools): Html {
  const { words, say } = tools.voice;
  return html`<pre>${status}
${headerLines(headers)}

${excerpt(body, tools)}</pre>${isCut ? html`<p class="quiet">${say(words.exhibits.readCut)}</p>` : EMPTY}`;
}

function headerLines(headers: Headers): Html {
  const lines = headers.slice(0, MOST_HEADERS).map(([name, value]) => `${name}: ${shorten(value, MOST_VALUE)}`);
  return html`${[...lines, ...(headers.length > MOST_HEADERS ? ['…'] : [])].join('\n')}`;
}

const WORDS =
  /^(text\/|application\/(.+\+)?(json|xml|javascript|x-www-form-urlencoded|vnd\.apple\.mpegurl)$|image\/svg\+xml$)/;

function excerpt(blob: Blob, { view, voice }: ExhibitTools): Html {
  const { words, say, count } = voice;
  if (blob.bytes === 0) return html`(${say(words.exhibits.empty)})`;
  if (WORDS.test(blob.type ?? '')) {
    const text = readOr(() => view.text(blob));
    return text === undefined ? say(words.exhibits.unreadable) : cut(text, voice);
  }
  const bytes = readOr(() => view.bytes(blob));
  if (bytes === undefined) return say(words.exhibits.unreadable);
  const shown = Buffer.from(bytes.subarray(0, MOST_BYTES))
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1 ');
  return html`${say(words.exhibits.binary(count(blob.bytes), count(Math.min(bytes.length, MOST_BYTES))))}
${shown}`;
}

function cut(text: string, { words, say, count }: Voice): Html {
  if (text.length <= MOST_CHARACTERS) return html`${text}`;
  return html`${shorten(text, MOST_CHARACTERS)}
(${say(words.exhibits.cut(count(MOST_CHARACTERS), count(text.length)))})`;
}

function page(seen: PageView, tools: ExhibitTools): Html {
  const { words, say } = tools.voice;
  const text = readOr(() => tools.view.text(seen.text));
  return html`<p><bdi class="address">${shorten(seen.url, MOST_VALUE * 4)}</bdi></p>
${seen.screenshot === undefined ? EMPTY : screenshot(seen, seen.screenshot, tools)}
<p class="label">${say(words.exhibits.text)}</p>
<pre>${text === undefined ? say(words.exhibits.unreadable) : text.trim() === '' ? html`(${say(words.exhibits.empty)})` : cut(text.trim(), tools.voice)}</pre>`;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function screenshot({ title, url, width }: PageView, blob: Blob, { view, voice, room }: ExhibitTools): Html {
  const { words, say, count } = voice;
  const bytes = readOr(() => view.bytes(blob));
  const isPng = bytes !== undefined && PNG.equals(bytes.subarray(0, PNG.length));
  if (!isPng || bytes.length > room.bytes) {
    return html`<p class="quiet">${say(words.exhibits.screenshotLeftOut(blobPath(blob.sha256)))}</p>`;
  }
  room.bytes -= bytes.length;
  const alternative = words.exhibits.screenshot(shorten(title, 100), shorten(url, 100), count(width));
  const source = raw(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
  return html`<img class="${width < 600 ? 'narrow' : 'wide'}" src="${source}" alt="${say(alternative)}">`;
}

function fact({ value }: Fact, { voice }: ExhibitTools): Html {
  return html`<pre>${cut(JSON.stringify(value, null, 2), voice)}</pre>`;
}

/** Evidence may lack bytes that it names: the report says so, and goes on. */
function readOr<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Whole signs only. */
function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}
