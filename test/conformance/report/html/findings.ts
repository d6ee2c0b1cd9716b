import type { CheckResult, NumberedFinding, Report } from '../../verdict/report.ts';
import { type ExhibitTools, exhibit, exhibitId, exhibitLine } from './exhibits.ts';
import { marked, WEIGHT_MARKS } from './marks.ts';
import { EMPTY, type Html, html, joined } from './markup.ts';

/** Exhibits that a finding shows in full; a rule may have been broken in a hundred places. */
const MOST_EXHIBITS = 3;
const MOST_LINES = 20;

/** Every finding with all that is needed to check it. */
export function findingsSection(report: Report, tools: ExhibitTools): Html {
  const { words, say } = tools.voice;
  const titles = new Map(report.checks.map((check) => [check.id, check]));
  const shownUnder = new Map<string, number>();
  const none = html`<p>${say(words.findings.none)}</p>`;
  return html`<section id="findings" aria-labelledby="findings-heading" tabindex="-1">
<h2 id="findings-heading">${say(words.findings.heading)}</h2>
${report.findings.length === 0 ? none : html`<p class="lead">${say(words.findings.lead)}</p>${summary(report, titles, tools)}`}
${report.findings.map((finding) => article(finding, titles.get(finding.check), shownUnder, tools))}
</section>`;
}

function summary({ findings }: Report, titles: ReadonlyMap<string, CheckResult>, { voice }: ExhibitTools): Html {
  const { words, say, pair } = voice;
  const rows = findings.map(
    ({ number, check, weight, severity }) =>
      html`<li><a href="#finding-${number}">${say(words.findings.one(number))}</a> ${marked(WEIGHT_MARKS[weight], say(words.findings.weight[weight]))} <span class="quiet">${pair(words.findings.severityName, words.findings.severity[severity].name)}</span> <span class="rule">${check} · ${say(titles.get(check)?.title ?? check)}</span></li>`,
  );
  return html`<nav aria-label="${say(words.findings.summary)}"><ol class="summary">${rows}</ol></nav>`;
}

function article(
  finding: NumberedFinding,
  check: CheckResult | undefined,
  shownUnder: Map<string, number>,
  tools: ExhibitTools,
): Html {
  const { words, say, pair } = tools.voice;
  const { number, weight, severity, requirements } = finding;
  const asked =
    requirements.length === 0
      ? say(words.findings.noRequirement)
      : joinedBy(
          ', ',
          requirements.map((id) => html`<a href="#${anchorOf('requirement', id)}">${id}</a>`),
        );
  return html`<article class="finding ${severity}" id="finding-${number}" aria-labelledby="finding-${number}-heading">
<h3 id="finding-${number}-heading">${say(words.findings.one(number))}</h3>
<p class="tags">${marked(WEIGHT_MARKS[weight], say(words.findings.weight[weight]))} <span class="tag">${pair(words.findings.severityName, words.findings.severity[severity].name)}</span></p>
<p class="must"><span class="quiet">${say(words.findings.rule)}</span> <a href="#${anchorOf('check', finding.check)}">${finding.check}</a> ${say(check?.title ?? finding.rule)}</p>
<dl class="told">
<div><dt>${say(words.findings.expected)}</dt><dd>${say(finding.expected)}</dd></div>
<div class="observed"><dt>${say(words.findings.observed)}</dt><dd>${say(finding.observed)}</dd></div>
<div><dt>${say(words.findings.why)}</dt><dd>${say(finding.why)}</dd></div>
<div><dt>${say(words.findings.fix)}</dt><dd>${say(finding.fix)}</dd></div>
<div><dt>${say(words.findings.requirements)}</dt><dd>${asked}</dd></div>
</dl>
<h4>${say(words.findings.reproduce)}</h4>
<pre class="reproduce">${finding.reproduce}</pre>
${exhibits(finding, shownUnder, tools)}
</article>`;
}

function exhibits({ number, evidence }: NumberedFinding, shownUnder: Map<string, number>, tools: ExhibitTools): Html {
  const { words, say } = tools.voice;
  if (evidence.length === 0) return EMPTY;
  const ids = [...new Set(evidence)];
  const fresh = ids.filter((id) => !shownUnder.has(id)).slice(0, MOST_EXHIBITS);
  for (const id of fresh) shownUnder.set(id, number);
  const again = ids.filter((id) => !fresh.includes(id) && shownUnder.has(id));
  const rest = ids.filter((id) => !shownUnder.has(id));
  const references = again.map(
    (id) =>
      html`<li><a href="#${exhibitId(id)}">${say(words.exhibits.one(id))}</a>, ${say(words.exhibits.above(shownUnder.get(id) as number))}</li>`,
  );
  return html`<h4>${say(words.findings.exhibits)}</h4>
${fresh.map((id) => exhibit(id, tools))}
${references.length === 0 ? EMPTY : html`<ul class="more">${references}</ul>`}
${rest.length === 0 ? EMPTY : html`<p class="label">${say(words.exhibits.more(rest.length))}</p><ul class="more">${lines(rest, tools)}</ul>`}`;
}

function lines(ids: readonly string[], tools: ExhibitTools): Html {
  const shown = ids.slice(0, MOST_LINES).map((id) => html`<li>${exhibitLine(id, tools)}</li>`);
  const left = ids.slice(MOST_LINES);
  return joined(left.length === 0 ? shown : [...shown, html`<li>${left.join(', ')}</li>`]);
}

/** Where a check or requirement stands in the report. */
export const anchorOf = (kind: 'check' | 'requirement', id: string): string => `${kind}-${id.replace(/[^\w.-]/g, '_')}`;

export const joinedBy = (between: string, parts: readonly Html[]): Html =>
  joined(parts.map((part, i) => html`${i === 0 ? '' : between}${part}`));
