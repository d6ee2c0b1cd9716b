import { isEqual } from '../protocol/bytes.ts';
import { asText, type Json, parseJson } from '../protocol/json.ts';
import { type Certificate, hasOrganization, isCurrent, isIssuedBy, parseCertificate } from './certificate.ts';

/** The organisation in every certificate of the demonstration's own attestation provider. */
export const DEMONSTRATION_ORGANIZATION = 'Bauta demonstration';

/** One certificate of an attestation provider: of a signer, or of an authority that issues to signers. */
export interface TrustedCertificate {
  /** For the operator's eyes. */
  readonly name: string;
  readonly certificate: Certificate;
}

/** The attestation providers whose proofs of age are good. */
export interface TrustedList {
  readonly certificates: readonly TrustedCertificate[];
  /** True when a proof of age that anybody can make is on it. */
  readonly demonstration: boolean;
}

/** True for a certificate of the demonstration's attestation provider. @throws TypeError when it is no certificate. */
export function isDemonstrationCertificate(der: Uint8Array): boolean {
  return isOfDemonstration(parseCertificate(der));
}

function isOfDemonstration(certificate: Certificate): boolean {
  return [certificate.subject, certificate.issuer].some((name) => hasOrganization(name, DEMONSTRATION_ORGANIZATION));
}

/**
 * Reads `{"certificates": [{"name", "der": base64}], "demonstration"?: true, "environment"?: "acceptance"}`.
 * @param options `production` true refuses a list that is marked as a demonstration or holds a certificate of one, and
 * one that is made of a list for acceptance.
 * @throws TypeError naming the entry that is wrong, or the reason why production refuses the list.
 */
export function parseTrustedList(json: string, options: { readonly production: boolean }): TrustedList {
  let list: Json;
  try {
    list = parseJson(json);
  } catch {
    throw new TypeError('the trusted list is not JSON');
  }
  if (list === null || typeof list !== 'object' || Array.isArray(list) || !Array.isArray(list.certificates)) {
    throw new TypeError('the trusted list has no "certificates"');
  }
  const { certificates: entries, demonstration: marked = false, environment = 'production', ...unknown } = list;
  if (typeof marked !== 'boolean' || Object.keys(unknown).length > 0) {
    throw new TypeError('the trusted list has members besides "certificates", "demonstration" and "environment"');
  }
  if (environment !== 'production' && environment !== 'acceptance') {
    throw new TypeError('the trusted list is for another environment than "acceptance" and "production"');
  }
  if (options.production && environment === 'acceptance') {
    throw new TypeError('the trusted list is for acceptance: production must not believe it');
  }
  const certificates = (entries as Json[]).map(readEntry);
  const demonstration = marked || certificates.some(({ certificate }) => isOfDemonstration(certificate));
  if (options.production && demonstration) {
    throw new TypeError('the trusted list is for demonstration: production must not believe it');
  }
  return { certificates, demonstration };
}

function readEntry(entry: Json, index: number): TrustedCertificate {
  try {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) throw new TypeError('not an object');
    return { name: asText(entry.name), certificate: parseCertificate(decodeBase64(asText(entry.der))) };
  } catch {
    throw new TypeError(`certificate ${index + 1} of the trusted list is not {"name", "der": base64 of a certificate}`);
  }
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * The listed certificate that makes `leaf` good: `leaf` itself, or one that issued it and is good at `now`; else null.
 * Lists keep authorities that are over, and whoever still has the key of one could date new certificates as they like.
 * Uses of keys, revocation lists and other extensions are not consulted: the list decides, and the certificates of the age
 * verification PKI vary in all of them.
 * @param now Unix seconds.
 */
export async function findListed(leaf: Certificate, list: TrustedList, now: number): Promise<Certificate | null> {
  const itself = list.certificates.find(({ certificate }) => isEqual(certificate.der, leaf.der));
  if (itself) return itself.certificate;
  for (const { certificate } of list.certificates) {
    if (isCurrent(certificate, now) && (await isIssuedBy(leaf, certificate))) return certificate;
  }
  return null;
}
