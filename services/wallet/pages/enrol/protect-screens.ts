import type { Text } from '../../text/en.ts';
import { actions, element, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import type { Question, View } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';

/** Makes ready for the passkey. @param wasDeclined it was asked before, in vain. */
export function protectScreen(attester: string, wasDeclined: boolean): Question<'make' | 'stop'> {
  return (text, answer) => ({
    ...frame(text, text.protect.heading),
    body: [
      ...warning(wasDeclined, text.protect.declined),
      paragraph(text.protect.lead),
      element('p', { class: 'learns' }, text.protect.learns(attester)),
      actions(
        mainButton(text.protect.make, () => answer('make')),
        quietButton(text.cancel, () => answer('stop')),
      ),
    ],
  });
}

/** Before a new passkey takes the place of one that still holds tokens. @param visits how many. */
export function keepTokensScreen(visits: number, wasDeclined: boolean): Question<'use' | 'lost' | 'stop'> {
  return (text, answer) => ({
    ...frame(text, text.keepTokens.heading),
    body: [
      ...warning(wasDeclined, text.keepTokens.declined),
      paragraph(visits > 0 ? text.keepTokens.lead(text.visits(visits)) : text.keepTokens.leadWithout),
      actions(
        mainButton(text.keepTokens.use, () => answer('use')),
        quietButton(text.keepTokens.lost, () => answer('lost')),
        quietButton(text.cancel, () => answer('stop')),
      ),
      note(text.keepTokens.lostMeans),
    ],
  });
}

/** The passkey has no PRF: said plainly, and the way on is another passkey. @param mayGoOn with this one, at a price. */
export function noPrfScreen(mayGoOn = false): Question<'other' | 'online' | 'stop'> {
  return (text, answer) => ({
    ...frame(text, text.noPrf.heading),
    body: [
      paragraph(text.noPrf.meaning),
      paragraph(text.noPrf.next),
      actions(
        mainButton(text.noPrf.other, () => answer('other')),
        ...(mayGoOn ? [quietButton(text.noPrf.thisOne, () => answer('online'))] : []),
        quietButton(text.cancel, () => answer('stop')),
      ),
    ],
  });
}

function frame(text: Text, heading: string): Pick<View, 'heading' | 'above'> {
  return { heading, above: [stepPath(text, 'protect')] };
}

function warning(isDue: boolean, sentence: string): Node[] {
  return isDue ? [element('p', { class: 'warning' }, sentence)] : [];
}
