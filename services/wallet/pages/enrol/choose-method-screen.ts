import { actions, element, mainButton, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import type { Method } from './method.ts';

/** The ways of showing one's age, and beside each who learns what. */
export function chooseMethodScreen(methods: readonly Method[], attester: string): Question<Method | 'stop'> {
  return (text, answer) => ({
    heading: text.methods.heading,
    above: [stepPath(text, 'prove')],
    body: [
      ...methods.map((method) => {
        const { label, does, learns } = method.sentences(text);
        return element(
          'section',
          {},
          element('h2', {}, label),
          paragraph(does),
          element('p', { class: 'learns' }, learns(attester)),
          actions(mainButton(text.methods.choose(label), () => answer(method))),
        );
      }),
      actions(quietButton(text.cancel, () => answer('stop'))),
    ],
  });
}
