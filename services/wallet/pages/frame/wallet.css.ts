/** The stylesheet of the wallet, over the tokens that all pages of ours share. */
export const walletStyles: string = `
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
  overflow-wrap: break-word;
}
header {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0 var(--space-2);
  padding-block: var(--space-3);
}
.mark { display: flex; align-items: center; gap: var(--space-1); color: var(--accent); }
.mark svg { display: block; width: 2.5rem; height: 2.5rem; margin-left: -0.25rem; }
.mark span { color: var(--ink); font-weight: var(--weight-strong); }
nav { display: flex; gap: var(--space-2); }
nav button {
  padding: 0.6rem 0;
  border: 0;
  background: none;
  color: var(--ink-soft);
  font: inherit;
  font-size: var(--size-small);
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
  cursor: pointer;
}
nav [aria-pressed="true"] { color: var(--ink); text-decoration: none; }
main { min-width: 0; padding-block: var(--space-3) var(--space-5); }
footer { padding-block: var(--space-2) var(--space-3); color: var(--ink-soft); font-size: var(--size-small); }
footer a { display: inline-block; padding-block: 0.25rem; color: inherit; }
main p, main li, main td, main th { text-wrap: pretty; }
h1 {
  font-size: var(--size-large);
  font-weight: var(--weight-strong);
  line-height: 1.15;
  letter-spacing: -0.018em;
  text-wrap: balance;
}
h1:focus { outline: none; }
h1.address {
  font-size: clamp(1.375rem, 1rem + 1.8vw, 2rem);
  letter-spacing: 0;
  overflow-wrap: anywhere;
  text-wrap: wrap;
}
h2 { font-size: var(--size); font-weight: var(--weight-strong); line-height: 1.35; }
#screen > * + * { margin-top: var(--space-2); }
#screen > h1 + p { font-size: 1.25rem; line-height: 1.45; }
#screen > section, #screen > fieldset, #screen > table, #screen > .steps { margin-top: var(--space-4); }
#screen > .path + h1 { margin-top: var(--space-2); }
section > * + * { margin-top: var(--space-1); }
section ul { padding: 0; list-style: none; }
section li { padding-block: 0.35rem; }
section li + li { border-top: 1px solid var(--line); }
.note, .learns { color: var(--ink-soft); font-size: var(--size-small); }
summary { cursor: pointer; }
details > p { margin-top: var(--space-1); }
.warning { padding-left: var(--space-2); border-left: 3px solid var(--accent); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.path { display: flex; flex-wrap: wrap; gap: 0 0.8rem; padding: 0; list-style: none; counter-reset: step; }
.path li { color: var(--ink-soft); font-size: var(--size-small); counter-increment: step; }
.path li::before { content: counter(step) ". "; }
.path [aria-current] { color: var(--ink); font-weight: var(--weight-strong); }
.steps { padding: 0; list-style: none; counter-reset: step; }
.steps li { position: relative; padding-left: 3rem; counter-increment: step; }
.steps li + li { margin-top: var(--space-3); }
.steps li::before {
  content: counter(step);
  position: absolute;
  left: 0;
  top: 0.1rem;
  width: 2rem;
  height: 2rem;
  border: 1.5px solid var(--accent);
  border-radius: 50%;
  color: var(--accent);
  font-weight: var(--weight-strong);
  line-height: 1.8rem;
  text-align: center;
}
.steps .learns { margin-top: 0.35rem; }
fieldset { padding: 0; border: 0; }
legend { padding: 0; font-weight: var(--weight-strong); }
fieldset label { display: block; padding-block: 0.4rem; cursor: pointer; }
input[type="radio"] { width: 1.15rem; height: 1.15rem; margin-right: 0.35rem; accent-color: var(--accent); vertical-align: -0.15em; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); }
#screen > .actions { margin-top: var(--space-4); }
#screen > .actions + .actions { margin-top: var(--space-2); }
button.main, a.main {
  display: inline-block;
  padding: 0.9rem 1.75rem;
  border: 1px solid transparent;
  border-radius: var(--radius);
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: var(--weight-strong);
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
button.main:hover, a.main:hover { background: var(--accent-strong); }
button.quiet, a.quiet {
  padding: 0.6rem 0;
  border: 0;
  background: none;
  color: var(--ink);
  font: inherit;
  text-align: left;
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
  cursor: pointer;
}
button:disabled { opacity: 0.55; cursor: default; }
:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 3px;
  border-radius: 0.25rem;
}
button.main:focus-visible, a.main:focus-visible { border-radius: var(--radius); }
table { width: 100%; border-collapse: collapse; }
th, td { padding-block: 0.75rem; border-bottom: 1px solid var(--line); font-weight: var(--weight); text-align: left; }
th { padding-right: var(--space-2); }
th .learns { display: block; }
td { vertical-align: top; font-variant-numeric: tabular-nums; font-weight: var(--weight-strong); text-align: right; white-space: nowrap; }
.qr { display: block; width: min(100%, 20rem); height: auto; border: 1px solid var(--line); border-radius: var(--radius); }
#status {
  margin-bottom: var(--space-3);
  padding: 0.6rem var(--space-2);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
}
#status:empty { margin: 0; padding: 0; border: 0; }
@media (max-width: 30rem) {
  .actions { flex-direction: column; align-items: stretch; }
  button.quiet, a.quiet { text-align: center; }
}
@media (forced-colors: active) { button.main, a.main { border-color: currentColor; } }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media print { nav, .actions, footer { display: none; } }
`;
