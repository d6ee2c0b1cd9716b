import { actions, mainButton, note, paragraph } from '../frame/dom.ts';
import { errorSentence } from '../frame/error-sentence.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import { type WayOn, type WaysOn, wayButtons } from '../frame/ways-on.ts';

/** Nobody has looked at a proof: something else was in the way. @param code what. */
export function evidenceFailedScreen(code: string, ways: WaysOn): Question<WayOn> {
  return (text, answer) => ({
    heading: text.fault.heading,
    above: [stepPath(text, 'prove')],
    body: [
      paragraph(errorSentence(text, code)),
      actions(
        mainButton(text.tryAgain, () => answer('again')),
        ...wayButtons(text, ways, answer),
      ),
      note(text.code(code)),
    ],
  });
}
