/** The look of the panel, over the tokens and the base of whichever page it stands in. */
export const panelStyles: string = `
.knows > * + * { margin-top: var(--space-3); }
.knows-lead { max-width: var(--measure); font-size: 1.25rem; line-height: 1.45; }
.knows-live { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-3); }
.knows-live button {
  padding: 0.6rem 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
  cursor: pointer;
}
.knows-live button:focus-visible, .knows summary:focus-visible, .knows-scroll:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 3px;
  border-radius: 0.25rem;
}
.knows-news { min-height: 1.55em; color: var(--ink-soft); }
.knows-headline { font-size: 1.25rem; font-weight: var(--weight-strong); line-height: 1.35; text-wrap: balance; }
.knows-headline[data-state="nothing"] { color: var(--success); }
.knows-headline[data-state="common"] { color: var(--accent); }
.knows-picture { display: none; }
.knows-picture svg { display: block; width: 100%; height: auto; overflow: visible; }
.knows-point { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.knows-point-demo-site { fill: var(--accent); stroke: var(--accent); }
.knows-bond { fill: none; stroke: var(--ink); stroke-width: 3; }
.knows-badge { fill: var(--ink); }
.knows-figure { fill: var(--paper); font-size: 18px; font-weight: 600; text-anchor: middle; dominant-baseline: central; }
.knows-gap { fill: none; stroke: var(--ink-soft); stroke-width: 1.5; stroke-dasharray: 3 6; }
.knows-hole { fill: var(--paper); }
.knows-cross { fill: none; stroke: var(--success); stroke-width: 2.5; stroke-linecap: round; }
.knows-rooms { display: grid; gap: var(--space-3); }
.knows-rooms > section { margin: 0; padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.knows-rooms .knows-room h2 { font-size: var(--size); font-weight: var(--weight-strong); line-height: 1.3; }
.knows-does, .knows-size, .knows-searched { color: var(--ink-soft); font-size: var(--size-small); line-height: 1.45; }
.knows-room > * + * { margin-top: var(--space-1); }
.knows-room ul { padding: 0; list-style: none; }
.knows-room li { position: relative; padding: 0.35rem 0 0.35rem 1.6rem; border: 0; font-size: var(--size-small); line-height: 1.35; }
.knows-legend { display: flex; gap: var(--space-3); font-size: var(--size-small); }
.knows-legend span { position: relative; padding-left: 1.6rem; }
.knows-room li::before, .knows-legend span::before {
  content: "";
  position: absolute;
  left: 0.15rem;
  top: 0.62rem;
  width: 0.8rem;
  height: 0.8rem;
  border: 2px solid var(--ink-soft);
  border-radius: 50%;
}
.knows-learnt { font-weight: var(--weight-strong); }
.knows .knows-learnt::before { border-color: var(--accent); background: var(--accent); }
.knows-not { color: var(--ink-soft); }
.knows-count { font-weight: var(--weight); font-variant-numeric: tabular-nums; white-space: nowrap; }
.knows-said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.knows-pairs { padding: 0; list-style: none; }
.knows-pairs > li { padding-block: var(--space-2); border-top: 1px solid var(--line); }
.knows-pairs > li > * + * { margin-top: 0.35rem; }
.knows-ends { display: grid; grid-template-columns: minmax(6rem, 12rem) minmax(0, 1fr) minmax(6rem, 12rem); gap: var(--space-1); align-items: center; }
.knows-ends > :last-child { text-align: right; }
.knows-verdict { display: flex; align-items: center; gap: var(--space-1); font-weight: var(--weight-strong); text-align: center; }
.knows-verdict::before, .knows-verdict::after { content: ""; flex: 1 1 0.5rem; border-top: 3px solid currentColor; }
.knows-nothing .knows-verdict { color: var(--success); }
.knows-nothing .knows-verdict::before, .knows-nothing .knows-verdict::after { border-top: 2px dotted; }
.knows-nothing-yet .knows-verdict, .knows-not-compared .knows-verdict { color: var(--ink-soft); font-weight: var(--weight); }
.knows-nothing-yet .knows-verdict::before, .knows-nothing-yet .knows-verdict::after,
.knows-not-compared .knows-verdict::before, .knows-not-compared .knows-verdict::after { border-top: 1px dotted; }
.knows summary { padding-block: 0.6rem; cursor: pointer; }
.knows-tables > * + * { margin-top: var(--space-4); }
.knows-scroll { overflow-x: auto; }
.knows table { width: 100%; min-width: 44rem; border-collapse: collapse; font-size: var(--size-small); line-height: 1.4; }
.knows caption { padding-bottom: var(--space-1); font-weight: var(--weight-strong); text-align: left; }
.knows th, .knows td { padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); font-weight: var(--weight); text-align: left; vertical-align: top; white-space: normal; }
.knows thead th { font-weight: var(--weight-strong); }
.knows-about p { max-width: var(--measure); }
.knows-about > * + *, .knows > section > h2 + * { margin-top: var(--space-2); }
@media (max-width: 34rem) {
  .knows-ends { grid-template-columns: 1fr; gap: 0.25rem; }
  .knows-ends > :last-child { text-align: left; }
  .knows-verdict { text-align: left; }
  .knows-verdict::before { display: none; }
}
@media (min-width: 40rem) { .knows-rooms { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (min-width: 70rem) {
  .knows-picture { display: block; }
  .knows-rooms { grid-template-columns: repeat(5, minmax(0, 1fr)); grid-template-rows: repeat(18, auto); gap: 0 var(--space-2); }
  .knows-rooms > section { display: grid; grid-row: span 18; grid-template-rows: subgrid; padding: var(--space-2) 0.75rem; }
  .knows-room ul { display: grid; grid-row: span 14; grid-template-rows: subgrid; }
  .knows-picture + .knows-rooms { margin-top: 0; }
}
@media (forced-colors: active) { .knows .knows-learnt::before { background: CanvasText; forced-color-adjust: none; } }
@media print { .knows-live { display: none; } }
`;
