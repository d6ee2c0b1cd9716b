import { styleTokens } from './tokens.css.ts';

/**
 * The report's stylesheet: black on white on paper, paper on ink on a dark screen. Colour says nothing that words do not.
 * @param mark stands at the foot of each printed page, with its number: letters, digits and spaces only
 */
export const reportStyle = (mark: string): string => `${styleTokens}
*, *::before, *::after { box-sizing: border-box; }
* { margin: 0; }
html { font: var(--weight) 1.0625rem/1.55 var(--font); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { max-width: 60rem; margin: 0 auto; padding: var(--space-3) clamp(1rem, 4vw, 2.5rem) var(--space-5); overflow-wrap: break-word; }
h1, h2, h3, h4, strong, dt, th { font-weight: var(--weight-strong); }
h1 { font-size: clamp(1.5rem, 1.1rem + 2.2vw, 2.25rem); line-height: 1.2; margin-top: var(--space-1); overflow-wrap: anywhere; }
h2 { font-size: 1.625rem; line-height: 1.25; margin: var(--space-5) 0 var(--space-2); padding-top: var(--space-2); border-top: 2px solid var(--ink); }
h3 { font-size: 1.1875rem; line-height: 1.3; margin: var(--space-3) 0 var(--space-1); }
h4 { font-size: 1rem; margin: var(--space-2) 0 0.25rem; }
p + p { margin-top: 0.5rem; }
ul, ol { padding-left: 1.35rem; }
p, li, dd { text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 0.2rem; }
code, pre { font: 0.875rem/1.5 ui-monospace, "Cascadia Mono", "Liberation Mono", Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: 0.3rem; padding: 0.6rem 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; direction: ltr; unicode-bidi: isolate; }
.address { overflow-wrap: anywhere; }
.quiet { color: var(--ink-soft); font-size: 0.9375rem; }
.lead { max-width: 46rem; }
.label { margin-top: 0.6rem; font-size: 0.875rem; color: var(--ink-soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--surface); padding: 0.4rem 0.8rem; z-index: 1; }
.brand { display: flex; align-items: center; gap: 0.6rem; color: var(--ink-soft); }
.brand svg { flex: none; width: 1.75rem; height: 1.75rem; color: var(--accent); }

.mark { white-space: normal; }
.sign { width: 0.9em; height: 0.9em; margin-right: 0.35em; vertical-align: -0.07em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.bad { color: var(--accent); }
.good { color: var(--success); }

.verdict { margin-top: var(--space-2); padding: var(--space-2) var(--space-3); border: 2px solid currentColor; border-radius: 0.3rem; font-size: clamp(1.375rem, 1rem + 2vw, 2rem); line-height: 1.25; font-weight: var(--weight-strong); }
.covered { font-weight: var(--weight); font-size: 0.7em; }
.counts { list-style: none; padding: 0; margin-top: var(--space-2); display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: var(--space-2); }
.counts li { border-left: 3px solid var(--ink); padding-left: 0.75rem; }
.counts strong { display: block; font-size: 1.1875rem; line-height: 1.3; margin-bottom: 0.2rem; }
.counts .none .mark { color: inherit; }
.counts .none .sign { display: none; }

.coverage { margin-top: 0.25rem; }
.patterns { position: absolute; }
.bar { display: block; width: 100%; height: 2.125rem; }
figcaption { margin-top: 0.25rem; font-size: 0.9375rem; color: var(--ink-soft); }
.legend { list-style: none; padding: 0; margin-top: 0.4rem; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
.legend li { display: flex; align-items: center; gap: 0.5rem; }
.swatch { flex: none; width: 1.5rem; height: 1rem; }

.facts { display: grid; gap: 0.3rem; }
.facts > div { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: 0 1.25rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
.facts dt, .facts dd { min-width: 0; }
.limits li + li { margin-top: 0.2rem; }
.contents ul { list-style: none; padding: 0; margin-top: var(--space-4); display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; }

.summary { list-style: none; padding: 0; margin-top: var(--space-2); }
.summary li { display: grid; grid-template-columns: 7rem minmax(10rem, 1fr) auto; gap: 0 1rem; padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
.summary .rule { grid-column: 2 / -1; }
.finding { margin-top: var(--space-4); padding: var(--space-1) 0 var(--space-2) var(--space-2); border-left: 3px solid var(--line); }
.finding.high { border-left: 6px solid var(--accent); }
.finding.medium { border-left: 4px double var(--accent); }
.finding h3 { font-size: 1.375rem; margin-top: 0; }
.finding:target, .exhibit:target, .check:target, .matrix tr:target { outline: 2px solid var(--accent); outline-offset: 6px; }
.tags { display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; margin: 0.2rem 0 0.5rem; font-weight: var(--weight-strong); }
.tags .tag, .tags .quiet { font-weight: var(--weight); }
.told { margin-top: var(--space-2); display: grid; gap: 0.75rem; }
.told > div { display: grid; grid-template-columns: minmax(7rem, 10rem) 1fr; gap: 0 1.25rem; }
.told .observed dd { font-weight: var(--weight-strong); }
.told dd { min-width: 0; overflow-wrap: anywhere; }
.exhibit { margin: 0.5rem 0 var(--space-2); padding-top: 0.4rem; border-top: 1px solid var(--line); }
.exhibit img { display: block; height: auto; border: 1px solid var(--ink-soft); margin: 0.4rem 0; }
.exhibit img.wide { width: min(100%, 34rem); }
.exhibit img.narrow { width: min(100%, 15rem); }
.more { font-size: 0.9375rem; }
.check { margin-top: var(--space-3); padding-bottom: var(--space-2); border-bottom: 1px solid var(--line); }
.check h3 { margin: 0; }
.number { color: var(--ink-soft); white-space: nowrap; }
.notes { margin-top: 0.5rem; }

.matrix { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.45; margin-top: var(--space-2); }
.matrix th, .matrix td { text-align: left; vertical-align: top; padding: 0.5rem 0.6rem 0.5rem 0; border-bottom: 1px solid var(--line); }
.matrix thead th { border-bottom: 2px solid var(--ink); }
.matrix tbody th { white-space: nowrap; }
.matrix td:nth-child(2) { width: 46%; }
.matrix .quiet { font-size: 0.875rem; }
.matrix p + p { margin-top: 0.25rem; }
.outcomes { list-style: none; padding: 0; }
.declared { border-left: 3px double var(--ink); padding-left: 0.5rem; }
.chain li + li { margin-top: 0.5rem; }

@media (max-width: 50rem) {
  .facts > div, .told > div { grid-template-columns: 1fr; }
  .summary li { grid-template-columns: 1fr; }
  .summary .rule { grid-column: 1; }
  .verdict { padding: var(--space-1) var(--space-2); }
  .matrix thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .matrix, .matrix tbody, .matrix tr, .matrix th, .matrix td { display: block; width: auto; }
  .matrix td:nth-child(2) { width: auto; }
  .matrix tr { padding: 0.75rem 0; border-bottom: 2px solid var(--line); }
  .matrix th, .matrix td { border: 0; padding: 0.15rem 0; }
  .matrix td:not(:nth-child(2))::before { content: attr(data-name) " · "; color: var(--ink-soft); }
  .matrix td > ul, .matrix td > p { margin-left: 1rem; }
  .matrix td:nth-child(2) > p { margin-left: 0; }
}

@page { size: A4; margin: 16mm 15mm 18mm; @bottom-left { content: "${mark.replace(/[^\w ]/g, '')}"; font: 7pt monospace; white-space: nowrap; } @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  :root { color-scheme: light; --paper: #fff; --surface: #fff; --ink: #000; --ink-soft: #333; --line: #999; --accent: #000; --accent-strong: #000; --success: #000; }
  html { font-size: 10pt; line-height: 1.4; }
  body { max-width: none; padding: 0; }
  a { color: inherit; }
  .skip, .contents { display: none; }
  h1 { font-size: 17pt; margin-top: 0; }
  h2 { margin-top: 0; font-size: 15pt; }
  h3 { margin-top: 8pt; font-size: 11.5pt; }
  h2, h3, h4, .label, .tags, .must, figcaption { break-after: avoid; }
  .exhibit > p:not(:last-child) { break-after: avoid; }
  .lead, .check h3 + p { break-before: avoid; }
  p, li, dd { orphans: 3; widows: 3; }
  .page-one { font-size: 9.2pt; line-height: 1.32; }
  .page-one .quiet { font-size: 8.6pt; }
  .page-one .counts strong { font-size: 11pt; }
  .verdict { font-size: 17pt; padding: 6pt 10pt; margin-top: 6pt; }
  .counts { margin-top: 6pt; gap: 10pt; grid-template-columns: repeat(auto-fit, minmax(45mm, 1fr)); }
  .bar { height: 7mm; }
  .facts { gap: 1.5pt; }
  .facts > div { grid-template-columns: 38mm 1fr; padding-bottom: 1.5pt; break-inside: avoid; }
  .told > div { grid-template-columns: 32mm 1fr; }
  #findings, #checks, #requirements, #method { break-before: page; }
  .finding { break-inside: auto; margin-top: 14pt; }
  .told > div, .check, .matrix tr, .counts li, .reproduce, .chain li, .summary li { break-inside: avoid; }
  .exhibit img { max-height: 110mm; width: auto; max-width: 100%; break-inside: avoid; }
  .exhibit img.wide { max-width: 130mm; }
  .exhibit img.narrow { max-width: 55mm; }
  pre { border-color: #999; font-size: 8pt; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
  code { font-size: 8.5pt; }
  .matrix { font-size: 8.5pt; }
  .matrix .quiet { font-size: 8pt; }
  .matrix thead { display: table-header-group; }
  .finding.high, .finding.medium { border-left-color: #000; }
  .coverage, .patterns, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
