import type { AttesterSetting } from '../../settings.ts';
import type { Text } from '../../text/en.ts';
import { countdown } from '../frame/countdown.ts';
import { actions, element, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { storageNotice } from '../keep/storage-notice.ts';
import { type KeyCheckState, keyCheckNote } from './key-check-note.ts';
import { reminderOffer } from './reminder.ts';
import { BATCHES_PER_WEEK } from './second-batch.ts';
import type { StockCount, WeekCount } from './stock-count.ts';

/** What the owner of a wallet decides. `look`: nothing, but the stock is another now. */
export type StockAct =
  | { readonly act: 'enrol' | 'top-up' | 'second-batch' | 'rights'; readonly attester: AttesterSetting }
  | { readonly act: 'look' };

/** What the screen shows. */
export interface StockState {
  readonly count: StockCount;
  /** The attesters that this wallet has a passkey for; at least one. */
  readonly attesters: readonly AttesterSetting[];
  /** Records were deleted because they had been changed from outside. */
  readonly wasSwept: boolean;
  /** False when the browser may delete the wallet; undefined when it does not say. */
  readonly isKept?: boolean | undefined;
  /** Absent: keys are not checked. */
  readonly keyCheck?: KeyCheckState | undefined;
}

/** What there is, and the one thing to do. */
export function stockScreen({ count, attesters, wasSwept, isKept, keyCheck }: StockState): Question<StockAct> {
  return (text, answer) => {
    const { stock } = text;
    const isDue = count.canFetch || count.isInterrupted;
    const label = (attester: AttesterSetting): string => {
      if (count.isInterrupted) return stock.resume;
      return attesters.length > 1 ? stock.topUpFrom(attester.label) : stock.topUp;
    };
    const [first] = attesters;
    return {
      heading: stock.heading,
      body: [
        ...(wasSwept ? [element('p', { class: 'warning' }, stock.swept)] : []),
        count.total > 0 ? weekTable(text, count.weeks) : paragraph(stock.empty),
        ...countdown(text, count),
        ...(count.isInterrupted ? [paragraph(stock.interrupted)] : []),
        ...(isDue
          ? [actions(...attesters.map((one) => mainButton(label(one), () => answer({ act: 'top-up', attester: one }))))]
          : [paragraph(stock.nothingToDo(text.day(count.nextFetch)))]),
        ...furtherBatch(text, count, attesters, answer),
        note(stock.lapse),
        ...(count.total > 0 ? [reminderOffer(text), ...storageNotice(text, isKept)] : []),
        ...(first
          ? [
              actions(
                quietButton(stock.proveAgain, () => answer({ act: 'enrol', attester: first })),
                quietButton(stock.rights, () => answer({ act: 'rights', attester: first })),
              ),
            ]
          : []),
        ...keyCheckNote(text, keyCheck),
      ],
    };
  };
}

/** Few are left: more can be had for this week, and what that tells others stands beside it. */
function furtherBatch(
  { stock }: Text,
  { more }: StockCount,
  attesters: readonly AttesterSetting[],
  answer: (act: StockAct) => void,
): Node[] {
  if (!more) return [];
  const label = more.batch === undefined ? stock.more : stock.moreNumbered(more.batch, BATCHES_PER_WEEK);
  const labelFor = (one: AttesterSetting): string => (attesters.length > 1 ? `${label} · ${one.label}` : label);
  const buttons = attesters.map((one) =>
    quietButton(labelFor(one), () => answer({ act: 'second-batch', attester: one })),
  );
  return [element('section', {}, actions(...buttons), note(stock.moreCosts(BATCHES_PER_WEEK)))];
}

function weekTable(text: Text, weeks: readonly WeekCount[]): HTMLElement {
  const names = { this: text.stock.thisWeek, next: text.stock.nextWeek, last: text.stock.lastWeek };
  const hasAges = new Set(weeks.map(({ threshold }) => threshold)).size > 1;
  const rows = weeks.map(({ week, threshold, count }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, hasAges ? `${names[week]} · ${text.stock.forAge(threshold)}` : names[week]),
      element('td', {}, text.visits(count)),
    ),
  );
  return element('table', {}, element('tbody', {}, ...rows));
}
