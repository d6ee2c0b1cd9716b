import { originOf } from '@bauta/sdk/protocol';
import { checkpointCommand, monitorCommand, SEEN_FILE, walletCommand } from './commands.ts';
import type { Facts } from './facts.ts';
import { type Html, html, joined } from './markup.ts';
import type { Voice } from './say.ts';
import type { PageOptions } from './standing.ts';

/** Wallets whose command is printed. */
const MOST_WALLETS = 3;

/** What anyone can run, in the order of how much it shows. */
export function writeCheck({ text }: Voice, options: PageOptions, facts: Facts | undefined): Html {
  const { check } = text;
  const wallets = walletsOf(facts);
  return html`<section aria-labelledby="check">
<h2 id="check">${check.heading}</h2>
<ol class="steps">
<li><p>${check.checkpoint}</p>${writeCommand(checkpointCommand(options))}</li>
<li><p>${check.monitor}</p>${writeCommand(monitorCommand(options))}<p class="note">${check.after(SEEN_FILE)}</p><p class="note">${check.keys}</p></li>
${wallets.length > 0 ? html`<li><p>${check.wallet}</p>${joined(wallets.map((origin) => writeCommand(walletCommand(origin))))}</li>` : ''}
</ol>
</section>`;
}

function writeCommand(command: string): Html {
  return html`<pre><code>${command}</code></pre>`;
}

/** Where the wallets stand whose builds were logged last. */
function walletsOf(facts: Facts | undefined): readonly string[] {
  const names = (facts?.newest ?? []).flatMap(({ entry }) => (entry?.kind === 'wallet' ? [entry.name] : []));
  return [...new Set(names.reverse())].slice(0, MOST_WALLETS).map(originOf);
}
