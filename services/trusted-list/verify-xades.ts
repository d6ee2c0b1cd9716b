import { hash, verify } from 'node:crypto';
import { type Bytes, isEqual, writeUtf8 } from '@bauta/sdk/protocol';
import type { Element } from '@xmldom/xmldom';
import { canonicalize } from './canonical-xml.ts';
import { childrenOf, everyElement, hasNoText, isNamed, onlyIn, textOf } from './elements.ts';
import type { PinnedSigner } from './pinned-signer.ts';
import { readXml } from './read-xml.ts';
import { DIGESTS, SIGNATURE_METHODS } from './signature-algorithms.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = `${DS}enveloped-signature`;
const FILTER2 = 'http://www.w3.org/2002/06/xmldsig-filter2';
const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties';
/** Attributes that other XML takes for ids, whatever their namespace. */
const ID = /^id$/i;
/** Bytes of a signature at most: RSA with 16,384 bits. */
const SIGNATURE_MAX = 2048;

/** What a signature covers, and whose it is. */
export interface Signed {
  /**
   * The document as it was signed: in canonical form, without the signature. Whoever reads this and nothing else reads
   * what was signed and nothing else.
   */
  readonly text: string;
  readonly signer: PinnedSigner;
}

/**
 * Verifies the enveloped XAdES signature of a whole document (W3C xmldsig-core; ETSI EN 319 132-1, level B) by one of
 * the pinned certificates. What the signature says of its own key is not looked at.
 * @param xml at most `XML_MAX` characters
 * @throws TypeError saying which rule does not hold, without what stands there
 */
export function verifyXades(xml: string, signers: readonly PinnedSigner[]): Signed {
  const root = readXml(xml);
  const signature = findSignature(root);
  const { info, value, properties } = readSignature(signature);
  const signer = findSigner(properties, signers);
  checkSignature(info, value, signer);
  const [whole, ofProperties] = readReferences(info, root, signature, properties);
  const text = canonicalize(root, signature);
  checkDigest(whole, text);
  checkDigest(ofProperties, canonicalize(properties));
  return { text, signer };
}

/** The one signature of the document. Whoever wraps a signed document in another has two, or one somewhere else. */
function findSignature(root: Element): Element {
  const ids = new Set<string>();
  const signatures: Element[] = [];
  for (const element of everyElement(root)) {
    if (isNamed(element, DS, 'Signature')) signatures.push(element);
    for (const { localName, value } of element.attributes) {
      if (!ID.test(localName ?? '')) continue;
      if (ids.has(value)) throw new TypeError('the XML has an id twice');
      ids.add(value);
    }
  }
  const [signature, ...more] = signatures;
  if (signature === undefined || more.length > 0 || signature.parentNode !== root) {
    throw new TypeError('the XML has not one signature, in its root');
  }
  return signature;
}

interface Parts {
  readonly info: Element;
  readonly value: Bytes;
  readonly properties: Element;
}

/** xmldsig-core §4.1, with one Object, which holds the properties (EN 319 132-1 §4.3). */
function readSignature(signature: Element): Parts {
  const parts = childrenOf(signature).map(({ localName }) => localName);
  const expected = parts.includes('KeyInfo')
    ? ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object']
    : ['SignedInfo', 'SignatureValue', 'Object'];
  if (parts.join() !== expected.join() || !hasNoText(signature)) throw new TypeError('the signature has other parts');
  const object = onlyIn(signature, DS, 'Object');
  const qualifying = onlyIn(object, XADES, 'QualifyingProperties');
  if (childrenOf(object).length !== 1 || qualifying.getAttribute('Target') !== referenceTo(signature)) {
    throw new TypeError('the properties are of another signature');
  }
  return {
    info: onlyIn(signature, DS, 'SignedInfo'),
    value: readBase64(onlyIn(signature, DS, 'SignatureValue')),
    properties: onlyIn(qualifying, XADES, 'SignedProperties'),
  };
}

/** EN 319 132-1 §5.2.2: the signer says by a digest whose certificate it is; the pinned ones are looked through for it. */
function findSigner(properties: Element, signers: readonly PinnedSigner[]): PinnedSigner {
  const named = childrenOf(onlyIn(properties, XADES, 'SignedSignatureProperties')).filter(({ localName }) =>
    /^SigningCertificate(V2)?$/.test(localName ?? ''),
  );
  const [certificate, ...more] = named;
  if (certificate === undefined || more.length > 0) throw new TypeError('the signature names not one certificate');
  const digest = readDigest(onlyIn(certificate, XADES, 'Cert', 'CertDigest'));
  const signer = signers.find(({ der }) => isEqual(digestOf(digest.algorithm, der), digest.value));
  if (signer === undefined) throw new TypeError('the signer is not pinned');
  return signer;
}

