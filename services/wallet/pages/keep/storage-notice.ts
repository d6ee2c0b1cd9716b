import type { Text } from '../../text/en.ts';
import { actions, element, quietButton } from '../frame/dom.ts';
import { askToKeep, type Keeper } from './persistence.ts';

/** That the browser may delete the wallet, and the one thing against it; nothing when it may not, or does not say. */
export function storageNotice(
  { storage }: Text,
  isKept: boolean | undefined,
  keeper: Keeper | undefined = navigator.storage,
): Node[] {
  if (isKept !== false) return [];
  const sentence = element('p', { class: 'note', role: 'status' }, storage.may);
  const ask = quietButton(storage.ask, async () => {
    ask.disabled = true;
    sentence.textContent = (await askToKeep(keeper)) ? storage.agreed : storage.refused;
    ask.parentElement?.remove();
  });
  return [element('section', {}, sentence, actions(ask))];
}
