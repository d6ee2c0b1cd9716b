import type { Report } from '../../verdict/report.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { Voice } from './voice.ts';

/** How it was done, with what, and under which circumstances: for whoever must judge it later. */
export function methodSection(report: Report, voice: Voice): Html {
  const { words, say } = voice;
  const { method } = words;
  return html`<section id="method" aria-labelledby="method-heading">
<h2 id="method-heading">${say(method.heading)}</h2>
${method.paragraphs.map((paragraph) => html`<p>${say(paragraph)}</p>`)}
<h3>${say(method.circumstances)}</h3>
${rows(circumstances(report, voice), voice)}
<h3>${say(method.dns)}</h3>
${dns(report, voice)}
<h3>${say(method.tls)}</h3>
${tls(report, voice)}
<h3>${say(method.digests)}</h3>
${rows(
  [
    [method.evidence, html`<code>${report.evidence}</code>`],
    [`${method.catalogue} ${report.catalogue.id}`, html`<code>${report.catalogue.sha256}</code>`],
  ],
  voice,
)}
${method.verify.map((line) => html`<p class="quiet">${say(line)}</p>`)}
</section>`;
}

type Row = readonly [name: string, value: Html];

const rows = (all: readonly Row[], { say }: Voice): Html =>
  html`<dl class="facts">${all.map(([name, value]) => html`<div><dt>${say(name)}</dt><dd>${value}</dd></div>`)}</dl>`;

function circumstances({ circumstances: now }: Report, voice: Voice): readonly Row[] {
  const { words, say } = voice;
  const { method } = words;
  const browser: readonly Row[] =
    now.browser === undefined
      ? [[method.browser, say(method.noBrowser)]]
      : [
          [method.browser, html`${now.browser}`],
          [method.profile, say(method.freshProfile)],
        ];
  return [
    [method.suite, html`${now.suite.name} ${now.suite.version}`],
    [method.node, html`Node ${now.node}, ${now.platform}`],
    ...browser,
    [method.clock, say(clockOf(now.clockAhead, voice))],
    [method.time, say(method.clocks[now.clock])],
    [method.waits, say(now.isLong ? method.long : method.notLong)],
    [method.tokens, say(method.token[now.tokens])],
  ];
}

function clockOf(ahead: number | undefined, { words: { method } }: Voice): string {
  if (ahead === undefined) return method.noDate;
  const seconds = Math.round(ahead);
  if (seconds === 0) return method.exact;
  return seconds > 0 ? method.ahead(String(seconds)) : method.behind(String(-seconds));
}

function dns({ circumstances: { dns: all } }: Report, { words, say }: Voice): Html {
  if (all.length === 0) return html`<p>${say(words.method.noDns)}</p>`;
  return html`<dl class="facts">${all.map(
    ({ host, addresses }) => html`<div><dt><bdi>${host}</bdi></dt><dd><bdi>${addresses.join(', ')}</bdi></dd></div>`,
  )}</dl>`;
}

function tls({ circumstances: { tls: chain, tlsVersion } }: Report, { words, say }: Voice): Html {
  const { method } = words;
  if (chain.length === 0) return html`<p>${say(method.noTls)}</p>`;
  return html`${tlsVersion === undefined ? EMPTY : html`<p>${tlsVersion}</p>`}<ol class="chain">${chain.map(
    ({ subject, issuer, validFrom, validTo, sha256 }) =>
      html`<li><bdi>${subject}</bdi>, ${say(method.issuedBy(issuer))}, ${say(method.valid(validFrom, validTo))}<br><code>${sha256}</code></li>`,
  )}</ol>`;
}
