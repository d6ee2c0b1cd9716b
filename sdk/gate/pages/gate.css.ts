import { styleTokens } from './tokens.css.ts';

/** The stylesheet of the gate's own pages. Nothing moves; at 400 % zoom a page is one column of 320 px. */
export const gateStyles: string = `${styleTokens}
*, ::before, ::after { box-sizing: border-box; margin: 0; }
html { font: var(--weight) var(--size)/1.55 var(--font); background: var(--paper); color: var(--ink); }
body { display: grid; grid-template-rows: auto 1fr auto; min-height: 100svh; width: 100%; overflow-wrap: break-word; }
body { max-width: calc(var(--measure) + 2 * var(--space-3)); margin-inline: auto; padding-inline: var(--space-3); }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 var(--space-3); }
header, footer { padding-block: var(--space-2); }
main { align-self: center; min-width: 0; padding-block: var(--space-3) var(--space-4); }
.mark { color: var(--accent); }
.mark svg, .mark img { display: block; width: auto; height: 2.5rem; max-width: 12rem; object-fit: contain; }
h1, h2 { font-weight: var(--weight-strong); text-wrap: balance; }
h1 { font-size: var(--size-large); line-height: 1.15; }
h2 { font-size: 1.25rem; line-height: 1.3; }
.lead { margin-top: var(--space-2); font-size: 1.25rem; }
.lead, .note, .level, .code, section p, .help p { max-width: 34rem; color: var(--ink-soft); }
.note, .code { margin-top: var(--space-2); }
.code { font-size: var(--size-small); }
code { font: inherit; overflow-wrap: anywhere; }
ul { padding: 0; list-style: none; }
.offers, main > p:has(.action) { margin-block: var(--space-4) var(--space-3); }
li + li { margin-top: var(--space-4); padding-top: var(--space-4); border-top: 1px solid var(--line); }
.level { margin-top: var(--space-3); }
.level strong { color: var(--ink); font-weight: var(--weight-strong); }
.level + .note { margin-top: var(--space-1); }
.action { display: inline-block; padding: 0.9rem 1.75rem; border: 2px solid var(--accent); border-radius: var(--radius); }
.action { background: var(--accent); color: var(--on-accent); font-weight: var(--weight-strong); text-decoration: none; }
.action:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
.other { background: none; color: var(--accent); }
.other:hover { color: var(--on-accent); }
.help, section { margin-top: var(--space-4); }
section + p { margin-top: var(--space-3); }
h2 + p { margin-top: var(--space-1); }
.call, section a { display: block; width: fit-content; padding-block: 0.6rem; }
.call { color: var(--ink); font-weight: var(--weight-strong); }
a { color: inherit; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
nav { display: flex; flex-wrap: wrap; gap: 0 var(--space-2); font-size: var(--size-small); }
nav a, footer a { display: inline-block; padding-block: 0.6rem; color: var(--ink-soft); }
footer { border-top: 1px solid var(--line); font-size: var(--size-small); }
@media (max-width: 30rem) { .action { display: block; text-align: center; } }
@media (forced-colors: active) { .action { border-color: LinkText; } }
@media print {
  body { display: block; max-width: none; }
  nav { display: none; }
  .action { background: none; color: inherit; }
  main a[rel="noreferrer"]::after { content: " (" attr(href) ")"; font-weight: var(--weight); overflow-wrap: anywhere; }
}
`;
