/** The document type of a proof of age and the one name space in it (Annex A of the EU age verification profile, A.4). */
export const PROOF_OF_AGE = 'eu.europa.ec.av.1';

/** What kind of mdoc is meant: its document type, and the one name space that is read of it. */
export interface MdocKind {
  readonly docType: string;
  readonly nameSpace: string;
  /** True lets full dates (tag 1004) into its elements. A proof of age has none. */
  readonly fullDates?: boolean;
}

export const PROOF_OF_AGE_MDOC: MdocKind = { docType: PROOF_OF_AGE, nameSpace: PROOF_OF_AGE };

/**
 * Person identification data of an EUDI wallet (PID rulebook 1.7). It has a date of birth, `birth_date`, and no element
 * that says an age: only an attester whose operator chose so may ask for it, never a site.
 */
export const PERSON_IDENTIFICATION_MDOC: MdocKind = {
  docType: 'eu.europa.ec.eudi.pid.1',
  nameSpace: 'eu.europa.ec.eudi.pid.1',
  fullDates: true,
};

/** The most bytes that an answer with a zero-knowledge proof may have. A real one has about 326,000. */
export const LONGEST_ZK_RESPONSE = 1_048_576;

/** The most bytes that an answer with a proof of age in clear may have. A real one has about 1,500. */
export const LONGEST_DEVICE_RESPONSE = 16_384;

/** The element that says whether a person has reached an age of two digits. */
export function ageElement(threshold: number): string {
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > 99) throw new TypeError('not an age of two digits');
  return `age_over_${String(threshold).padStart(2, '0')}`;
}
