import type { AttesterSetting } from '../../settings.ts';
import { actions, element, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { type Asking, askedView, type Decision } from './present-screens.ts';

/** Says what it costs that a passkey has no secret of its own, before anybody is contacted. */
export function helpScreen({ request, attesters }: Asking): Question<Decision> {
  return (text, answer) =>
    askedView(text, request, [
      element(
        'section',
        {},
        element('h2', {}, text.online.heading),
        paragraph(text.online.costs(text.names(attesters.map(({ label }) => label)))),
        note(text.online.why),
      ),
      actions(
        mainButton(text.online.goOn, () => answer('online')),
        quietButton(text.present.refuse, () => answer('refuse')),
      ),
    ]);
}

/** Passkeys of several attesters need their attester: the person says whose. */
export function whoseHelpScreen(attesters: readonly AttesterSetting[]): Question<string> {
  return (text, answer) => ({
    heading: text.online.chooseHeading,
    body: [
      paragraph(text.online.choose),
      actions(...attesters.map(({ name, label }) => mainButton(label, () => answer(name)))),
    ],
  });
}
