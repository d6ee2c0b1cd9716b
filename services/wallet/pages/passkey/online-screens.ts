import { actions, element, mainButton, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';

/** What it costs to use a passkey without PRF, and for whom; chosen on purpose or not at all. */
export function onlineScreen(attester: string): Question<'use' | 'other' | 'stop'> {
  return (text, answer) => ({
    heading: text.noPrf.onlineHeading,
    above: [stepPath(text, 'protect')],
    body: [
      paragraph(text.noPrf.cost(attester)),
      paragraph(text.noPrf.half(attester)),
      actions(
        mainButton(text.noPrf.other, () => answer('other')),
        quietButton(text.noPrf.use(attester), () => answer('use')),
        quietButton(text.cancel, () => answer('stop')),
      ),
    ],
  });
}

/** The second gesture with such a passkey: for the half that its attester holds. */
export function shareScreen(attester: string, wasDeclined: boolean): Question<'go' | 'stop'> {
  return (text, answer) => ({
    heading: text.noPrf.shareHeading,
    above: [stepPath(text, 'protect')],
    body: [
      ...(wasDeclined ? [element('p', { class: 'warning' }, text.noPrf.shareDeclined)] : []),
      paragraph(text.noPrf.share(attester)),
      actions(
        mainButton(text.noPrf.shareGo, () => answer('go')),
        quietButton(text.cancel, () => answer('stop')),
      ),
    ],
  });
}
