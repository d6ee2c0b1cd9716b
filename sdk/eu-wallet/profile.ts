/** The document type of a proof of age and the one name space in it (Annex A of the EU age verification profile, A.4). */
export const PROOF_OF_AGE = 'eu.europa.ec.av.1';

/** The most bytes that an answer with a proof of age in clear may have. A real one has about 1,500. */
export const LONGEST_DEVICE_RESPONSE = 16_384;

/** The element that says whether a person has reached an age of two digits. */
export function ageElement(threshold: number): string {
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > 99) throw new TypeError('not an age of two digits');
  return `age_over_${String(threshold).padStart(2, '0')}`;
}
