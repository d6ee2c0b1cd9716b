import type { AttesterSetting } from '../../settings.ts';
import type { Text } from '../../text/en.ts';
import { actions, linkOut, mainButton, note, paragraph } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import { type WayOn, type WaysOn, wayButtons } from '../frame/ways-on.ts';

/**
 * The proof was looked at and did not do: what that means, what it does not, and the ways on.
 * @param reference leads to no evidence: it says only which refusal somebody writes about.
 */
export function evidenceRefusedScreen(reference: string, attester: AttesterSetting, ways: WaysOn): Question<WayOn> {
  return (text, answer) => ({
    heading: text.refused.heading,
    above: [stepPath(text, 'prove')],
    body: [
      paragraph(text.refused.meaning),
      paragraph(text.refused.next),
      actions(
        mainButton(text.tryAgain, () => answer('again')),
        ...wayButtons(text, ways, answer),
      ),
      ...appeal(text, reference, attester),
    ],
  });
}

function appeal({ refused }: Text, reference: string, { label, appeal }: AttesterSetting): Node[] {
  if (appeal === undefined) return [note(refused.reference(label, reference))];
  const href = appeal.startsWith('mailto:') ? `${appeal}?subject=${encodeURIComponent(reference)}` : appeal;
  return [note(refused.appeal(label, reference)), actions(linkOut(refused.write(label), href, 'quiet'))];
}
