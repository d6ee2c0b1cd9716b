import 'reflect-metadata';
import { createHash, KeyObject, sign } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA512 = 'http://www.w3.org/2001/04/xmlenc#sha512';
const OURS = 'trust.tech.ec.europa.eu/lists/age-verification';

/** 22 November 2026, noon. */
export const NOW = Date.UTC(2026, 10, 22, 12) / 1000;

/** Who signs lists in tests. */
export interface ListSigner {
  readonly pem: string;
  readonly der: Buffer;
  readonly privateKey: KeyObject;
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-512',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
} as const;
const EC = (namedCurve: string) => ({ name: 'ECDSA', hash: 'SHA-256', namedCurve });

export const ALGORITHMS = {
  'rsa-2048': RSA,
  'rsa-1024': { ...RSA, modulusLength: 1024 },
  'p-256': EC('P-256'),
  'p-384': EC('P-384'),
  'p-521': EC('P-521'),
} as const;

export async function createListSigner(
  kind: keyof typeof ALGORITHMS = 'rsa-2048',
  name = 'CN=European Commission, C=LU',
  years: readonly [number, number] = [2025, 2028],
): Promise<ListSigner> {
  const algorithm = ALGORITHMS[kind] as RsaHashedKeyGenParams & EcKeyGenParams;
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name, keys, signingAlgorithm: algorithm },
    notBefore: new Date(Date.UTC(years[0], 0, 1)),
    notAfter: new Date(Date.UTC(years[1], 0, 1)),
  });
  return {
    pem: certificate.toString('pem'),
    der: Buffer.from(certificate.rawData),
    privateKey: KeyObject.from(keys.privateKey),
  };
}

/** A certificate of an attestation provider, base64. */
export async function createProvider(name: string, kind: keyof typeof ALGORITHMS = 'p-256'): Promise<string> {
  return (await createListSigner(kind, `CN=${name}, C=EU`)).der.toString('base64');
}

export interface ListFields {
  readonly sequence?: number | string;
  readonly issued?: string;
  readonly nextUpdate?: string;
  readonly type?: string;
  readonly version?: string;
  readonly schemeName?: string;
  readonly legalNotice?: string;
  readonly location?: string;
  /** What is in the list of providers; the list is left out when it is undefined. */
  readonly providers?: string | undefined;
}

export interface ServiceFields {
  readonly certificates: readonly string[];
  readonly type?: string;
  readonly status?: string;
  readonly history?: string;
  readonly provider?: string;
}

/** A provider with one service, in canonical form. */
export function provider({ certificates, provider = 'A provider', ...service }: ServiceFields): string {
  const { type = `http://${OURS}/service-type/paa`, status = `http://${OURS}/service-status/recognized` } = service;
  const identities = certificates
    .map((base64) => `<DigitalId><X509Certificate>${base64}</X509Certificate></DigitalId>`)
    .join('');
  const history =
    service.history === undefined
      ? ''
      : '<ServiceHistory><ServiceHistoryInstance>' +
        `<ServiceTypeIdentifier>${type}</ServiceTypeIdentifier>` +
        '<ServiceDigitalIdentity><DigitalId><X509Certificate>' +
        `${service.history}</X509Certificate></DigitalId></ServiceDigitalIdentity>` +
        `<ServiceStatus>http://${OURS}/service-status/recognized</ServiceStatus>` +
        '</ServiceHistoryInstance></ServiceHistory>';
  return (
    '<TrustServiceProvider><TSPInformation>' +
    `<TSPName><Name xml:lang="en">${provider}</Name></TSPName>` +
    '<TSPAddress><PostalAddresses><PostalAddress xml:lang="en"><CountryName>FR</CountryName></PostalAddress>' +
    '</PostalAddresses></TSPAddress></TSPInformation>' +
    '<TSPServices><TSPService><ServiceInformation>' +
    `<ServiceTypeIdentifier>${type}</ServiceTypeIdentifier>` +
    '<ServiceName><Name xml:lang="en">A service</Name></ServiceName>' +
    `<ServiceDigitalIdentity>${identities}</ServiceDigitalIdentity>` +
    `<ServiceStatus>${status}</ServiceStatus>` +
    `</ServiceInformation>${history}</TSPService></TSPServices></TrustServiceProvider>`
  );
}

/** A list without signature, written in canonical form: nothing has to be done to it to sign it. */
export function writeList(fields: ListFields = {}, rootAttributes = ''): string {
  const {
    sequence = 3,
    issued = '2026-11-01T12:00:00Z',
    nextUpdate = '2027-04-01T12:00:00Z',
    type = `https://${OURS}/tsl-type`,
    version = '6',
    schemeName = 'EU:List of Proof of Age Attestation Providers.',
    legalNotice = 'Information notified by Member States.',
    location = `https://${OURS}/av-tl.xml`,
    providers,
  } = fields;
  return (
    `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"${rootAttributes}>\n<SchemeInformation>` +
    `<TSLVersionIdentifier>${version}</TSLVersionIdentifier>` +
    `<TSLSequenceNumber>${sequence}</TSLSequenceNumber><TSLType>${type}</TSLType>` +
    `<SchemeName><Name xml:lang="en">${schemeName}</Name></SchemeName>` +
    `<PolicyOrLegalNotice><TSLLegalNotice xml:lang="en">${legalNotice}</TSLLegalNotice></PolicyOrLegalNotice>` +
    `<ListIssueDateTime>${issued}</ListIssueDateTime>` +
    `<NextUpdate><dateTime>${nextUpdate}</dateTime></NextUpdate>` +
    `<DistributionPoints><URI>${location}</URI></DistributionPoints></SchemeInformation>\n` +
    (providers === undefined ? '' : `<TrustServiceProviderList>${providers}</TrustServiceProviderList>`) +
    '</TrustServiceStatusList>'
  );
}

