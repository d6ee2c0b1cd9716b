import { createHash } from 'node:crypto';
import type { EvidenceView } from '../../evidence/view.ts';
import type { Language } from '../../text.ts';
import type { Report } from '../../verdict/report.ts';
import { checksSection } from './checks.ts';
import { indexObservations, SCREENSHOT_ROOM } from './exhibits.ts';
import { findingsSection } from './findings.ts';
import { glossarySection } from './glossary.ts';
import { type Html, html, raw } from './markup.ts';
import { maskMark } from './mask-mark.ts';
import { matrixSection } from './matrix.ts';
import { methodSection } from './method.ts';
import { pageOne } from './page-one.ts';
import { reportStyle } from './report.css.ts';
import { speak, type Voice } from './voice.ts';

/**
 * The report as one HTML file that loads nothing and runs nothing. The same report and evidence give the same file.
 * @param view the evidence that the report was made from, for its excerpts
 */
export function renderHtml(report: Report, view: EvidenceView, language: Language): string {
  const voice = speak(language);
  const { words, say } = voice;
  const tools = { view, voice, find: indexObservations(report, view), room: { bytes: SCREENSHOT_ROOM } };
  const style = reportStyle(`SHA256 ${report.evidence}`);
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${say(words.titleOf(report.target))}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#findings">${say(words.skip)}</a>
<header>
<div class="brand">${raw(maskMark)}<p>${say(words.title)}</p></div>
<h1><bdi>${report.target}</bdi></h1>
</header>
<main>
${pageOne(report, voice)}
${contents(voice)}
${findingsSection(report, tools)}
${checksSection(report, voice)}
${matrixSection(report, voice)}
${methodSection(report, voice)}
${glossarySection(voice)}
</main>
</body>
</html>
`;
  return page.markup;
}

function contents({ words, say }: Voice): Html {
  const entries: readonly (readonly [string, string])[] = [
    ['findings', words.findings.heading],
    ['checks', words.checks.heading],
    ['requirements', words.matrix.heading],
    ['method', words.method.heading],
    ['glossary', words.glossary.heading],
  ];
  return html`<nav class="contents" aria-label="${say(words.contents)}"><ul>${entries.map(([id, name]) => html`<li><a href="#${id}">${say(name)}</a></li>`)}</ul></nav>`;
}

/** Nothing but the one stylesheet and pictures that lie in the file itself. */
function policyFor(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}
