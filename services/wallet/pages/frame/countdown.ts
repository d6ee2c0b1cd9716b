import type { Text } from '../../text/en.ts';
import { lastDayOf, type StockCount } from '../stock/stock-count.ts';
import { paragraph } from './dom.ts';

/** How many visits are left this week, and until when: a sentence, and no figure that would press anybody. */
export function countdown(text: Text, { thisWeek, nextFetch }: Pick<StockCount, 'thisWeek' | 'nextFetch'>): Node[] {
  if (thisWeek === 0) return [];
  return [paragraph(text.stock.until(text.visits(thisWeek), text.day(lastDayOf(nextFetch))))];
}
