import { sha256 } from '#crypto';
import { type Bytes, isEqual } from '../protocol/bytes.ts';
import { check } from '../protocol/errors.ts';
import { type Certificate, isCurrent } from './certificate.ts';
import { isCoseSignedBy } from './cose-sign1.ts';
import {
  type IssuerSigned,
  type IssuerSignedItem,
  type PresentedDocument,
  refuseMalformed,
} from './device-response.ts';
import type { EcKey } from './ec-key.ts';
import { type MobileSecurityObject, readMobileSecurityObject } from './mobile-security-object.ts';
import { deviceAuthentication } from './session-transcript.ts';
import { findListedKey, readSigner, type Signer } from './signer.ts';
import type { TrustedList } from './trusted-list.ts';

/** What the provider's part of a document is measured against. */
export interface IssuerTerms {
  /** One object for as long as the list is the same: what is known of signers is remembered by it. */
  readonly trustedList: TrustedList;
  /** Unix seconds. */
  readonly now: number;
  /** Looks at the claims before anything dear is done with them. It may throw; nothing in them is verified yet. */
  readonly look?: (items: readonly IssuerSignedItem[]) => void;
}

/** What a whole document is measured against. */
export interface MdocTerms extends IssuerTerms {
  /** The encoded `SessionTranscript` of this presentation. */
  readonly sessionTranscript: Bytes;
}

/** A document whose provider is listed and signed all of this. */
export interface CheckedIssuerSigned {
  /** The claims that were shown, by element identifier. */
  readonly claims: ReadonlyMap<string, unknown>;
  /** Until when the document is good, Unix seconds. */
  readonly validUntil: number;
  /** The bytes the provider signed: the same at each showing of this document. Hash it, do not keep it. */
  readonly msoPayload: Bytes;
  /** P-256: who shows the document must sign with its other half. */
  readonly deviceKey: EcKey;
}

const CLOCK_SKEW = 60;
// Providers round `signed` down, to midnight at most, so that it tells nobody apart; a signer's certificate may be
// younger than that. The real examples of google/longfellow-zk were signed "before" theirs by up to half an hour.
const SIGNED_ROUNDING = 86_400;

/**
 * Verifies one document as ISO 18013-5 §9.3 wants it, for any document type: provider, validity, claims and device.
 * Cheap checks come before dear ones; with a signer met before under this list it costs two ECDSA verifications.
 * @param document as `readDeviceResponse` reads it.
 * @throws AgeError ERR_MDOC_MALFORMED, _TYPE, _ALGORITHM, _VALIDITY, _DIGEST, _ISSUER_UNLISTED, _ISSUER_SIGNATURE or
 * _DEVICE_SIGNATURE, and what `look` throws.
 */
export async function checkMdoc(document: PresentedDocument, terms: MdocTerms): Promise<CheckedIssuerSigned> {
  const checked = await checkIssuerSigned(document, document.docType, terms);
  const authentication = deviceAuthentication(terms.sessionTranscript, document.docType, document.deviceNameSpaces);
  check(
    await isCoseSignedBy(checked.deviceKey, document.deviceSignature, authentication),
    'ERR_MDOC_DEVICE_SIGNATURE',
    'the device did not sign this presentation',
  );
  return checked;
}

/** The provider's part of `checkMdoc`. Alone it proves nothing: who copies a document has it too. */
export async function checkIssuerSigned(
  document: IssuerSigned,
  docType: string,
  { trustedList, now, look }: IssuerTerms,
): Promise<CheckedIssuerSigned> {
  const mso = refuseMalformed(() => readMobileSecurityObject(document.msoPayload));
  const signer = await readSigner(document.signerCertificate, trustedList);
  check(mso.docType === docType, 'ERR_MDOC_TYPE', 'the signed document type is another one');
  check(mso.digestAlgorithm === 'SHA-256', 'ERR_MDOC_ALGORITHM', 'a digest algorithm other than SHA-256');
  const deviceKey = requireP256(mso.deviceKey, 'a device key other than P-256');
  const signerKey = requireP256(signer.certificate.publicKey, 'a provider key other than P-256');
  checkValidity(mso, signer.certificate, now);
  look?.(document.items);

  await checkDigests(document, mso);
  const listedKey = await requireListed(signer, signerKey, { trustedList, now });
  check(
    await isCoseSignedBy(listedKey, document.issuerAuth, document.msoPayload),
    'ERR_MDOC_ISSUER_SIGNATURE',
    'the attestation provider did not sign this',
  );
  const claims = new Map(document.items.map(({ identifier, value }) => [identifier, value]));
  return { claims, validUntil: mso.validUntil, msoPayload: document.msoPayload, deviceKey };
}

/** The key itself, when it is on P-256. @throws AgeError ERR_MDOC_ALGORITHM otherwise. */
export function requireP256(key: EcKey | null, cause: string): EcKey {
  check(key !== null && key.curve.name === 'P-256', 'ERR_MDOC_ALGORITHM', cause);
  return key;
}

/** The signer's key. @throws AgeError ERR_MDOC_ISSUER_UNLISTED unless the list holds the signer. */
export async function requireListed(
  signer: Signer,
  key: EcKey,
  { trustedList, now }: Pick<IssuerTerms, 'trustedList' | 'now'>,
): Promise<CryptoKey | EcKey> {
  const listedKey = await findListedKey(signer, key, trustedList, now);
  check(listedKey !== null, 'ERR_MDOC_ISSUER_UNLISTED', 'the signer is not on the trusted list');
  return listedKey;
}

/** @throws AgeError ERR_MDOC_VALIDITY unless the certificate is good at `now`, a minute of difference allowed. */
export function checkCertificateValidity(certificate: Certificate, now: number): void {
  check(isCurrent(certificate, now), 'ERR_MDOC_VALIDITY', "outside of the validity of the signer's certificate");
}

function checkValidity(mso: MobileSecurityObject, signer: Certificate, now: number): void {
  check(now >= mso.validFrom - CLOCK_SKEW, 'ERR_MDOC_VALIDITY', 'not yet valid');
  check(now <= mso.validUntil + CLOCK_SKEW, 'ERR_MDOC_VALIDITY', 'expired');
  checkCertificateValidity(signer, now);
  check(
    mso.signed >= signer.notBefore - SIGNED_ROUNDING && mso.signed <= signer.notAfter,
    'ERR_MDOC_VALIDITY',
    "signed outside of the validity of the signer's certificate",
  );
}

async function checkDigests(document: IssuerSigned, mso: MobileSecurityObject): Promise<void> {
  const digests = mso.digests.get(document.nameSpace);
  for (const item of document.items) {
    const digest = digests?.get(item.digestId);
    const isSame = digest !== undefined && isEqual(digest, await sha256(item.raw));
    check(isSame, 'ERR_MDOC_DIGEST', 'an element is not the one that was signed');
  }
}
