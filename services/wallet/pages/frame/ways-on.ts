import type { Text } from '../../text/en.ts';
import { quietButton } from './dom.ts';

/** What there is besides trying the same again. */
export interface WaysOn {
  /** There is another way of showing one's age. */
  readonly hasMethods: boolean;
  /** There is another age checker. */
  readonly hasAttesters: boolean;
}

/** How a person goes on after a proof that led nowhere. */
export type WayOn = 'again' | 'method' | 'attester' | 'stop';

/** The buttons for those that there are, and the one to stop. */
export function wayButtons(
  { refused, cancel }: Text,
  { hasMethods, hasAttesters }: WaysOn,
  answer: (way: WayOn) => void,
): Node[] {
  return [
    ...(hasMethods ? [quietButton(refused.otherMethod, () => answer('method'))] : []),
    ...(hasAttesters ? [quietButton(refused.other, () => answer('attester'))] : []),
    quietButton(cancel, () => answer('stop')),
  ];
}
