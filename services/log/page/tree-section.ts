import { formatBase64, TILE_WIDTH } from '@bauta/sdk/protocol';
import { EMPTY, type Html, html } from './markup.ts';
import type { Voice } from './say.ts';
import type { Standing } from './standing.ts';
import { drawTree } from './tree-picture.ts';
import { isDrawnWhole } from './tree-shape.ts';

/** The checkpoint that is published, and the tree below it. */
export function writeTree(voice: Voice, { checkpoint, sights }: Standing): Html {
  const { tree, count, entries } = voice.text;
  const { size, root, origin } = checkpoint;
  const cosigners = sights.filter(({ seenAt }) => seenAt !== undefined).map(({ name }) => name);
  const rest = size % TILE_WIDTH;
  const full = (size - rest) / TILE_WIDTH;
  const bundles = tree.bundles(full, count(full), entries(rest, count(rest)));
  return html`<section aria-labelledby="tree">
<h2 id="tree">${tree.heading}</h2>
<p>${tree.lead}</p>
<figure>
<div class="checkpoint">
<p><strong>${tree.checkpoint}</strong> · ${entries(size, count(size))}</p>
<p>${tree.root} <code>${formatBase64(root)}</code></p>
<p>${tree.signed(origin)}${cosigners.length > 0 ? html`<br>${tree.cosigned(cosigners.join(', '))}` : EMPTY}</p>
</div>
${size > 0 ? drawTree(voice, size) : html`<p class="note">${tree.empty}</p>`}
</figure>
${size > 0 ? writeLegend(voice, !isDrawnWhole(size)) : EMPTY}
${full > 0 ? html`<p class="note">${bundles}</p>` : EMPTY}
</section>`;
}

function writeLegend({ text }: Voice, isFolded: boolean): Html {
  const folded = html`<li><svg aria-hidden="true" width="24" height="16"><path class="folded" d="M12 1 23 15 1 15Z"/></svg><span>${text.tree.folded}</span></li>`;
  return html`<ul class="legend" role="list"><li><svg aria-hidden="true" width="24" height="16"><rect class="leaf newest" x="5" y="1" width="14" height="14" rx="2"/></svg><span>${text.tree.newest}</span></li>${isFolded ? folded : EMPTY}</ul>`;
}
