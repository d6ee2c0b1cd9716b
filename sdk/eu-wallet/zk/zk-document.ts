import type { Bytes } from '../../protocol/bytes.ts';
import { asArray, asBytes, asCborText, asEncodedItem, asMap, decodeCbor, readDateTime, readEntries } from '../cbor.ts';
import type { ZkItem } from './zk-verifier.ts';

/** The one zero-knowledge document of an answer (ISO/IEC 18013-5 2nd edition §10.2.7). Nothing in it is verified yet. */
export interface ZkDocument {
  /** Names one of the systems that were offered. */
  readonly zkSystemId: string;
  readonly docType: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** By name space. */
  readonly items: ReadonlyMap<string, readonly ZkItem[]>;
  /** DER of the certificate that the attestation provider signed with. */
  readonly signerCertificate: Bytes;
  readonly proof: Bytes;
}

const REQUIRED = ['zkSystemId', 'docType', 'timestamp', 'issuerSigned', 'msoX5chain'] as const;

// Both are in use: 1.0 by the first edition's authors, 1.1 where the second edition's members are. Neither changes
// what anything means.
const VERSIONS: readonly unknown[] = ['1.0', '1.1'];

/** Reads `{"version", "zkDocuments": [{"documentData": 24(<<…>>), "proof": bstr}], "status"}`. @throws TypeError. */
export function readZkResponse(response: ReadonlyMap<unknown, unknown>): ZkDocument {
  const { version, zkDocuments } = readEntries(response, ['version', 'zkDocuments', 'status']);
  if (!VERSIONS.includes(version)) throw new TypeError('unknown version');
  const [document] = asArray(zkDocuments, 1);
  const { documentData, proof } = readEntries(document, ['documentData', 'proof']);
  const data = asMap(decodeCbor(asEncodedItem(documentData).content));
  // The device has nothing of its own to say: the circuits are made for that, and the map may as well be left out.
  if (data.has('deviceSigned')) readEntries(data.get('deviceSigned'), []);
  const { zkSystemId, docType, timestamp, issuerSigned, msoX5chain } = readEntries(
    data,
    data.has('deviceSigned') ? [...REQUIRED, 'deviceSigned'] : REQUIRED,
  );
  return {
    zkSystemId: asCborText(zkSystemId),
    docType: asCborText(docType),
    timestamp: readDateTime(timestamp),
    items: readNameSpaces(issuerSigned),
    signerCertificate: readLeaf(msoX5chain),
    proof: asBytes(proof),
  };
}

function readNameSpaces(value: unknown): Map<string, ZkItem[]> {
  const nameSpaces = new Map<string, ZkItem[]>();
  for (const [nameSpace, items] of asMap(value)) nameSpaces.set(asCborText(nameSpace), asArray(items).map(readItem));
  return nameSpaces;
}

function readItem(value: unknown): ZkItem {
  const { elementIdentifier, elementValue } = readEntries(value, ['elementIdentifier', 'elementValue']);
  return { identifier: asCborText(elementIdentifier), value: elementValue };
}

/** RFC 9360 `COSE_X509`: one certificate, or several of which the signer's is the first. */
function readLeaf(value: unknown): Bytes {
  const MOST_CERTIFICATES = 4;
  if (!Array.isArray(value)) return asBytes(value);
  if (value.length < 2 || value.length > MOST_CERTIFICATES) throw new TypeError('not a chain of certificates');
  const [leaf] = value.map((entry) => asBytes(entry));
  return leaf as Bytes;
}
