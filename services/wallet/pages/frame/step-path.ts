import type { Text } from '../../text/en.ts';
import { element } from './dom.ts';

/** The three steps of the first time. */
export const STEPS = ['prove', 'protect', 'comeBack'] as const;
export type Step = (typeof STEPS)[number];

/** Where on the way a screen stands, as a line above its heading. */
export function stepPath({ steps }: Text, current: Step): HTMLElement {
  const items = STEPS.map((step) => element('li', step === current ? { 'aria-current': 'step' } : {}, steps[step]));
  return element('ol', { class: 'path', 'aria-label': steps.label }, ...items);
}
