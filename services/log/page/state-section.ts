import { isIndependent } from '@bauta/sdk/log';
import { type Html, html, joined } from './markup.ts';
import type { Voice } from './say.ts';
import type { PageOptions, Sight, Standing } from './standing.ts';

/** How the log stands: what a wallet would make of it, how long it is, who has seen it and who they are. */
export function writeState(voice: Voice, options: PageOptions, standing: Standing | undefined): Html {
  const { now, count, entries } = voice.text;
  const { witnesses, quorum } = options;
  const belief = standing === undefined ? 'missing' : standing.belief;
  const size = standing?.checkpoint.size;
  const isByOthers = isIndependent(options);
  const rows = [
    ...(size === undefined ? [] : [html`<div><dt>${now.size}</dt><dd>${entries(size, count(size))}</dd></div>`]),
    ...(standing === undefined
      ? []
      : [html`<div><dt>${now.seen}</dt>${joined(standing.sights.map((sight) => writeSight(voice, sight)))}</div>`]),
    html`<div><dt>${now.needed}</dt><dd>${now.share(count(quorum), count(witnesses.length))}</dd></div>`,
  ];
  return html`<section aria-labelledby="now">
<h2 id="now">${now.heading}</h2>
<p class="${belief === 'good' ? 'good' : 'bad'}">${belief === 'missing' ? now.missing : now.beliefs[belief]}</p>
<dl>
${joined(rows)}
</dl>
<p class="${isByOthers ? 'note' : 'warning'}">${isByOthers ? now.independent : now.dependent}</p>
</section>`;
}

function writeSight({ text }: Voice, { name, seenAt, isIndependent }: Sight): Html {
  const { now } = text;
  const what = seenAt === undefined ? now.notYet : now.sawIt(text.instant(seenAt));
  const mark = isIndependent ? now.theirs : now.ours;
  return html`<dd><strong>${name}</strong> ${what} <span class="tag">${mark}</span></dd>`;
}
