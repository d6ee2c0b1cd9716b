import { element, paragraph } from '../frame/dom.ts';
import type { Screen } from '../frame/stage.ts';

/** While the passkey is asked to agree to being shown what is kept. */
export function rightsOpeningScreen(attester: string): Screen {
  return ({ rights }) => ({
    heading: rights.heading,
    body: [paragraph(rights.opening(attester)), element('p', { class: 'learns' }, rights.openingLearns(attester))],
  });
}
