/** The ways of proving one's age that every site has. */
export type OfferName = 'wallet';

/**
 * What an option keeps from whom, the best first. `double-blind`: the site learns neither the person nor the source or
 * method, and nobody else learns the site. `source-visible`: the site can see who vouches for the age.
 * `service-visible`: somebody else can learn which site it is; the référentiel wants that said (ARCOM-R48).
 */
export const PRIVACY_LEVELS = ['double-blind', 'source-visible', 'service-visible'] as const;
export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number];