function checkSignature(info: Element, value: Bytes, signer: PinnedSigner): void {
  checkAlgorithm(onlyIn(info, DS, 'CanonicalizationMethod'), EXC_C14N);
  const method = onlyIn(info, DS, 'SignatureMethod');
  const algorithm = SIGNATURE_METHODS.get(method.getAttribute('Algorithm') ?? '');
  if (algorithm === undefined || childrenOf(method).length > 0 || algorithm.kind !== signer.kind) {
    throw new TypeError('the signature is by an algorithm that does not count');
  }
  // RFC 9231 §2.3.6: both numbers of an ECDSA signature one after the other.
  const key = { key: signer.publicKey, dsaEncoding: 'ieee-p1363' as const };
  if (!verify(algorithm.digest, writeUtf8(canonicalize(info)), key, value)) {
    throw new TypeError('the signature does not hold');
  }
}

interface DigestOf {
  readonly algorithm: string;
  readonly value: Bytes;
}

/** xmldsig-core §4.4.3: exactly the reference to the whole document and the one to the properties. */
function readReferences(
  info: Element,
  root: Element,
  signature: Element,
  properties: Element,
): readonly [whole: DigestOf, properties: DigestOf] {
  const names = childrenOf(info).map(({ localName }) => localName);
  if (names.join() !== 'CanonicalizationMethod,SignatureMethod,Reference,Reference' || !hasNoText(info)) {
    throw new TypeError('the signature has other references');
  }
  const references = childrenOf(info).slice(2);
  const whole = references.filter((reference) => reference.getAttribute('Type') !== SIGNED_PROPERTIES);
  const others = references.filter((reference) => reference.getAttribute('Type') === SIGNED_PROPERTIES);
  const [document, property] = [whole[0], others[0]];
  if (document === undefined || property === undefined) throw new TypeError('the signature has other references');
  const uri = document.getAttribute('URI');
  if (uri !== '' && (uri === null || uri !== referenceTo(root))) throw new TypeError('not the whole was signed');
  if (property.getAttribute('URI') !== referenceTo(properties)) throw new TypeError('other properties were signed');
  checkTransforms(document, signature);
  checkTransforms(property);
  return [readDigest(document), readDigest(property)];
}

function referenceTo(element: Element): string | undefined {
  const id = element.getAttribute('Id');
  return id === null || id === '' ? undefined : `#${id}`;
}

/** The canonical form; of the whole document without its signature. Nothing else may be done to what was signed. */
function checkTransforms(reference: Element, signature?: Element): void {
  const transforms = childrenOf(onlyIn(reference, DS, 'Transforms'));
  const [last, first, ...more] = [...transforms].reverse();
  if (last === undefined || more.length > 0 || (first === undefined) !== (signature === undefined)) {
    throw new TypeError('the signature is over something else');
  }
  checkAlgorithm(last, EXC_C14N);
  if (first === undefined || isSignatureSubtracted(first)) return;
  checkAlgorithm(first, ENVELOPED);
}

/** The same said with XPath Filter 2.0, as the lists of 2025 have it; there is one signature only to take away. */
function isSignatureSubtracted(transform: Element): boolean {
  if (transform.getAttribute('Algorithm') !== FILTER2) return false;
  const filter = onlyIn(transform, FILTER2, 'XPath');
  const isIt = filter.getAttribute('Filter') === 'subtract' && textOf(filter) === '/descendant::ds:Signature';
  return isIt && filter.lookupNamespaceURI('ds') === DS && childrenOf(transform).length === 1;
}

/** An algorithm without parameters. */
function checkAlgorithm(element: Element, algorithm: string): void {
  const isIt = ['Transform', 'CanonicalizationMethod'].some((name) => isNamed(element, DS, name));
  if (!isIt || element.getAttribute('Algorithm') !== algorithm || childrenOf(element).length > 0) {
    throw new TypeError('the signature is over something else');
  }
}

function readDigest(element: Element): DigestOf {
  const method = onlyIn(element, DS, 'DigestMethod');
  return {
    algorithm: method.getAttribute('Algorithm') ?? '',
    value: readBase64(onlyIn(element, DS, 'DigestValue')),
  };
}

function checkDigest({ algorithm, value }: DigestOf, text: string): void {
  if (!isEqual(digestOf(algorithm, writeUtf8(text)), value)) throw new TypeError('not what was signed');
}

function digestOf(algorithm: string, bytes: Bytes): Bytes {
  const name = DIGESTS.get(algorithm);
  if (name === undefined) throw new TypeError('the signature has a digest that does not count');
  return Uint8Array.from(hash(name, bytes, 'buffer'));
}

function readBase64(element: Element): Bytes {
  const text = textOf(element).replace(/[ \t\r\n]+/g, '');
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  if (!isBase64 || text.length > SIGNATURE_MAX * 2) throw new TypeError('the signature is not base64');
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
