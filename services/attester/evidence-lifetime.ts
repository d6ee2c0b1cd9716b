/**
 * Seconds for which a document or a proof of one stands as evidence at most: as long as the EU profile lets a proof of age
 * be good. Person identification data are good for years, and an account is not to be.
 */
export const EVIDENCE_LIFETIME: number = 90 * 86_400;
