import type { Report, RequirementResult } from '../../verdict/report.ts';
import { anchorOf } from './findings.ts';
import { marked, OUTCOME_MARKS, STATE_MARKS } from './marks.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { Voice } from './voice.ts';

/** Every requirement of the catalogue, the uncovered ones too. */
export function matrixSection(report: Report, voice: Voice): Html {
  const { words, say } = voice;
  const { matrix } = words;
  const headings = [matrix.id, matrix.requirement, matrix.basis, matrix.binds, matrix.state, matrix.checks];
  // Roles said again: a narrow screen shows rows as blocks, and browsers then forget that this is a table.
  return html`<section id="requirements" aria-labelledby="requirements-heading">
<h2 id="requirements-heading">${say(matrix.heading)}</h2>
<p class="lead">${say(matrix.lead)}</p>
<p>${say(report.catalogue.note)}</p>
<table class="matrix" role="table">
<thead role="rowgroup"><tr role="row">${headings.map((name) => html`<th scope="col" role="columnheader">${say(name)}</th>`)}</tr></thead>
<tbody role="rowgroup">${report.requirements.map((one) => row(one, voice))}</tbody>
</table>
<h3>${say(matrix.sources)}</h3>
${sources(report)}
</section>`;
}

function row(one: RequirementResult, { words, say }: Voice): Html {
  const { matrix } = words;
  const cell = (name: string, content: Html) => html`<td role="cell" data-name="${say(name)}">${content}</td>`;
  const checks = one.outcomes.map(
    ({ check, outcome }) =>
      html`<a href="#${anchorOf('check', check)}">${check}</a> ${marked(OUTCOME_MARKS[outcome], say(words.checks.outcome[outcome].name))}`,
  );
  return html`<tr role="row" id="${anchorOf('requirement', one.id)}">
<th scope="row" role="rowheader">${one.id}</th>
${cell(
  matrix.requirement,
  html`<p>${say(one.title)}${one.isAdvice ? html` <span class="quiet">(${say(matrix.advice)})</span>` : EMPTY}</p><p class="quiet">${say(one.source)}</p>${basis(one, words.matrix, say)}${declaration(one, words.matrix, say)}`,
)}
${cell(matrix.basis, html`<strong>${one.status}</strong> ${say(matrix.status[one.status].name)}`)}
${cell(matrix.binds, say(one.binds.map((actor) => matrix.actor[actor]).join(', ')))}
${cell(matrix.state, html`${marked(STATE_MARKS[one.state], say(matrix.states[one.state].name))}<p class="quiet">${say(matrix.automation[one.automation])}</p>`)}
${cell(matrix.checks, checks.length === 0 ? html`<span class="quiet">${say(matrix.noChecks)}</span>` : html`<ul class="outcomes">${checks.map((check) => html`<li>${check}</li>`)}</ul>`)}
</tr>`;
}

/** In the wide column: it is often a whole paragraph. */
const basis = (one: RequirementResult, matrix: Voice['words']['matrix'], say: Voice['say']): Html =>
  one.basis === undefined ? EMPTY : html`<p class="quiet"><em>${say(matrix.basis)}</em> · ${say(one.basis)}</p>`;

function declaration(one: RequirementResult, matrix: Voice['words']['matrix'], say: Voice['say']): Html {
  const question =
    one.question === undefined
      ? EMPTY
      : html`<p class="quiet"><em>${say(matrix.question)}</em> · ${say(one.question)}</p>`;
  if (one.declaration !== undefined) {
    return html`${question}<p class="declared"><strong>${say(matrix.declared)}</strong> · <q><bdi>${one.declaration}</bdi></q></p>`;
  }
  return one.question === undefined ? EMPTY : html`${question}<p class="quiet">${say(matrix.declaredBy)}</p>`;
}

function sources({ catalogue }: Report): Html {
  const rows = Object.entries(catalogue.sources).map(
    ([key, { title, url }]) =>
      html`<div><dt>${key}</dt><dd>${title}${url === undefined ? EMPTY : html`<br>${linkTo(url)}`}</dd></div>`,
  );
  return html`<dl class="facts sources">${rows}</dl>`;
}

/** The address is its own text, so that print shows it. */
const linkTo = (url: string): Html =>
  /^https?:\/\//.test(url)
    ? html`<a class="address" rel="noreferrer" href="${url}">${url}</a>`
    : html`<bdi class="address">${url}</bdi>`;
