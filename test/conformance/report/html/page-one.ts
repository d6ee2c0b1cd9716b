import type { Report, Weight } from '../../verdict/report.ts';
import { coverageBar } from './coverage-bar.ts';
import { marked, VERDICT_MARKS, WEIGHT_MARKS } from './marks.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { Voice } from './voice.ts';

/** What a reader must know who reads one page: verdict, counts apart, coverage, scope, and what all this does not prove. */
export function pageOne(report: Report, voice: Voice): Html {
  const { words, say } = voice;
  return html`<section id="verdict" class="page-one" aria-labelledby="verdict-heading">
<h2 id="verdict-heading" class="unseen">${say(words.verdict.heading)}</h2>
<p class="verdict">${marked(VERDICT_MARKS[report.verdict], verdictLine(report, voice))}</p>
${counts(report, voice)}
${doubts(report, voice)}
<h3>${say(words.coverage.heading)}</h3>
${coverageBar(report.coverage, voice)}
<h3>${say(words.scope.heading)}</h3>
${scope(report, voice)}
<h3>${say(words.limits.heading)}</h3>
<ul class="limits">${[...words.limits.all, ...words.limits.plan[report.plan]].map((limit) => html`<li>${say(limit)}</li>`)}</ul>
</section>`;
}

function verdictLine({ verdict, coverage }: Report, { words, say, count }: Voice): Html {
  const line = words.verdict.line[verdict];
  if (verdict !== 'no-breach') return say(line);
  const { automatic, partial, total } = coverage;
  const covered = words.verdict.covered(count(automatic + partial), count(total), partial, count(partial));
  return html`${say(line)} <span class="covered">${say(covered)}</span>`;
}

function counts({ findings, breaches, wouldBreach, isStrict }: Report, { words, say, count }: Voice): Html {
  const outside = findings.filter(({ weight }) => weight === 'outside').length;
  const rows: readonly (readonly [Weight, number, string])[] = [
    ['breach', breaches, words.verdict.breaches(breaches, count(breaches))],
    ['would-breach', wouldBreach, words.verdict.wouldBreach(wouldBreach, count(wouldBreach))],
    ['outside', outside, words.verdict.outside(outside, count(outside))],
  ];
  const shown = rows.filter(([weight, number]) => weight !== 'outside' || number > 0);
  return html`<ul class="counts">${shown.map(
    ([weight, number, line]) =>
      html`<li${number === 0 ? html` class="none"` : EMPTY}><strong>${marked(WEIGHT_MARKS[weight], say(line))}</strong><span class="quiet">${say(
        words.verdict.meaning[weight],
      )}</span></li>`,
  )}</ul>${isStrict ? html`<p class="quiet">${say(words.verdict.strict)}</p>` : EMPTY}`;
}

function doubts({ doubts: all }: Report, { words, say }: Voice): Html {
  if (all.length === 0) return EMPTY;
  return html`<h3>${say(words.verdict.doubts)}</h3><ul>${all.map((doubt) => html`<li>${say(doubt)}</li>`)}</ul>`;
}

function scope(report: Report, { words, say, count, instant }: Voice): Html {
  const { circumstances, catalogue, target, plan, checks } = report;
  const { operator, requests, began, ended } = circumstances;
  const ran = checks.filter(({ outcome }) => outcome !== 'untested').length;
  const rows: readonly (readonly [string, Html])[] = [
    [words.scope.target, html`<bdi class="address">${target}</bdi> (${say(words.scope.plans[plan])})`],
    [
      words.scope.catalogue,
      html`${say(catalogue.title)} · ${say(catalogue.authority)}${
        catalogue.isPartial ? html`. ${say(words.scope.partialCatalogue)}` : EMPTY
      }`,
    ],
    [words.scope.when, say(words.scope.fromTo(instant(began), instant(ended)))],
    [words.scope.operator, operator === undefined ? say(words.scope.noOperator) : html`<bdi>${operator}</bdi>`],
    [words.scope.authority, say(authorityOf(report, words.scope))],
    [words.scope.tested, say(words.scope.ran(count(ran), count(checks.length)))],
    [
      words.scope.requests,
      say(words.scope.sent(count(requests.sent), count(requests.cap), paceOf(requests.perSecond, words.scope))),
    ],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${say(name)}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** None is kept on one's own machine: 0. */
const paceOf = (perSecond: number, scope: Voice['words']['scope']): string =>
  perSecond > 0 ? scope.pace(String(perSecond)) : scope.noPace;

function authorityOf({ target, circumstances }: Report, scope: Voice['words']['scope']): string {
  if (isLoopback(target)) return scope.ownMachine;
  return circumstances.isAuthorised ? scope.authorised : scope.unauthorised;
}

const isLoopback = (target: string): boolean =>
  URL.canParse(target) && /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(target).hostname);
