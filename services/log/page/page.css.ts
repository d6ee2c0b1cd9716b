import { styleTokens } from '@bauta/sdk/gate';

/** The stylesheet of the log's page, over the tokens that all pages of ours share. Nothing moves. */
export const pageStyles: string = `${styleTokens}
*, ::before, ::after { box-sizing: border-box; margin: 0; }
html { font: var(--weight) var(--size)/1.55 var(--font); background: var(--paper); color: var(--ink); }
body { max-width: calc(56rem + 2 * var(--space-3)); margin-inline: auto; padding-inline: var(--space-3); overflow-wrap: break-word; }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 var(--space-3); padding-block: var(--space-2); }
.mark { display: flex; align-items: center; gap: var(--space-1); min-width: 0; font-weight: var(--weight-strong); overflow-wrap: anywhere; }
.mark svg { flex: none; width: 2.5rem; height: 2.5rem; color: var(--accent); }
a { color: inherit; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 0.25rem; }
nav { font-size: var(--size-small); }
nav a { display: inline-block; padding-block: 0.6rem; color: var(--ink-soft); }
main { padding-block: var(--space-3) var(--space-5); }
h1, h2, strong, dt, th, caption { font-weight: var(--weight-strong); }
h1, h2 { text-wrap: balance; }
h1 { max-width: 40rem; font-size: var(--size-large); line-height: 1.15; letter-spacing: -0.018em; }
h2 { font-size: 1.5rem; line-height: 1.2; }
p, dl, ol, ul { max-width: var(--measure); text-wrap: pretty; }
ul, ol { padding: 0; list-style: none; }
.lead { margin-top: var(--space-2); font-size: 1.25rem; line-height: 1.45; }
section { margin-top: var(--space-5); }
section > * + * { margin-top: var(--space-2); }
.note, .legend, .entries a { color: var(--ink-soft); }
.note, .legend, figcaption, table, .entries { font-size: var(--size-small); }
.good, .bad, .warning { padding-left: var(--space-2); border-left: 3px solid var(--success); }
.good { color: var(--success); font-weight: var(--weight-strong); }
.bad, .warning { border-color: var(--accent); }
.bad { color: var(--accent); font-weight: var(--weight-strong); }
dl { border-top: 1px solid var(--line); }
dl > div { display: grid; grid-template-columns: 12rem 1fr; gap: 0 var(--space-3); padding-block: var(--space-1); border-bottom: 1px solid var(--line); }
dt { grid-row: span 9; }
dd { grid-column: 2; overflow-wrap: anywhere; }
dd + dd { margin-top: var(--space-1); }
.tag { display: inline-block; padding-inline: 0.5em; border: 1px solid var(--ink-soft); border-radius: 1em; color: var(--ink-soft); font-size: var(--size-small); line-height: 1.5; }
figure { margin-top: var(--space-3); overflow-x: clip; overflow-clip-margin: var(--space-2); }
section > figure + figure { margin-top: var(--space-4); }
.legend { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 0.25rem var(--space-3); max-width: none; }
.legend li:has(svg) { display: flex; gap: 0.5rem; align-items: baseline; }
.legend strong { color: var(--ink); }
.legend svg { flex: none; transform: translateY(0.15rem); }
svg.lane, svg.tree { display: block; max-width: 100%; overflow: visible; }
svg text { fill: var(--ink); font-size: 16px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.lane { margin-top: var(--space-1); }
.lane .week { fill: var(--ink-soft); text-anchor: middle; }
.lane .strong { fill: var(--ink); font-weight: var(--weight-strong); }
.this-week { fill: var(--surface); stroke: var(--line); }
.monday { fill: var(--line); }
.now { fill: var(--accent); }
.signs { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.accepted { fill: var(--success); stroke: var(--success); stroke-width: 2; }
.signs.retired, .accepted.retired { fill: none; stroke: var(--ink-soft); stroke-dasharray: 3 4; }
.strike { fill: var(--accent); }
.key { font-weight: var(--weight-strong); }
.key.middle { text-anchor: middle; }
.key.retired { fill: var(--ink-soft); stroke: none; text-decoration: line-through; }
.edge { fill: var(--ink-soft); }
.hash { fill: var(--paper); stroke: var(--ink-soft); stroke-width: 2; }
.leaf { fill: var(--ink-soft); }
.edge.newest, .leaf.newest { fill: var(--accent); }
.hash.newest { fill: var(--accent); stroke: var(--accent); }
.folded { fill: var(--surface); stroke: var(--ink-soft); stroke-width: 2; stroke-dasharray: 4 4; vector-effect: non-scaling-stroke; }
.index.last { text-anchor: end; }
.checkpoint { width: fit-content; max-width: 100%; padding: var(--space-2); border: 2px solid var(--accent); border-radius: var(--radius); background: var(--surface); font-size: var(--size-small); }
code { font-family: ui-monospace, "Cascadia Mono", "Liberation Mono", Menlo, monospace; font-size: 0.9375em; overflow-wrap: anywhere; }
details { border-block: 1px solid var(--line); }
details + .note { margin-top: var(--space-2); }
summary { padding-block: 0.6rem; font-size: var(--size-small); cursor: pointer; }
table { width: 100%; max-width: 48rem; margin-bottom: var(--space-3); border-collapse: collapse; }
caption { padding-block: var(--space-1); text-align: left; overflow-wrap: anywhere; }
th, td { padding: 0.4rem var(--space-2) 0.4rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th span { display: block; font-weight: var(--weight); }
.entries, .said { max-width: 48rem; }
.entries li { display: flex; gap: var(--space-2); padding-block: 0.5rem; border-top: 1px solid var(--line); }
.entries li > span { min-width: 0; overflow-wrap: anywhere; }
.entries .place { flex: none; min-width: 2.5ch; color: var(--ink-soft); font-variant-numeric: tabular-nums; text-align: right; }
.said li + li { margin-top: var(--space-1); }
.steps { max-width: none; counter-reset: step; }
.steps li { counter-increment: step; }
.steps li + li { margin-top: var(--space-3); }
.steps li > p:first-child::before { content: counter(step) ". "; font-weight: var(--weight-strong); }
.steps li > * + * { margin-top: var(--space-1); }
pre { padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  dl > div { display: block; }
  table { table-layout: fixed; }
  th, td { padding-right: var(--space-1); overflow-wrap: anywhere; }
}
@media (forced-colors: active) { svg { forced-color-adjust: none; } }
@media print { nav, summary { display: none; } pre, .checkpoint { border: 1px solid; } }
`;
