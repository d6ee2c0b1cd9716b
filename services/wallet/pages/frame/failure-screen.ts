import type { Text } from '../../text/en.ts';
import { actions, mainButton, note, paragraph, quietButton } from './dom.ts';
import { errorSentence } from './error-sentence.ts';
import type { Question, Screen } from './stage.ts';

/** An act that was refused and may be tried again. @param code why. */
export function failureScreen(code: string): Question<'again' | 'stop'> {
  return (text, answer) => ({
    heading: text.fault.heading,
    body: [
      paragraph(errorSentence(text, code)),
      actions(
        mainButton(text.tryAgain, () => answer('again')),
        quietButton(text.cancel, () => answer('stop')),
      ),
      note(text.code(code)),
    ],
  });
}

/** Nothing can be done in this page. */
export function faultScreen(sentence: (text: Text) => string): Screen {
  return (text) => ({ heading: text.fault.heading, body: [paragraph(sentence(text))] });
}
