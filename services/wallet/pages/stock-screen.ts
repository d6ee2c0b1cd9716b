import type { AttesterSetting } from '../settings.ts';
import type { Text } from '../text/en.ts';
import { actions, element, mainButton, note, paragraph, quietButton } from './dom.ts';
import type { Question } from './stage.ts';
import type { StockCount, WeekCount } from './stock-count.ts';

/** What the owner of a wallet decides. `look`: nothing, but the stock is another now. */
export type StockAct =
  | { readonly act: 'enrol' | 'top-up'; readonly attester: AttesterSetting }
  | { readonly act: 'look' };

/** What the screen shows. */
export interface StockState {
  readonly count: StockCount;
  /** The attesters that this wallet has a passkey for; at least one. */
  readonly attesters: readonly AttesterSetting[];
  /** Records were deleted because they had been changed from outside. */
  readonly wasSwept: boolean;
}

/** What there is, and the one thing to do. */
export function stockScreen({ count, attesters, wasSwept }: StockState): Question<StockAct> {
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
        ...(count.isInterrupted ? [paragraph(stock.interrupted)] : []),
        ...(isDue
          ? [actions(...attesters.map((one) => mainButton(label(one), () => answer({ act: 'top-up', attester: one }))))]
          : [paragraph(stock.nothingToDo(text.day(count.nextFetch)))]),
        note(stock.lapse),
        ...(first ? [actions(quietButton(stock.proveAgain, () => answer({ act: 'enrol', attester: first })))] : []),
      ],
    };
  };
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
