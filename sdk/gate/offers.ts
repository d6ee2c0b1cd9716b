/** The ways of proving one's age that there are. */
export type OfferName = 'wallet';

/**
 * What an option keeps from whom, the best first. `double-blind`: the site learns neither the person nor the source or
 * method, and nobody else learns the site. `source-visible`: the site can see who vouches for the age.
 * `service-visible`: somebody else can learn which site it is; the référentiel wants that said (ARCOM-R48).
 */
export const PRIVACY_LEVELS = ['double-blind', 'source-visible', 'service-visible'] as const;
export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number];

/** One option on the gate page; its sentences are each language's own. */
export interface Offer {
  readonly name: OfferName;
  readonly privacy: PrivacyLevel;
  /** An address of the gate itself: a link elsewhere would touch that host before anyone has clicked. */
  readonly href: `/_age/${string}`;
}

/** By level of privacy, the best first; offers of one level stay in the order given. */
export function sortOffers(offers: readonly Offer[]): readonly Offer[] {
  return [...offers].sort((a, b) => PRIVACY_LEVELS.indexOf(a.privacy) - PRIVACY_LEVELS.indexOf(b.privacy));
}

/** The options of every site, the most private first. */
export const OFFERS: readonly Offer[] = sortOffers([{ name: 'wallet', privacy: 'double-blind', href: '/_age/go' }]);
