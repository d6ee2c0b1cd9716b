import type { Bytes } from '../protocol/bytes.ts';
import { AgeError, check } from '../protocol/errors.ts';
import {
  asArray,
  asBytes,
  asCborText,
  asEncodedItem,
  asMap,
  asUnsigned,
  decodeCbor,
  type EncodedItem,
  readEntries,
} from './cbor.ts';
import { type CoseSign1, readCoseSign1 } from './cose-sign1.ts';
import { LONGEST_DEVICE_RESPONSE, type MdocKind, PROOF_OF_AGE_MDOC } from './profile.ts';

/** `IssuerSignedItem` (ISO 18013-5 §9.1.2.5): one claim, with the bytes its digest is over. */
export interface IssuerSignedItem {
  readonly digestId: number;
  readonly identifier: string;
  readonly value: unknown;
  readonly raw: Bytes;
}

/** What the provider of a document vouches for. Nothing in it is verified yet. */
export interface IssuerSigned {
  readonly nameSpace: string;
  /** Of that name space, no identifier twice. */
  readonly items: readonly IssuerSignedItem[];
  readonly issuerAuth: CoseSign1;
  /** `MobileSecurityObjectBytes`, the signed payload as received. */
  readonly msoPayload: Bytes;
  /** DER of the certificate that the provider signed with. */
  readonly signerCertificate: Bytes;
}

/** The one document of an answer. Nothing in it is verified yet. */
export interface PresentedDocument extends IssuerSigned {
  readonly docType: string;
  /** What the device itself claims: covered by its signature, believed by nobody. */
  readonly deviceNameSpaces: EncodedItem;
  readonly deviceSignature: CoseSign1;
}

/**
 * Reads `DeviceResponse` (ISO 18013-5 §8.3.2.1.2.2) as an age verification app sends it. What no signature covers has
 * one spelling only, so that no byte of an answer can be changed without a refusal.
 * @param bytes at most 16,384.
 * @param kind of the one document; a proof of age when absent.
 * @throws AgeError ERR_MDOC_MALFORMED, ERR_MDOC_STATUS, ERR_MDOC_TYPE, ERR_MDOC_ALGORITHM.
 */
export function readDeviceResponse(bytes: Uint8Array, kind: MdocKind = PROOF_OF_AGE_MDOC): PresentedDocument {
  check(bytes.length <= LONGEST_DEVICE_RESPONSE, 'ERR_MDOC_MALFORMED', 'longer than 16 KB');
  return refuseMalformed(() => readPlainResponse(decodeResponse(bytes), kind));
}

/**
 * The members of a `DeviceResponse`, whatever it answers with.
 * @throws TypeError when it is no strict CBOR. @throws AgeError ERR_MDOC_STATUS.
 */
export function decodeResponse(bytes: Uint8Array): ReadonlyMap<unknown, unknown> {
  const response = asMap(decodeCbor(bytes));
  // An answer with another status may have no documents.
  check(asUnsigned(response.get('status')) === 0, 'ERR_MDOC_STATUS', 'the wallet answered with an error status');
  return response;
}

/** The one document of a `DeviceResponse` whose documents are in clear. @throws TypeError, and AgeError as above. */
export function readPlainResponse(response: ReadonlyMap<unknown, unknown>, kind: MdocKind): PresentedDocument {
  const { version, documents } = readEntries(response, ['version', 'documents', 'status']);
  if (version !== '1.0') throw new TypeError('unknown version');
  const [document] = asArray(documents, 1);
  return readDocument(document, kind);
}

function readDocument(value: unknown, kind: MdocKind): PresentedDocument {
  const { docType, issuerSigned, deviceSigned } = readEntries(value, ['docType', 'issuerSigned', 'deviceSigned']);
  check(docType === kind.docType, 'ERR_MDOC_TYPE', 'a document of another type');
  const device = readEntries(deviceSigned, ['nameSpaces', 'deviceAuth']);
  const issuer = readIssuerSigned(issuerSigned, kind);

  const { deviceSignature: signature } = readEntries(device.deviceAuth, ['deviceSignature']);
  const deviceSignature = readCoseSign1(signature);
  readEntries(deviceSignature.unprotected, []);
  if (deviceSignature.payload !== null) throw new TypeError('a device signature with a payload of its own');
  return {
    ...issuer,
    docType: kind.docType,
    deviceNameSpaces: asEncodedItem(device.nameSpaces),
    deviceSignature,
  };
}

/** Reads `IssuerSigned` (ISO 18013-5 §8.3.2.1.2.2). @throws TypeError. @throws AgeError ERR_MDOC_ALGORITHM. */
export function readIssuerSigned(value: unknown, kind: MdocKind): IssuerSigned {
  const issuer = readEntries(value, ['nameSpaces', 'issuerAuth']);
  const { [kind.nameSpace]: items } = readEntries(issuer.nameSpaces, [kind.nameSpace]);
  const issuerAuth = readCoseSign1(issuer.issuerAuth);
  // RFC 9360: x5chain, one certificate.
  const X5CHAIN = 33;
  const { [X5CHAIN]: signerCertificate } = readEntries(issuerAuth.unprotected, [X5CHAIN]);
  return {
    nameSpace: kind.nameSpace,
    items: readItems(items, kind),
    issuerAuth,
    msoPayload: asBytes(issuerAuth.payload),
    signerCertificate: asBytes(signerCertificate),
  };
}

function readItems(value: unknown, { fullDates = false }: MdocKind): IssuerSignedItem[] {
  const items = asArray(value).map((entry) => {
    const item = asEncodedItem(entry);
    const content = decodeCbor(item.content, { fullDates });
    const fields = readEntries(content, ['digestID', 'random', 'elementIdentifier', 'elementValue']);
    return {
      digestId: asUnsigned(fields.digestID),
      identifier: asCborText(fields.elementIdentifier),
      value: fields.elementValue,
      raw: item.raw,
    };
  });
  if (new Set(items.map((item) => item.identifier)).size !== items.length) throw new TypeError('an element twice');
  return items;
}

/** Runs a parser and turns each of its TypeErrors into ERR_MDOC_MALFORMED. */
export function refuseMalformed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TypeError) throw new AgeError('ERR_MDOC_MALFORMED', error.message);
    throw error;
  }
}
