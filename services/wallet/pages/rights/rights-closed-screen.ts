import { actions, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import { errorSentence } from '../frame/error-sentence.ts';
import type { Question } from '../frame/stage.ts';

/**
 * What the attester holds was not shown. What lies in this browser can be deleted all the same.
 * @param code why; undefined when the passkey did not agree. @param hasWallet whether anything lies here.
 */
export function rightsClosedScreen(
  attester: string,
  code: string | undefined,
  hasWallet: boolean,
): Question<'again' | 'delete-wallet' | 'stop'> {
  return (text, answer) => {
    const { rights } = text;
    const isGone = code === 'ERR_ACCOUNT';
    return {
      heading: isGone ? rights.noneHeading : rights.closedHeading,
      body: [
        paragraph(code === undefined ? rights.declined : isGone ? rights.none(attester) : errorSentence(text, code)),
        actions(
          mainButton(text.tryAgain, () => answer('again')),
          ...(hasWallet ? [quietButton(rights.deleteWallet.offer, () => answer('delete-wallet'))] : []),
          quietButton(rights.toWallet, () => answer('stop')),
        ),
        ...(code === undefined ? [] : [note(text.code(code))]),
      ],
    };
  };
}
