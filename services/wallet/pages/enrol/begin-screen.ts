import type { AttesterSetting } from '../../settings.ts';
import { actions, element, mainButton, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { STEPS } from '../frame/step-path.ts';

/** What a person without a passkey here decides. */
export interface Beginning {
  readonly act: 'enrol' | 'top-up' | 'rights';
  readonly attester: AttesterSetting;
}

/** At least one. */
export type Attesters = readonly [AttesterSetting, ...AttesterSetting[]];

/** The first time: three steps shown as three, and beside each who learns what. */
export function beginScreen(attesters: Attesters): Question<Beginning> {
  let [chosen] = attesters;
  return (text, answer) => {
    const { begin, steps } = text;
    const does = { prove: begin.prove, protect: begin.protect, comeBack: begin.comeBack };
    const learns = {
      prove: () => begin.proveLearns(chosen.label),
      protect: () => begin.protectLearns(chosen.label),
      comeBack: () => begin.comeBackLearns,
    };
    const asides = STEPS.map((step) => ({ step, aside: element('p', { class: 'learns' }, learns[step]()) }));
    const choose = (attester: AttesterSetting): void => {
      chosen = attester;
      for (const { step, aside } of asides) aside.replaceChildren(learns[step]());
    };
    return {
      heading: begin.heading,
      body: [
        paragraph(begin.lead),
        ...(attesters.length > 1 ? [attesterChoice(begin.chooseAttester, attesters, chosen, choose)] : []),
        element(
          'ol',
          { class: 'steps' },
          ...asides.map(({ step, aside }) =>
            element('li', {}, element('h2', {}, steps[step]), paragraph(does[step]), aside),
          ),
        ),
        actions(
          mainButton(begin.start, () => answer({ act: 'enrol', attester: chosen })),
          quietButton(begin.havePasskey, () => answer({ act: 'top-up', attester: chosen })),
          quietButton(begin.rights, () => answer({ act: 'rights', attester: chosen })),
        ),
      ],
    };
  };
}

function attesterChoice(
  legend: string,
  attesters: readonly AttesterSetting[],
  chosen: AttesterSetting,
  choose: (attester: AttesterSetting) => void,
): HTMLElement {
  const rows = attesters.map((attester) => {
    const input = element('input', { type: 'radio', name: 'attester', value: attester.name });
    input.checked = attester === chosen;
    input.addEventListener('change', () => choose(attester));
    return element('label', {}, input, ` ${attester.label}`);
  });
  return element('fieldset', {}, element('legend', {}, legend), ...rows);
}
