import { createHash } from 'node:crypto';
import { EMPTY, type Html, html, raw } from '../../report/html/markup.ts';
import { speak, type Voice } from '../../report/html/voice.ts';
import type { Language } from '../../text.ts';
import type { WatchedSite } from '../site-list.ts';
import { SIGNS, type SiteRun, signOf } from '../site-run.ts';
import { tellChange } from '../tell-change.ts';
import { WATCH_WORDS, type WatchWords } from '../words.ts';
import { overviewStyle } from './overview.css.ts';
import { followSites, hasNewBreach, type SiteHistory } from './site-history.ts';
import { signMark, strip } from './strip.ts';

export interface OverviewGiven {
  readonly sites: readonly WatchedSite[];
  /** Of every site, in the order of the history. */
  readonly runs: readonly SiteRun[];
  /** ms */
  readonly now: number;
  /** Time between two runs, ms; undefined where they are asked for one by one. */
  readonly every?: number;
}

interface Speaker {
  readonly words: WatchWords;
  readonly voice: Voice;
  readonly day: (iso: string) => string;
}

const HOUR = 3_600_000;

/** Every followed site on one page that loads nothing and runs nothing. The same input gives the same page. */
export function renderOverview({ sites, runs, now, every }: OverviewGiven, language: Language): string {
  const speaker: Speaker = { words: WATCH_WORDS[language], voice: speak(language), day: dayIn(language) };
  const { words, voice } = speaker;
  const followed = followSites(sites, runs);
  const when = voice.instant(new Date(now).toISOString());
  const style = overviewStyle();
  const rules = [...new Set(followed.flatMap(({ latest }) => latest?.run.measure?.catalogue ?? []))];
  const facts = [
    words.overview.asOf(when),
    every === undefined ? words.overview.once : sayEvery(every, words),
    ...(rules.length === 0 ? [] : [`${words.overview.catalogue}${words.beforeColon}: ${rules.join(', ')}`]),
  ];
  const title = words.overview.title(sites.length);
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
<div class="brand"><p>${words.overview.brand}</p></div>
<h1>${title}</h1>
<p class="quiet as-of">${facts.map((fact) => html`<span>${voice.say(fact)}</span>`)}</p>
</header>
<main>
<p class="news">${words.overview.news(followed.filter(hasNewBreach).length)}</p>
${totals(followed, speaker)}
${table(followed, speaker)}
<p class="quiet limits">${words.overview.limits}</p>
</main>
</body>
</html>
`;
  return page.markup;
}

/** How many sites stand where; it names the signs, too. */
function totals(followed: readonly SiteHistory[], { words }: Speaker): Html {
  const signs = followed.flatMap(({ latest }) => (latest === undefined ? [] : [signOf(latest.run)]));
  const entries = SIGNS.map((sign) => {
    const count = signs.filter((one) => one === sign).length;
    return html`<li class="${count === 0 ? 'zero' : 'some'}">${signMark(sign, words)}<span><strong>${count}</strong> ${words.sign[sign].name}</span></li>`;
  });
  return html`<ul class="totals" aria-label="${words.overview.totals}">${entries}</ul>`;
}

const COLUMNS = ['site', 'runs', 'breaches', 'probable', 'covered', 'change', 'report'] as const;
const FIGURES: readonly string[] = ['breaches', 'probable', 'covered'];

// Narrow screens show rows as blocks, which must remain a table to those who hear it.
function table(followed: readonly SiteHistory[], speaker: Speaker): Html {
  const { column, caption } = speaker.words.overview;
  const heads = COLUMNS.map(
    (name) =>
      html`<th scope="col" role="columnheader"${raw(FIGURES.includes(name) ? ' class="figure"' : '')}>${column[name]}</th>`,
  );
  return html`<table class="overview" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${followed.map((history, number) => row(history, number, speaker))}
</tbody>
</table>`;
}

function row({ site, runs, latest, lastNews, reported }: SiteHistory, number: number, speaker: Speaker): Html {
  const { words, voice, day } = speaker;
  const { column, covered, neverRun } = words.overview;
  const { host } = site.address;
  const head = html`<th scope="row" role="rowheader"><bdi>${site.name}</bdi>${site.name === host ? EMPTY : html`<span class="host"><bdi>${host}</bdi></span>`}</th>`;
  if (latest === undefined) return html`<tr role="row">${head}<td role="cell" colspan="6">${neverRun}</td></tr>\n`;
  const { run } = latest;
  const hasReport = run.report !== undefined;
  const coverage = run.coverage && covered(run.coverage.automatic + run.coverage.partial, run.coverage.total);
  const cell = (name: (typeof COLUMNS)[number], content: Html | string, kind: string): Html =>
    html`<td role="cell" class="${kind}" data-name="${column[name]}${words.beforeColon}">${content}</td>`;
  return html`<tr role="row">${head}${[
    cell('runs', strip({ name: site.name, runs, words, day, number }), 'runs'),
    cell('breaches', hasReport ? voice.count(run.breaches) : '–', 'figure'),
    cell('probable', hasReport ? voice.count(run.wouldBreach) : '–', 'figure'),
    cell('covered', coverage ?? '–', 'figure'),
    cell('change', sayChange(latest.change, lastNews, speaker), 'change'),
    cell('report', linkTo(reported, site, speaker), 'date'),
  ]}</tr>\n`;
}

function sayChange(
  change: Parameters<typeof tellChange>[0],
  lastNews: SiteRun | undefined,
  { words, day }: Speaker,
): Html {
  const phrases = tellChange(change, words);
  const told = phrases.map(({ kind, phrase, checks }) => {
    const named = checks.map((check, i) => html`${i === 0 ? `${words.beforeColon}: ` : ', '}<span>${check}</span>`);
    return html`<li class="${kind}">${phrase}${named}</li>`;
  });
  if (told.length > 0) return html`<ul>${told}</ul>`;
  if (change.verdict !== undefined) return html`${words.change.before(words.sign[change.verdict.from].name)}`;
  return html`${lastNews === undefined ? words.change.nothing : words.change.unchangedSince(day(lastNews.at))}`;
}

function linkTo(reported: SiteRun | undefined, site: WatchedSite, { words, voice, day }: Speaker): Html {
  if (reported?.report === undefined) return html`${words.overview.noReport}`;
  const path = reported.report.split('/').map(encodeURIComponent).join('/');
  const date = day(reported.at);
  return html`<a href="${path}/report.${voice.language}.html" aria-label="${words.overview.reportOf(date, site.name)}">${date}</a>`;
}

function sayEvery(every: number, { overview }: WatchWords): string {
  const hours = every / HOUR;
  return hours % 24 === 0 ? overview.every.days(hours / 24) : overview.every.hours(hours);
}

/** `22 Nov 2026`, `22 nov. 2026`, in UTC as all dates of a report. */
function dayIn(language: Language): (iso: string) => string {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return (iso) => format.format(new Date(iso)).replaceAll(' ', '\u00a0');
}

function policyFor(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
