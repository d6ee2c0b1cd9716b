import type { Visit } from '../visit.ts';
import { writeScreen } from './page.ts';
import { languageOf, textsOf } from './texts/index.ts';

/** One page for every refusal: what happened, what it does not mean, what to do. It depends on the language alone. */
export function refusalPage({ request, settings }: Pick<Visit, 'request' | 'settings'>): string {
  const language = languageOf(request);
  const { title, heading, lead, cost, action, advice, code } = textsOf(language).refusal;
  return writeScreen({
    language,
    age: settings.threshold,
    title,
    heading,
    lead,
    action: { label: action, href: '/_age/go' },
    notes: [cost, advice, `${code} ERR_PROOF_NEEDED`],
    address: '/_age/enter',
  });
}
