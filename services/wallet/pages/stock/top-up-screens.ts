import { actions, element, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import { errorSentence } from '../frame/error-sentence.ts';
import type { Question, Screen } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';

/** While visits are being fetched. */
export function toppingUpScreen(attester: string): Screen {
  return (text) => ({
    heading: text.topUp.heading,
    above: [stepPath(text, 'comeBack')],
    body: [paragraph(text.topUp.lead), element('p', { class: 'learns' }, text.topUp.learns(attester))],
  });
}

/** The passkey did not agree, or another tab is at it. */
export function notToppedUpScreen(why: 'declined' | 'busy'): Question<'again' | 'stop'> {
  return (text, answer) => ({
    heading: text.topUp.declinedHeading,
    above: [stepPath(text, 'comeBack')],
    body: [
      paragraph(text.topUp[why]),
      actions(
        mainButton(text.tryAgain, () => answer('again')),
        quietButton(text.topUp.toWallet, () => answer('stop')),
      ),
    ],
  });
}

/** Refusals that a new proof of age gets over. */
const PROVE_AGAIN: readonly string[] = ['ERR_AGE_NOT_SHOWN', 'ERR_ACCOUNT', 'ERR_ASSERTION'];

/** Refusals that trying again does not get over. */
const FINAL: readonly string[] = ['ERR_QUOTA_EXCEEDED'];

/**
 * Some or all visits could not be fetched. @param code why. @param isKept it was asked for and can be finished.
 * @param got tokens that came all the same.
 */
export function topUpFailedScreen(
  code: string,
  isKept: boolean,
  got: number,
): Question<'again' | 'enrol' | 'go-on' | 'stop'> {
  return (text, answer) => {
    const again = PROVE_AGAIN.includes(code)
      ? mainButton(text.topUp.proveAgain, () => answer('enrol'))
      : mainButton(text.tryAgain, () => answer('again'));
    const isFinal = FINAL.includes(code);
    const leaveButton = isFinal ? mainButton : quietButton;
    const leave =
      got > 0
        ? mainButton(text.topUp.goOn(text.visits(got)), () => answer('go-on'))
        : leaveButton(text.topUp.toWallet, () => answer('stop'));
    return {
      heading: got > 0 ? text.topUp.partlyHeading : text.topUp.failedHeading,
      above: [stepPath(text, 'comeBack')],
      body: [
        paragraph(errorSentence(text, code)),
        ...(isKept ? [paragraph(text.topUp.kept)] : []),
        got > 0 || isFinal ? actions(leave) : actions(again, leave),
        note(text.code(code)),
      ],
    };
  };
}
