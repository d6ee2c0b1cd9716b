import type { Epoch } from '@bauta/sdk/protocol';
import type { Facts } from './facts.ts';
import type { Lane } from './lanes.ts';
import { EMPTY, type Html, html, joined } from './markup.ts';
import { sayDays, sayLane, sayMarks, sayShortWeek, type Voice } from './say.ts';
import { drawLane } from './windows-picture.ts';

/** Names that are drawn, and names that are in the table; a page stays a page however many there are. */
const MOST_DRAWN = 6;
const MOST_TOLD = 40;

/** When the keys of each name sign and are accepted: a picture, and the same as a table. */
export function writeWindows(voice: Voice, { lanes, epochs, newest }: Facts): Html {
  const { windows, count } = voice.text;
  const more = lanes.length - MOST_TOLD;
  const [first, last] = [newest[0], newest.at(-1)];
  const drawn = lanes.slice(0, MOST_DRAWN).map((lane) => writeLane(voice, lane, epochs));
  const told = lanes.slice(0, MOST_TOLD).map((lane) => writeTable(voice, lane));
  return html`<section aria-labelledby="windows">
<h2 id="windows">${windows.heading}</h2>
<p>${windows.lead}</p>
${lanes.length === 0 ? html`<p>${windows.none}</p>` : writeLegend(voice, lanes)}
${joined(drawn)}
${lanes.length === 0 ? EMPTY : html`<details><summary>${windows.table}</summary>${joined(told)}</details>`}
${more > 0 ? html`<p class="note">${windows.more(count(more))}</p>` : EMPTY}
${first && last ? html`<p class="note">${windows.drawnFrom(count(first.index), count(last.index))}</p>` : EMPTY}
</section>`;
}

function writeLane(voice: Voice, lane: Lane, epochs: readonly Epoch[]): Html {
  return html`<figure>
<figcaption>${voice.text.roles[lane.role]} <strong>${lane.name}</strong></figcaption>
${drawLane(voice, lane, epochs)}
</figure>`;
}

function writeLegend({ text, now }: Voice, lanes: readonly Lane[]): Html {
  const { windows } = text;
  const rows = lanes.flatMap((lane) => lane.rows);
  const has = (role: Lane['role']): boolean => lanes.some((lane) => lane.role === role);
  const late = (['genesis', 'resume'] as const).filter((one) => rows.some(({ exception }) => exception === one));
  const lines: (readonly [mark: Html, text: string])[] = [
    [swatch('signs'), has('issuer') ? windows.signs : windows.grants],
    ...(has('issuer') ? [[swatch('accepted'), windows.accepted] as const] : []),
    ...(has('issuer') && has('attester')
      ? [[html`<strong>${text.roles.attester}</strong>`, windows.grants] as const]
      : []),
    [swatch('now'), windows.present(text.instant(now))],
    ...late.map((one) => [html`<strong>${windows.exceptions[one]}</strong>`, windows.aboutExceptions[one]] as const),
    ...(rows.some(({ isRetired }) => isRetired)
      ? [[html`<strong><s>${windows.retired}</s></strong>`, windows.aboutRetired] as const]
      : []),
  ];
  const items = lines.map(([mark, line]) => html`<li>${mark} <span>${line}</span></li>`);
  return html`<ul class="legend" role="list">${joined(items)}</ul>`;
}

function swatch(kind: 'signs' | 'accepted' | 'now'): Html {
  return kind === 'now'
    ? html`<svg aria-hidden="true" width="24" height="16"><rect class="now" x="11" y="0" width="2" height="16"/></svg>`
    : html`<svg aria-hidden="true" width="24" height="16"><rect class="${kind}" x="1" y="3" width="22" height="10" rx="2"/></svg>`;
}

function writeTable(voice: Voice, lane: Lane): Html {
  const { columns, notOfSites } = voice.text.windows;
  const rows = lane.rows.map((row) => {
    const marks = [voice.text.ages(row.thresholds), ...sayMarks(voice, row)].join(', ');
    const accepted = lane.role === 'issuer' ? sayDays(voice, row.epoch, 0, 2) : notOfSites;
    return html`<tr><th scope="row">${sayShortWeek(voice, row.epoch)} <span>${marks}</span></th><td>${sayDays(voice, row.epoch, -1, 2)}</td><td>${accepted}</td></tr>`;
  });
  return html`<table>
<caption>${sayLane(voice, lane)}</caption>
<thead><tr><th scope="col">${columns.week}</th><th scope="col">${columns.signs}</th><th scope="col">${columns.accepted}</th></tr></thead>
<tbody>
${joined(rows)}
</tbody>
</table>`;
}
