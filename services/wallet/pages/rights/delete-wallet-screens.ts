import { actions, element, listed, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import type { Question, Screen } from '../frame/stage.ts';

/** Asks once more. @param visits how many go. */
export function deleteWalletScreen(visits: number): Question<'delete' | 'stop'> {
  return (text, answer) => {
    const { deleteWallet: say } = text.rights;
    return {
      heading: say.heading,
      body: [
        listed(say.goesTitle, [visits > 0 ? say.goesVisits(text.visits(visits)) : say.goesRest, say.goesLanguage]),
        listed(say.staysTitle, [say.staysPasskey, say.staysAccount, say.staysHistory]),
        actions(
          mainButton(visits > 0 ? say.confirm(text.visits(visits)) : say.confirmEmpty, () => answer('delete')),
          quietButton(say.keep, () => answer('stop')),
        ),
      ],
    };
  };
}

/** It is done; the passkey alone is left, and only its owner can delete it. @param host under which it is filed. */
export function walletDeletedScreen(host: string): Screen {
  return ({ rights: { deleteWallet: say } }) => ({
    heading: say.doneHeading,
    body: [
      paragraph(say.done),
      element('section', {}, element('h2', {}, say.passkeyTitle), paragraph(say.passkey(host))),
      note(say.otherDevices),
      actions(element('a', { class: 'quiet', href: '/' }, say.toStart)),
    ],
  });
}
