import type { ErrorCode } from '@bauta/sdk/protocol';
import type { Text } from '../../text/en.ts';
import { actions, element, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import { errorSentence } from '../frame/error-sentence.ts';
import type { Question } from '../frame/stage.ts';

/** Why no passkey was added. `locked`: the one that agreed does not open the wallet. */
export type AddTrouble = 'declined' | 'locked' | ErrorCode;

/** Before a further passkey is made: what it will open, and what it will not bring. */
export function addPasskeyScreen(attester: string, trouble: AddTrouble | undefined): Question<'make' | 'stop'> {
  return (text, answer) => {
    const { add } = text.rights;
    return {
      heading: add.heading,
      body: [
        ...(trouble ? [element('p', { class: 'warning' }, troubleSentence(text, trouble))] : []),
        paragraph(add.lead),
        element('p', { class: 'learns' }, add.learns(attester)),
        note(add.quota),
        actions(
          mainButton(add.make, () => answer('make')),
          quietButton(text.cancel, () => answer('stop')),
        ),
        ...(trouble ? [note(add.leftOver)] : []),
      ],
    };
  };
}

/** It is done. */
export function passkeyAddedScreen(attester: string): Question<'look' | 'stop'> {
  return ({ rights }, answer) => ({
    heading: rights.add.doneHeading,
    body: [
      paragraph(rights.add.done),
      paragraph(rights.add.quota),
      actions(
        mainButton(rights.toWallet, () => answer('stop')),
        quietButton(rights.look(attester), () => answer('look')),
      ),
    ],
  });
}

function troubleSentence(text: Text, trouble: AddTrouble): string {
  const { add } = text.rights;
  const own: Partial<Record<AddTrouble, string>> = {
    declined: add.declined,
    locked: add.locked,
    ERR_QUOTA_EXCEEDED: add.full,
  };
  return own[trouble] ?? errorSentence(text, trouble);
}
