import { calendarOf, type Epoch, epochAfter, epochAt, startOf, type Window } from '@bauta/sdk/protocol';
import type { KeyRow, Lane } from './lanes.ts';
import { EMPTY, type Html, html, joined } from './markup.ts';
import { sayLane, sayMarks, sayShortWeek, type Voice } from './say.ts';

const HEAD = 40;
const ROW = 60;
const BAR = 10;

/**
 * The keys of one name on a time line. Places are per cent of the width and sizes are pixels: on a phone the weeks
 * become narrow, and the words stay as large as words are.
 */
export function drawLane(voice: Voice, lane: Lane, epochs: readonly Epoch[]): Html {
  const scale = scaleOf(epochs);
  const height = HEAD + ROW * lane.rows.length;
  const current = epochAt(voice.now);
  const weeks = scale.weeks.map((epoch) => {
    const [x, width, middle] = scale.place({ from: startOf(epoch), to: startOf(epochAfter(epoch)) });
    const isNow = epoch === current;
    return html`${isNow ? html`<rect class="this-week" x="${x}" y="0" width="${width}" height="${height}"/>` : EMPTY}
<rect class="monday" x="${x}" y="${HEAD - 8}" width="1" height="${height - HEAD + 8}"/>
<text class="${isNow ? 'week strong' : 'week'}" x="${middle}" y="20">${sayShortWeek(voice, epoch)}</text>`;
  });
  const rows = lane.rows.map((row, i) => drawRow(voice, lane, row, HEAD + ROW * i, scale));
  const [now] = scale.place({ from: voice.now, to: voice.now });
  return html`<svg class="lane" role="img" aria-label="${voice.text.windows.picture(sayLane(voice, lane))}" width="100%" height="${height}">
${joined(weeks)}
<rect class="now" x="${now}" y="${HEAD - 12}" width="2" height="${height - HEAD + 12}"/>
${joined(rows)}
</svg>`;
}

function drawRow(voice: Voice, { role }: Lane, row: KeyRow, y: number, scale: Scale): Html {
  const { signs, accepted } = calendarOf(row.epoch);
  const { ages, count, windows } = voice.text;
  const several = row.thresholds.length > 1;
  const whose = several ? windows.someAges(count(row.thresholds.length)) : ages(row.thresholds);
  const label = [sayShortWeek(voice, row.epoch), whose, ...sayMarks(voice, row)].join(' · ');
  const state = row.isRetired ? ' retired' : '';
  const bars = [
    drawBar(`signs${state}`, scale.place(signs), y + 26),
    role === 'issuer' ? drawBar(`accepted${state}`, scale.place(accepted), y + 26 + BAR + 2) : EMPTY,
  ];
  const whole = { from: signs.from, to: role === 'issuer' ? accepted.to : signs.to };
  const [from, width, middle] = scale.place(whole);
  // In the right half words would reach over the edge.
  const [side, start] = Number.parseFloat(from) < 50 ? ['key', from] : ['key middle', middle];
  const strike = row.isRetired
    ? html`<rect class="strike" x="${from}" y="${y + 26 + (role === 'issuer' ? BAR : BAR / 2 - 1)}" width="${width}" height="2"/>`
    : EMPTY;
  return html`${joined(bars)}
${strike}<text class="${side}${state}" x="${start}" y="${y + 18}">${label}</text>`;
}

function drawBar(name: string, [x, width]: readonly [x: string, width: string, middle: string], y: number): Html {
  return html`<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`;
}

interface Scale {
  readonly weeks: readonly Epoch[];
  /** Where a window begins, how long it is, and its middle. */
  place(window: Window): readonly [x: string, width: string, middle: string];
}

/** Room for all that may be done with keys of these epochs, but for minutes at the edges. */
function scaleOf(epochs: readonly Epoch[]): Scale {
  const first = epochAfter(epochs[0] as Epoch, -1);
  const weeks = Array.from({ length: epochs.length + 2 }, (_, i) => epochAfter(first, i));
  const from = startOf(first);
  const to = startOf(epochAfter(first, weeks.length));
  const at = (time: number): number => (100 * (Math.min(Math.max(time, from), to) - from)) / (to - from);
  const percent = (value: number): string => `${Number(value.toFixed(2))}%`;
  return {
    weeks,
    place: (window) => [
      percent(at(window.from)),
      percent(at(window.to) - at(window.from)),
      percent((at(window.from) + at(window.to)) / 2),
    ],
  };
}
