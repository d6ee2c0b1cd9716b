import { actions, mainButton, paragraph } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';

/** An app or a provider opened the wallet in a browser that had not asked, or too late: whoever asked waits elsewhere. */
export const returnedElsewhereScreen: Question<'begin'> = (text, answer) => ({
  heading: text.prove.elsewhereAsked.heading,
  above: [stepPath(text, 'prove')],
  body: [
    paragraph(text.prove.elsewhereAsked.what),
    actions(mainButton(text.prove.elsewhereAsked.begin, () => answer('begin'))),
  ],
});