export interface SignatureFields {
  readonly method?: string;
  readonly canonicalization?: string;
  readonly digest?: string;
  readonly uri?: string;
  readonly transforms?: string;
  /** Digest and certificate that are named as the signer's; its own unless given. */
  readonly named?: Buffer;
  readonly certificateDigest?: string;
  /** What stands in KeyInfo; its own certificate unless given. */
  readonly keyInfo?: Buffer;
  /** More References. */
  readonly references?: string;
  readonly target?: string;
  readonly propertiesUri?: string;
  readonly propertiesType?: string;
  readonly propertiesTransforms?: string;
  /** Beside the signed properties. */
  readonly beside?: string;
  /** Text that is digested in place of the list. */
  readonly over?: string;
}

const hashes: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  [SHA512]: 'sha512',
};
const digestOf = (algorithm: string, data: string | Buffer): string =>
  createHash(hashes[algorithm] ?? 'sha512')
    .update(data)
    .digest('base64');
const transform = (algorithm: string): string => `<ds:Transform Algorithm="${algorithm}"></ds:Transform>`;

export const ENVELOPED: string = transform(`${DS}enveloped-signature`);
export const CANONICAL: string = transform(EXC_C14N);

/** The signature of a list that is in canonical form, as a text that goes into its root. */
export function signatureOf(list: string, signer: ListSigner, fields: SignatureFields = {}): string {
  const isEc = signer.privateKey.asymmetricKeyType === 'ec';
  const {
    method = `http://www.w3.org/2001/04/xmldsig-more#${isEc ? 'ecdsa-sha256' : 'rsa-sha512'}`,
    canonicalization = EXC_C14N,
    digest = SHA512,
    certificateDigest = SHA512,
    uri = '',
    transforms = ENVELOPED + CANONICAL,
    named = signer.der,
    keyInfo = signer.der,
    references = '',
    target = '#signature',
    propertiesUri = '#properties',
    propertiesType = 'http://uri.etsi.org/01903#SignedProperties',
    propertiesTransforms = CANONICAL,
    beside = '',
    over = list,
  } = fields;
  const reference = (attributes: string, steps: string, algorithm: string, value: string): string =>
    `<ds:Reference ${attributes}><ds:Transforms>${steps}</ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${algorithm}"></ds:DigestMethod>` +
    `<ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`;
  const properties = (namespace: string): string =>
    `<xades:SignedProperties${namespace} Id="properties"><xades:SignedSignatureProperties>` +
    '<xades:SigningTime>2026-11-01T12:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert>' +
    `<xades:CertDigest><ds:DigestMethod${namespace && ` xmlns:ds="${DS}"`} Algorithm="${certificateDigest}">` +
    `</ds:DigestMethod><ds:DigestValue${namespace && ` xmlns:ds="${DS}"`}>${digestOf(certificateDigest, named)}` +
    '</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>' +
    '</xades:SignedSignatureProperties></xades:SignedProperties>';
  const info = (namespace: string): string =>
    `<ds:SignedInfo${namespace}><ds:CanonicalizationMethod Algorithm="${canonicalization}">` +
    `</ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>` +
    reference(`URI="${uri}"`, transforms, digest, digestOf(digest, over)) +
    reference(
      `Type="${propertiesType}" URI="${propertiesUri}"`,
      propertiesTransforms,
      SHA512,
      digestOf(SHA512, properties(` xmlns:xades="${XADES}"`)),
    ) +
    `${references}</ds:SignedInfo>`;
  const hash = /sha\d+$/.exec(method)?.[0] ?? 'sha512';
  const value = sign(hash, Buffer.from(info(` xmlns:ds="${DS}"`)), {
    key: signer.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return (
    `<ds:Signature xmlns:ds="${DS}" Id="signature">${info('')}` +
    `<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${keyInfo.toString('base64')}</ds:X509Certificate></ds:X509Data>` +
    `</ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="${target}">` +
    `${properties('')}${beside}</xades:QualifyingProperties></ds:Object></ds:Signature>`
  );
}

/** Puts a text at the end of what the root holds. */
export function insert(list: string, text: string): string {
  const end = list.lastIndexOf('</TrustServiceStatusList>');
  return list.slice(0, end) + text + list.slice(end);
}

/** A signed list, as it is served. */
export function signList(list: string, signer: ListSigner, fields: SignatureFields = {}): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>';
  return declaration + insert(list, signatureOf(list, signer, fields));
}
