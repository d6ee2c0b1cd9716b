/** The base of the demo site's page with the panel, over the tokens that all pages of ours share. */
export const siteStyles: string = `
*, ::before, ::after { box-sizing: border-box; margin: 0; }
html { font: var(--weight) var(--size)/1.55 var(--font); background: var(--paper); color: var(--ink); }
body { max-width: 84rem; margin-inline: auto; padding-inline: var(--space-3); }
header { display: flex; justify-content: space-between; gap: var(--space-2); padding-block: var(--space-3); }
a { color: inherit; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 0.25rem; }
main { padding-block: var(--space-3) var(--space-5); }
main > * + * { margin-top: var(--space-2); }
h1 { font-size: var(--size-large); font-weight: var(--weight-strong); line-height: 1.15; letter-spacing: -0.018em; }
h2 { font-size: 1.375rem; font-weight: var(--weight-strong); line-height: 1.2; }
`;
