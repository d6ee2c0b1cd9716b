import type { Element } from '@xmldom/xmldom';
import { isNamed, namedIn, onlyIn, textOf } from './elements.ts';
import { readXml } from './read-xml.ts';

const TSL = 'http://uri.etsi.org/02231/v2#';
/** ETSI TS 119 612 §5.3.1: of the version 2 of the format. */
const VERSION = '6';
/** What a list of age verification is, without scheme: `http` and `https` stand for the same. The second one is of 2025. */
const LIST_TYPES: readonly string[] = [
  'trust.tech.ec.europa.eu/lists/age-verification/tsl-type',
  'ec.europa.eu/tools/lotl/av/TrstSvc/TrustedList/TSLType/AVTL',
];
const PROVIDERS_MAX = 1000;

/** A list of attestation providers, as it says of itself (ETSI TS 119 612 §5). Nothing in it is judged yet. */
export interface ProviderList {
  readonly sequence: number;
  /** Unix seconds. */
  readonly issued: number;
  /** Unix seconds at which nobody may believe it any more. */
  readonly nextUpdate: number;
  readonly schemeName: string;
  readonly legalNotice: string;
  /** Where it says that it is published. */
  readonly locations: readonly string[];
  readonly providers: readonly Provider[];
}

/** Somebody who issues proofs of age. */
export interface Provider {
  readonly name: string;
  /** Of its address, for instance `IE`. */
  readonly country: string;
  readonly services: readonly Service[];
}

export interface Service {
  readonly name: string;
  /** URIs without scheme. */
  readonly type: string;
  readonly status: string;
  /** Base64 of DER, as written. */
  readonly certificates: readonly string[];
}

/**
 * Reads a list of age verification in the form of ETSI TS 119 612 v2.4.1. What a service was before (`ServiceHistory`)
 * is not read.
 * @param signed the text that `verifyXades` gives back
 * @throws TypeError saying what is missing, without what stands there
 */
export function parseList(signed: string): ProviderList {
  const root = readXml(signed);
  if (!isNamed(root, TSL, 'TrustServiceStatusList')) throw new TypeError('not a trusted list');
  const scheme = onlyIn(root, TSL, 'SchemeInformation');
  if (textIn(scheme, 'TSLVersionIdentifier') !== VERSION) throw new TypeError('not version 6 of trusted lists');
  if (!LIST_TYPES.includes(withoutScheme(textIn(scheme, 'TSLType')))) throw new TypeError('a list of something else');
  const issued = readTime(textIn(scheme, 'ListIssueDateTime'));
  const nextUpdate = readTime(textIn(scheme, 'NextUpdate', 'dateTime'));
  if (nextUpdate <= issued) throw new TypeError('a list that was over before it was issued');
  // A list without providers has no such element (§5.2).
  const providers = namedIn(root, TSL, 'TrustServiceProviderList').flatMap((list) =>
    namedIn(list, TSL, 'TrustServiceProvider'),
  );
  if (providers.length > PROVIDERS_MAX) throw new TypeError('a list of too many providers');
  return {
    sequence: readSequence(textIn(scheme, 'TSLSequenceNumber')),
    ...{ issued, nextUpdate },
    schemeName: textsIn(scheme, 'SchemeName').join(' '),
    legalNotice: textsIn(scheme, 'PolicyOrLegalNotice').join(' '),
    locations: locationsOf(scheme),
    providers: providers.map(readProvider),
  };
}

/** A URI by which lists say what something is: `http` and `https` vary. */
export function withoutScheme(uri: string): string {
  return uri.replace(/^https?:\/\//, '');
}

function readProvider(provider: Element): Provider {
  const information = onlyIn(provider, TSL, 'TSPInformation');
  const [address] = namedIn(onlyIn(information, TSL, 'TSPAddress', 'PostalAddresses'), TSL, 'PostalAddress');
  const [name] = textsIn(information, 'TSPName');
  if (name === undefined || address === undefined) throw new TypeError('a provider without name or address');
  return {
    name,
    country: textIn(address, 'CountryName'),
    services: namedIn(onlyIn(provider, TSL, 'TSPServices'), TSL, 'TSPService').map(readService),
  };
}

function readService(service: Element): Service {
  const information = onlyIn(service, TSL, 'ServiceInformation');
  const [name = ''] = textsIn(information, 'ServiceName');
  return {
    name,
    type: withoutScheme(textIn(information, 'ServiceTypeIdentifier')),
    status: withoutScheme(textIn(information, 'ServiceStatus')),
    certificates: namedIn(onlyIn(information, TSL, 'ServiceDigitalIdentity'), TSL, 'DigitalId').flatMap((identity) =>
      namedIn(identity, TSL, 'X509Certificate').map(textOf),
    ),
  };
}

/** §5.3.13 and §5.3.16; other lists that it points to are other lists. */
function locationsOf(scheme: Element): readonly string[] {
  const own = namedIn(scheme, TSL, 'PointersToOtherTSL')
    .flatMap((pointers) => namedIn(pointers, TSL, 'OtherTSLPointer'))
    .flatMap((pointer) => namedIn(pointer, TSL, 'TSLLocation'))
    .map(textOf);
  return [...own, ...textsIn(scheme, 'DistributionPoints')];
}

function textIn(element: Element, ...path: readonly string[]): string {
  return textOf(onlyIn(element, TSL, ...path));
}

/** What an element says in every language. */
function textsIn(element: Element, name: string): readonly string[] {
  return namedIn(element, TSL, name).flatMap((named) =>
    ['Name', 'TSLLegalNotice', 'URI'].flatMap((text) => namedIn(named, TSL, text).map(textOf)),
  );
}

function readSequence(text: string): number {
  const sequence = Number(text);
  if (!/^[1-9]\d*$/.test(text) || !Number.isSafeInteger(sequence)) throw new TypeError('not a sequence number');
  return sequence;
}

/** §5.1.4: UTC, in whole seconds. */
function readTime(text: string): number {
  const time = Date.parse(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.0+)?Z$/.test(text) && !Number.isNaN(time);
  if (!isTime) throw new TypeError('not a time');
  return time / 1000;
}
