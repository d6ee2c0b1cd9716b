import type { Visit } from '../visit.ts';
import { writeScreen } from './page.ts';
import { languageOf, textsOf } from './texts/index.ts';

/** The only page that a minor may see: short, unalarming, and the one way on. */
export function gatePage({ request, settings }: Pick<Visit, 'request' | 'settings'>): string {
  const language = languageOf(request);
  const age = settings.threshold;
  const { title, heading, lead, action, assurance } = textsOf(language).gate;
  return writeScreen({
    language,
    age,
    title,
    heading,
    lead,
    action: { label: action, href: '/_age/go' },
    notes: [assurance(age)],
    address: '/_age/gate',
  });
}
