import { actions, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';

/** The browser came back to another tab, which goes on there. */
export const movedScreen: Question<'stop'> = (text, answer) => ({
  heading: text.prove.moved.heading,
  above: [stepPath(text, 'prove')],
  body: [paragraph(text.prove.moved.where), actions(quietButton(text.prove.moved.back, () => answer('stop')))],
});
