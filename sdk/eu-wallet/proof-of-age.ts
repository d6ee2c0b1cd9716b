import { sha256 } from '#crypto';
import { type Bytes, isEqual } from '../protocol/bytes.ts';
import { check } from '../protocol/errors.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { isCoseSignedBy } from './cose-sign1.ts';
import { type PresentedDocument, readDeviceResponse, refuseMalformed } from './device-response.ts';
import type { EcKey } from './ec-key.ts';
import { type MobileSecurityObject, readMobileSecurityObject } from './mobile-security-object.ts';
import { ageElement, PROOF_OF_AGE } from './profile.ts';
import { deviceAuthentication } from './session-transcript.ts';
import { isListed, type TrustedList } from './trusted-list.ts';

/** What a verified proof of age shows, and nothing of who showed it. */
export interface ProofOfAge {
  /** Those of the thresholds asked for that the document says the person has reached, ascending; never empty. */
  readonly thresholds: readonly number[];
  /** Until when the document is good, Unix seconds. */
  readonly validUntil: number;
  /** The bytes the attestation provider signed: the same at each showing of this document. Hash it, do not keep it. */
  readonly msoPayload: Bytes;
}

/** What a proof of age is measured against. */
export interface ProofOfAgeTerms {
  /** The encoded `SessionTranscript` of this presentation. */
  readonly sessionTranscript: Bytes;
  readonly trustedList: TrustedList;
  /** Unix seconds. */
  readonly now: number;
  /** Ages asked for; 18 alone when absent. */
  readonly thresholds?: readonly number[];
}

const CLOCK_SKEW = 60;
// Providers round `signed` down, to midnight at most, so that it tells nobody apart; a signer's certificate may be
// younger than that. The real examples of google/longfellow-zk were signed "before" theirs by up to half an hour.
const SIGNED_ROUNDING = 86_400;

/**
 * Verifies an answer of an age verification app: one mdoc of type `eu.europa.ec.av.1` whose age elements, provider and
 * device all stand as ISO 18013-5 §9.3 wants it. Cheap checks come before dear ones.
 * @param deviceResponse the CBOR of `DeviceResponse`, at most 16,384 bytes.
 * @throws AgeError ERR_MDOC_MALFORMED, _STATUS, _TYPE, _ALGORITHM, _VALIDITY, _AGE, _DIGEST, _ISSUER_UNLISTED,
 * _ISSUER_SIGNATURE or _DEVICE_SIGNATURE.
 */
export async function checkProofOfAge(deviceResponse: Uint8Array, terms: ProofOfAgeTerms): Promise<ProofOfAge> {
  const { now, thresholds: asked = [18] } = terms;
  const document = readDeviceResponse(deviceResponse);
  const [mso, signer] = refuseMalformed(() => [
    readMobileSecurityObject(document.msoPayload),
    parseCertificate(document.signerCertificate),
  ]);

  check(mso.docType === document.docType, 'ERR_MDOC_TYPE', 'the signed document type is another one');
  check(mso.digestAlgorithm === 'SHA-256', 'ERR_MDOC_ALGORITHM', 'a digest algorithm other than SHA-256');
  const deviceKey = requireP256(mso.deviceKey, 'a device key other than P-256');
  const signerKey = requireP256(signer.publicKey, 'an attestation provider key other than P-256');
  checkValidity(mso, signer, now);

  const thresholds = readThresholds(document, asked);
  check(thresholds.length > 0, 'ERR_MDOC_AGE', 'no age asked for is shown as reached');

  await checkDigests(document, mso);
  check(await isListed(signer, terms.trustedList), 'ERR_MDOC_ISSUER_UNLISTED', 'the signer is not on the trusted list');
  check(
    await isCoseSignedBy(signerKey, document.issuerAuth, document.msoPayload),
    'ERR_MDOC_ISSUER_SIGNATURE',
    'the attestation provider did not sign this',
  );
  const authentication = deviceAuthentication(terms.sessionTranscript, document.docType, document.deviceNameSpaces);
  check(
    await isCoseSignedBy(deviceKey, document.deviceSignature, authentication),
    'ERR_MDOC_DEVICE_SIGNATURE',
    'the device did not sign this presentation',
  );
  return { thresholds, validUntil: mso.validUntil, msoPayload: document.msoPayload };
}

function requireP256(key: EcKey | null, cause: string): EcKey {
  check(key !== null && key.curve.name === 'P-256', 'ERR_MDOC_ALGORITHM', cause);
  return key;
}

function checkValidity(mso: MobileSecurityObject, signer: Certificate, now: number): void {
  check(now >= mso.validFrom - CLOCK_SKEW, 'ERR_MDOC_VALIDITY', 'not yet valid');
  check(now <= mso.validUntil + CLOCK_SKEW, 'ERR_MDOC_VALIDITY', 'expired');
  check(
    now >= signer.notBefore - CLOCK_SKEW && now <= signer.notAfter + CLOCK_SKEW,
    'ERR_MDOC_VALIDITY',
    "outside of the validity of the signer's certificate",
  );
  check(
    mso.signed >= signer.notBefore - SIGNED_ROUNDING && mso.signed <= signer.notAfter,
    'ERR_MDOC_VALIDITY',
    "signed outside of the validity of the signer's certificate",
  );
}

function readThresholds(document: PresentedDocument, asked: readonly number[]): number[] {
  const shown = new Set(document.items.filter((item) => item.value === true).map((item) => item.identifier));
  return asked.filter((threshold) => shown.has(ageElement(threshold))).sort((a, b) => a - b);
}

async function checkDigests(document: PresentedDocument, mso: MobileSecurityObject): Promise<void> {
  const digests = mso.digests.get(PROOF_OF_AGE);
  for (const item of document.items) {
    const digest = digests?.get(item.digestId);
    const isSame = digest !== undefined && isEqual(digest, await sha256(item.raw));
    check(isSame, 'ERR_MDOC_DIGEST', 'an element is not the one that was signed');
  }
}
