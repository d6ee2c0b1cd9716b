import { reportStyle } from '../../report/html/report.css.ts';

/** The report's look; on paper thirty sites fit on one page of A4. */
export const overviewStyle = (): string => `${reportStyle('')}
body { max-width: 78rem; }
.as-of { margin-top: 0.35rem; }
.as-of span + span::before { content: " · "; }
.news { margin-top: var(--space-1); font-weight: var(--weight-strong); }
.totals { list-style: none; padding: 0; margin: var(--space-2) 0 var(--space-1); display: flex; flex-wrap: wrap; gap: 0.5rem 1.75rem; }
.totals li { display: flex; align-items: center; gap: 0.45rem; }
.totals strong { font-size: 1.25rem; }
.totals .zero { color: var(--ink-soft); }
.run-sign { width: 1.5rem; height: 1.5rem; flex: none; overflow: visible; }
.strip { display: block; width: 15.5rem; max-width: none; height: auto; overflow: visible; }
.run-sign g, .strip g { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
.run-sign text, .strip text { stroke: none; fill: currentColor; font: 600 12.5px var(--font); text-anchor: middle; }
.sign-breach, .sign-probable { color: var(--accent); }
.run-sign .sign-breach, .strip .sign-breach { fill: currentColor; }
.run-sign .sign-breach text, .strip .sign-breach text { fill: var(--paper); }
.sign-none { color: var(--success); }
.sign-inconclusive { color: var(--ink); }
.sign-unreachable, .sign-fault { color: var(--ink-soft); }
.no-run { fill: var(--line); }
.latest { fill: none; stroke: var(--ink); stroke-width: 1.2; }
.overview { width: 100%; border-collapse: collapse; margin-top: var(--space-2); font-size: 0.9375rem; line-height: 1.35; }
.overview caption { text-align: left; color: var(--ink-soft); padding-bottom: 0.35rem; }
.overview th, .overview td { text-align: left; vertical-align: middle; padding: 0.45rem 0.9rem 0.45rem 0; border-bottom: 1px solid var(--line); }
.overview thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; font-size: 0.875rem; }
.overview .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.overview tbody th { min-width: 10rem; max-width: 15rem; }
.overview .host { display: block; font-weight: var(--weight); font-size: 0.8125rem; color: var(--ink-soft); overflow-wrap: anywhere; }
.overview li span { white-space: nowrap; }
.overview .date { white-space: nowrap; }
.overview ul { list-style: none; padding: 0; }
.overview .breaches { color: var(--accent); font-weight: var(--weight-strong); }
.limits { margin-top: var(--space-2); max-width: 60rem; }
@media screen and (max-width: 72rem) {
  .overview thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .overview, .overview caption, .overview tbody, .overview tr, .overview th, .overview td { display: block; width: auto; }
  .overview tr { padding: 0.8rem 0; border-bottom: 2px solid var(--line); }
  .overview th, .overview td, .overview .figure { border: 0; padding: 0.15rem 0; text-align: left; }
  .overview tbody th { min-width: 0; max-width: none; font-size: 1.0625rem; }
  .overview td[data-name]::before { content: attr(data-name) ": "; color: var(--ink-soft); }
  .overview td.runs::before { content: none; }
  .overview td ul { display: inline; }
  .overview td li { display: inline; }
  .overview td li + li::before { content: " · "; }
}
@page { margin: 9mm 10mm 12mm; }
@media print {
  :root { --accent: #8c1c2b; --success: #1f6f4a; --paper: #fff; }
  html { font-size: 8pt; line-height: 1.25; }
  h1 { font-size: 15pt; }
  .brand, .as-of, .news, .limits { margin-top: 0.6mm; margin-bottom: 0; }
  .totals { gap: 0.6mm 5mm; margin: 1.2mm 0 0; }
  .run-sign { width: 4mm; height: 4mm; }
  .overview { table-layout: fixed; margin-top: 2mm; font-size: 7pt; line-height: 1.15; }
  .overview caption { padding-bottom: 0.5mm; }
  .overview th, .overview td { padding: 0.4mm 2mm 0.4mm 0; border-bottom: 0.15mm solid #999; }
  .overview tr { break-inside: avoid; }
  .overview thead th { font-size: 6.3pt; border-bottom: 0.4mm solid #000; }
  .overview th:nth-child(2) { width: 42mm; }
  .overview th:nth-child(3) { width: 20mm; }
  .overview th:nth-child(4), .overview th:nth-child(5) { width: 13.5mm; }
  .overview th:nth-child(6) { width: 46mm; }
  .overview li { display: inline; }
  .overview li + li::before { content: " · "; }
  .overview th:nth-child(7) { width: 16mm; }
  .overview .figure { padding-right: 2.5mm; }
  .overview tbody th { min-width: 0; max-width: none; font-size: 7.2pt; }
  .overview .host { font-size: 6.2pt; }
  .overview a { color: inherit; }
  .strip { width: 40mm; }
}
`;
