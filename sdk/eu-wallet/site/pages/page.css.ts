/** What the gate's stylesheet, whose pages have links alone, does not say. */
export const pageStyles: string = `button { font: inherit; color: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.qr { display: block; width: min(100%, 20rem); height: auto; margin-block: var(--space-2); border-radius: var(--radius); }
@media (max-width: 30rem) { button { width: 100%; } }
`;
