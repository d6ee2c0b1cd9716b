import { styleTokens } from './tokens.css.ts';

/** The stylesheet of the gate's own pages. */
export const gateStyles: string = `${styleTokens}
*, ::before, ::after { box-sizing: border-box; margin: 0; }
html { font: var(--weight) var(--size)/1.55 var(--font); background: var(--paper); color: var(--ink); }
body {
  display: grid;
  grid-template-rows: auto 1fr auto;
  min-height: 100vh;
  min-height: 100svh;
  width: 100%;
  max-width: calc(var(--measure) + 2 * var(--space-3));
  margin-inline: auto;
  padding-inline: var(--space-3);
}
header, footer { display: flex; align-items: center; justify-content: space-between; padding-block: var(--space-3); }
main { align-self: center; padding-block: var(--space-3) var(--space-4); }
.mark { color: var(--accent); }
.mark svg { display: block; width: 2.5rem; height: 2.5rem; margin-left: -0.25rem; }
h1 {
  font-size: var(--size-large);
  font-weight: var(--weight-strong);
  line-height: 1.15;
  letter-spacing: -0.018em;
  text-wrap: balance;
}
.lead { margin-top: var(--space-2); font-size: 1.25rem; color: var(--ink-soft); text-wrap: pretty; }
.note { max-width: 34rem; margin-top: var(--space-2); color: var(--ink-soft); text-wrap: pretty; }
main > p:has(.action) { margin-block: var(--space-4); }
.action {
  display: inline-block;
  padding: 0.9rem 1.75rem;
  border-radius: var(--radius);
  background: var(--accent);
  color: var(--on-accent);
  font-weight: var(--weight-strong);
  text-decoration: none;
}
.action:hover { background: var(--accent-strong); }
a { color: inherit; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 0.25rem; }
nav a { display: inline-block; padding: 0.6rem 0; color: var(--ink-soft); font-size: var(--size-small); }
footer { border-top: 1px solid var(--line); color: var(--ink-soft); font-size: var(--size-small); }
@media (max-width: 30rem) { .action { display: block; text-align: center; } }
@media print { .action { border: 1px solid; } }
`;
