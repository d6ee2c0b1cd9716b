import type { Visit } from '../visit.ts';
import { writeScreen } from './page.ts';
import { languageOf, textsOf } from './texts/index.ts';

/** The door is shut because a part of ours does not answer. */
export function unavailablePage({ request, settings }: Pick<Visit, 'request' | 'settings'>): string {
  const language = languageOf(request);
  const { title, heading, lead, action } = textsOf(language).unavailable;
  return writeScreen({
    language,
    age: settings.threshold,
    title,
    heading,
    lead,
    action: { label: action, href: '/_age/gate' },
    notes: [],
    address: '/_age/gate',
  });
}
