import type { CheckResult, Report } from '../../verdict/report.ts';
import { anchorOf, joinedBy } from './findings.ts';
import { marked, OUTCOME_MARKS } from './marks.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { Voice } from './voice.ts';

/** Every check with what it tries, what came of it, and what was looked at. */
export function checksSection(report: Report, voice: Voice): Html {
  const { words, say } = voice;
  return html`<section id="checks" aria-labelledby="checks-heading">
<h2 id="checks-heading">${say(words.checks.heading)}</h2>
<p class="lead">${say(words.checks.lead)}</p>
${report.checks.map((check) => article(check, report, voice))}
</section>`;
}

function article(
  { id, title, prose, outcome, notes, reason }: CheckResult,
  report: Report,
  { words, say }: Voice,
): Html {
  const numbers = report.findings.filter(({ check }) => check === id).map(({ number }) => number);
  const links = numbers.map((number) => html`<a href="#finding-${number}">${say(words.findings.one(number))}</a>`);
  const anchor = anchorOf('check', id);
  return html`<article class="check" id="${anchor}" aria-labelledby="${anchor}-heading">
<h3 id="${anchor}-heading"><span class="number">${id}</span> ${say(title)}</h3>
<p class="tags">${marked(OUTCOME_MARKS[outcome], say(words.checks.outcome[outcome].name))}${
    links.length === 0 ? EMPTY : html` <span>${joinedBy(', ', links)}</span>`
  }${reason === undefined ? EMPTY : html` <span class="quiet">${say(words.checks.reason[reason])}</span>`}</p>
<p>${say(prose)}</p>
${notes.length === 0 ? EMPTY : html`<div class="notes"><p class="label">${say(words.checks.seen)}</p><ul>${notes.map((note) => html`<li>${say(note)}</li>`)}</ul></div>`}
</article>`;
}
