import { styleTokens } from '@bauta/sdk/gate';

/** The look of the site: the tokens of the gate, with pictures. */
export const styles = `${styleTokens}
*, ::before, ::after { box-sizing: border-box; margin: 0; }
html { font: var(--weight) var(--size)/1.55 var(--font); background: var(--paper); color: var(--ink); }
.frame { width: 100%; max-width: 66rem; margin-inline: auto; padding-inline: var(--space-3); }
a { color: inherit; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:focus-visible, video:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 0.25rem; }
h1, h2 { font-weight: var(--weight-strong); line-height: 1.15; letter-spacing: -0.018em; text-wrap: balance; }
h1 { font-size: var(--size-large); }
h2 { font-size: 1.375rem; letter-spacing: -0.01em; }
header { display: flex; align-items: center; justify-content: space-between; padding-block: var(--space-3); }
.brand { font-weight: var(--weight-strong); letter-spacing: 0.02em; text-decoration: none; }
.quiet { color: var(--ink-soft); font-size: var(--size-small); }
.intro { max-width: 40rem; padding-block: var(--space-4) var(--space-4); }
.lead { margin-top: var(--space-2); font-size: 1.25rem; color: var(--ink-soft); text-wrap: pretty; }
.films {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
  gap: var(--space-3);
  margin-top: var(--space-2);
  padding: 0;
  list-style: none;
}
.films a { display: block; text-decoration: none; }
.films img {
  display: block;
  width: 100%;
  height: auto;
  aspect-ratio: 16 / 9;
  border-radius: var(--radius);
  background: var(--line);
}
.films .name { display: flex; justify-content: space-between; padding-block: 0.6rem; }
.films a:hover .name span:first-child { text-decoration: underline; text-underline-offset: 0.2em; }
.learns { margin-top: var(--space-5); padding-block: var(--space-4); border-top: 1px solid var(--line); }
.learns dl { display: grid; gap: var(--space-2) var(--space-4); margin-top: var(--space-3); }
.learns dt { font-weight: var(--weight-strong); }
.learns dd { max-width: 40rem; color: var(--ink-soft); text-wrap: pretty; }
.learns h2:not(:first-child) { margin-top: var(--space-4); }
.learns p { max-width: 40rem; margin-top: var(--space-2); color: var(--ink-soft); text-wrap: pretty; }
@media (min-width: 48rem) { .learns dl { grid-template-columns: 15rem 1fr; } }
.screen {
  display: block;
  width: 100%;
  height: auto;
  aspect-ratio: 16 / 9;
  border-radius: var(--radius);
}
.caption { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); align-items: baseline; padding-block: var(--space-3); }
.caption p { flex: 1 1 20rem; color: var(--ink-soft); }
.onward { display: flex; justify-content: space-between; padding-block: var(--space-2) var(--space-4); }
footer { margin-top: var(--space-4); padding-block: var(--space-3); border-top: 1px solid var(--line); }
`;
