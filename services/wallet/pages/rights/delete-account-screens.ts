import { actions, element, listed, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import { errorSentence } from '../frame/error-sentence.ts';
import type { Question } from '../frame/stage.ts';

/** What deleting an account comes to. */
export interface AccountDeletion {
  readonly attester: string;
  /** Until when the proof is good, in Unix seconds. */
  readonly expires: number;
  /** Unused visits in this browser. */
  readonly visits: number;
  /** True when nothing opens them without a share of this attester. */
  readonly locksVisits: boolean;
}

/**
 * Asks once more, with what goes, what stays, for how long and why.
 * @param trouble why it did not come about before: a code, or `declined`.
 */
export function deleteAccountScreen(deletion: AccountDeletion, trouble?: string): Question<'delete' | 'stop'> {
  const { attester, expires, visits, locksVisits } = deletion;
  return (text, answer) => {
    const { deleteAccount: say, date } = text.rights;
    const warning = trouble === 'declined' ? say.declined : trouble && errorSentence(text, trouble);
    const consequence = locksVisits ? say.locks(text.visits(visits)) : say.leaves(text.visits(visits));
    return {
      heading: say.heading(attester),
      body: [
        ...(warning ? [element('p', { class: 'warning' }, warning)] : []),
        listed(say.goesTitle, [say.goesPasskeys, say.goesAges]),
        listed(say.staysTitle, [say.staysFingerprint(date(expires)), say.staysCounts]),
        paragraph(say.why),
        ...(visits > 0 ? [paragraph(consequence)] : []),
        actions(
          mainButton(say.confirm(attester), () => answer('delete')),
          quietButton(say.keep, () => answer('stop')),
        ),
      ],
    };
  };
}

/** It is done. @param hasWallet whether anything lies in this browser. */
export function accountDeletedScreen(
  { attester, visits, locksVisits }: AccountDeletion,
  hasWallet: boolean,
): Question<'delete-wallet' | 'stop'> {
  return (text, answer) => {
    const { deleteAccount: say, deleteWallet, toWallet } = text.rights;
    const remains = locksVisits ? say.locked(text.visits(visits)) : say.left(text.visits(visits));
    return {
      heading: say.doneHeading,
      body: [
        paragraph(say.done(attester)),
        ...(visits > 0 ? [paragraph(remains)] : []),
        actions(
          mainButton(toWallet, () => answer('stop')),
          ...(hasWallet ? [quietButton(deleteWallet.offer, () => answer('delete-wallet'))] : []),
        ),
        note(say.again),
      ],
    };
  };
}
