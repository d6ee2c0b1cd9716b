import type { GateMethod } from './method.ts';
import type { Language } from './pages/texts/index.ts';
import type { OfferTexts } from './pages/texts/texts.ts';
import { PRIVACY_LEVELS, type PrivacyLevel } from './privacy.ts';

/** One option on the gate page; its sentences are each language's own. */
export interface Offer {
  readonly name: string;
  readonly privacy: PrivacyLevel;
  /** Absent: the gate's own for this name. */
  readonly texts?: Readonly<Record<Language, OfferTexts>>;
  /** An address of the gate itself: a link elsewhere would touch that host before anyone has clicked. */
  readonly href: `/_age/${string}`;
}

/** The options of a site: by level of privacy, the best first, and methods of one level in the order given. */
export function listOffers(methods: readonly GateMethod[]): readonly Offer[] {
  const others = methods.map((method): Offer => ({ ...method, href: `/_age/${method.name}` }));
  const wallet: Offer = { name: 'wallet', privacy: 'double-blind', href: '/_age/go' };
  return [wallet, ...others].sort((a, b) => PRIVACY_LEVELS.indexOf(a.privacy) - PRIVACY_LEVELS.indexOf(b.privacy));
}
