import type { AttesterSetting } from '../../settings.ts';
import { actions, mainButton, quietButton } from './dom.ts';
import type { Question } from './stage.ts';

/** One of several age checkers. */
export function chooseAttesterScreen(attesters: readonly AttesterSetting[]): Question<AttesterSetting | 'stop'> {
  return (text, answer) => ({
    heading: text.begin.whichAttester,
    body: [
      actions(...attesters.map((attester) => mainButton(attester.label, () => answer(attester)))),
      actions(quietButton(text.cancel, () => answer('stop'))),
    ],
  });
}
