import type { AttesterSetting } from '../../settings.ts';
import type { Beginning } from '../enrol/begin-screen.ts';
import { actions, mainButton, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';

/** There was a wallet and it is gone: what happened, what is lost, what is not, and the ways on. */
export function removedScreen(attesters: readonly [AttesterSetting, ...AttesterSetting[]]): Question<Beginning> {
  const [first] = attesters;
  return ({ storage, stock }, answer) => ({
    heading: storage.removedHeading,
    body: [
      paragraph(storage.removed),
      paragraph(storage.lost),
      paragraph(storage.account),
      actions(
        ...attesters.map((attester) =>
          mainButton(attesters.length > 1 ? `${storage.usePasskey} · ${attester.label}` : storage.usePasskey, () =>
            answer({ act: 'top-up', attester }),
          ),
        ),
        quietButton(storage.proveAgain, () => answer({ act: 'enrol', attester: first })),
        quietButton(stock.rights, () => answer({ act: 'rights', attester: first })),
      ),
    ],
  });
}
