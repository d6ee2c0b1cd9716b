import type { AttesterSetting } from '../settings.ts';
import { actions, element, mainButton, paragraph, quietButton } from './dom.ts';
import type { Question } from './stage.ts';
import { STEPS } from './step-path.ts';

/** What a person without a passkey here decides. */
export interface Beginning {
  readonly act: 'enrol' | 'top-up';
  readonly attester: AttesterSetting;
}

/** The first time: three steps shown as three, and beside each who learns what. */
export function beginScreen(attesters: readonly [AttesterSetting, ...AttesterSetting[]]): Question<Beginning> {
  let [chosen] = attesters;
  return ({ begin, steps }, answer) => {
    const learns = {
      prove: begin.proveLearns(chosen.label),
      protect: begin.protectLearns(chosen.label),
      comeBack: begin.comeBackLearns,
    };
    const asides = new Map(STEPS.map((step) => [step, element('p', { class: 'learns' }, learns[step])]));
    const choose = (attester: AttesterSetting): void => {
      chosen = attester;
      asides.get('prove')?.replaceChildren(begin.proveLearns(chosen.label));
      asides.get('protect')?.replaceChildren(begin.protectLearns(chosen.label));
    };
    return {
      heading: begin.heading,
      body: [
        paragraph(begin.lead),
        ...(attesters.length > 1 ? [attesterChoice(begin.chooseAttester, attesters, chosen, choose)] : []),
        element(
          'ol',
          { class: 'steps' },
          ...STEPS.map((step) =>
            element(
              'li',
              {},
              element('h2', {}, steps[step]),
              paragraph(begin[step]),
              ...[asides.get(step)].filter((aside) => aside !== undefined),
            ),
          ),
        ),
        actions(
          mainButton(begin.start, () => answer({ act: 'enrol', attester: chosen })),
          quietButton(begin.havePasskey, () => answer({ act: 'top-up', attester: chosen })),
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
