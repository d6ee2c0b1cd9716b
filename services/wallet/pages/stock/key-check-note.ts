import type { StockedToken } from '@bauta/sdk/client';
import type { Text } from '../../text/en.ts';
import { element, paragraph } from '../frame/dom.ts';

/** What the wallet can say of its key check. */
export interface KeyCheckState {
  /** Whether at least two witnesses of every quorum are not run by the log's operator. */
  readonly independent: boolean;
  /** How many witnesses must have cosigned. */
  readonly quorum: number;
  /** Unix seconds; undefined before the first top-up that checked keys, and once its visits are gone. */
  readonly last: number | undefined;
}

/**
 * When keys were checked last, as far as the visits that are left tell: each was minted right after a check. No time is
 * written down for it, since it would outlive them. @param wasChecked some state of the log was believed here.
 */
export function lastCheck(tokens: readonly Pick<StockedToken, 'minted'>[], wasChecked: boolean): number | undefined {
  return wasChecked && tokens.length > 0 ? Math.max(...tokens.map(({ minted }) => minted)) : undefined;
}

/** One quiet line, which opens to what it means. */
export function keyCheckNote(text: Text, state: KeyCheckState | undefined): Node[] {
  if (state === undefined) return [];
  const { keyCheck } = text;
  const { independent, quorum, last } = state;
  const title = independent ? keyCheck.independent : keyCheck.notIndependent;
  const sentences = [
    `${keyCheck.log(quorum)} ${independent ? keyCheck.enough : keyCheck.tooFew}`,
    ...(last === undefined ? [] : [keyCheck.last(text.day(last), text.hour(last))]),
  ];
  return [
    element('details', { class: 'note' }, element('summary', {}, title), ...sentences.map((one) => paragraph(one))),
  ];
}
