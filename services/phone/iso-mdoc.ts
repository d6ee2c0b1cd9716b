import {
  AgeError,
  asText,
  type Bytes,
  check,
  concat,
  formatBase64url,
  type Json,
  parseBase64url,
  readMembers,
} from '@bauta/sdk/protocol';
import { PROOF_OF_AGE } from './attestation.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { seal } from './hpke.ts';
import { encodeDeviceResponse, type HeldAttestation, signDeviceResponse } from './present.ts';

/** One entry of `requests` that a page gave to `navigator.credentials.get({ digital })`. */
export interface DigitalRequest {
  readonly protocol: string;
  readonly data: Json;
}

/** What the browser hands back to the page: `DigitalCredential` without its class. */
export interface DigitalAnswer {
  readonly protocol: string;
  readonly data: { readonly response: string };
}

/** What a page asks for by `org-iso-mdoc`, once everything was found in order. */
export interface IsoMdocQuestion {
  /** The element asked for, `age_over_NN`. */
  readonly element: string;
  /** As it was sent: the answer is bound to these characters. */
  readonly encryptionInfo: string;
  /** Uncompressed point on P-256, 65 bytes. */
  readonly recipient: Bytes;
}

const PROTOCOL = 'org-iso-mdoc';
const VERSIONS: readonly unknown[] = ['1.0', '1.1'];

/**
 * Reads the requests of a page as the age verification app in use does, and no more kindly: the first one only, by
 * `org-iso-mdoc`, for one proof of age and one element of it. It may offer zero-knowledge systems, which this phone
 * cannot prove with: like the app, it then answers in clear, unless the page says it takes nothing else.
 * @throws AgeError ERR_PRESENT_REQUEST.
 */
export function parseDigitalRequests(requests: readonly DigitalRequest[]): IsoMdocQuestion {
  const [first] = requests;
  check(first?.protocol === PROTOCOL, 'ERR_PRESENT_REQUEST', 'a first request by another protocol');
  try {
    const { deviceRequest, encryptionInfo } = readMembers(first.data, ['deviceRequest', 'encryptionInfo']);
    return {
      element: readElement(decodeCbor(parseBase64url(asText(deviceRequest)))),
      encryptionInfo: asText(encryptionInfo),
      recipient: readRecipient(decodeCbor(parseBase64url(asText(encryptionInfo)))),
    };
  } catch {
    throw new AgeError('ERR_PRESENT_REQUEST', 'not a request for one element of one proof of age');
  }
}

/**
 * Answers a page with a proof of age, sealed to it.
 * @param origin the page's, as the browser says it: `https://name`.
 */
export async function answerIsoMdoc(
  question: IsoMdocQuestion,
  held: HeldAttestation,
  origin: string,
): Promise<DigitalAnswer> {
  const transcript = await transcriptOf(question.encryptionInfo, origin);
  const response = encodeDeviceResponse(await signDeviceResponse(held, transcript));
  return { protocol: PROTOCOL, data: { response: await sealResponse(response, question.recipient, transcript) } };
}

/** base64url of CBOR `["dcapi", {"enc", "cipherText"}]`. @param transcript the `SessionTranscript`, not encoded. */
export async function sealResponse(response: Bytes, recipient: Bytes, transcript: readonly unknown[]): Promise<string> {
  const { enc, cipherText } = await seal(recipient, encodeCbor(transcript), response);
  return formatBase64url(
    encodeCbor([
      'dcapi',
      new Map([
        ['enc', enc],
        ['cipherText', cipherText],
      ]),
    ]),
  );
}

/** `[null, null, ["dcapi", SHA-256(CBOR [encryption info, origin])]]` */
export async function transcriptOf(encryptionInfo: string, origin: string): Promise<unknown[]> {
  const info = encodeCbor([encryptionInfo, origin]);
  return [null, null, ['dcapi', new Uint8Array(await crypto.subtle.digest('SHA-256', info))]];
}

/** `DeviceRequest`: the name of the one element asked for. */
function readElement(request: unknown): string {
  const { version, docRequests } = entries(request, ['version', 'docRequests']);
  if (!VERSIONS.includes(version)) throw new TypeError('another version');
  const { itemsRequest } = entries(only(docRequests), ['itemsRequest']);
  const { docType, nameSpaces, requestInfo } = entries(itemsRequest, ['docType', 'nameSpaces'], ['requestInfo']);
  if (docType !== PROOF_OF_AGE) throw new TypeError('another document');
  const elements = entries(nameSpaces, [PROOF_OF_AGE])[PROOF_OF_AGE];
  if (!(elements instanceof Map) || elements.size !== 1) throw new TypeError('not one element');
  const [[element, isKept]] = [...elements] as [[unknown, unknown]];
  if (typeof element !== 'string' || !/^age_over_\d\d$/.test(element)) throw new TypeError('another element');
  if (typeof isKept !== 'boolean') throw new TypeError('no word on whether it is kept');
  if (requestInfo !== undefined) checkZkRequest(requestInfo);
  return element;
}

function checkZkRequest(requestInfo: unknown): void {
  const { zkRequest } = entries(requestInfo, ['zkRequest']);
  const { systemSpecs, zkRequired } = entries(zkRequest, ['systemSpecs', 'zkRequired']);
  if (!Array.isArray(systemSpecs) || systemSpecs.length === 0) throw new TypeError('no systems');
  for (const spec of systemSpecs) {
    const { zkSystemId, system, params } = entries(spec, ['zkSystemId', 'system', 'params']);
    if (typeof zkSystemId !== 'string' || typeof system !== 'string') throw new TypeError('not a system');
    if (!(params instanceof Map)) throw new TypeError('no parameters');
  }
  if (zkRequired !== false) throw new TypeError('zero knowledge or nothing');
}

/** `["dcapi", {"nonce": bstr of 16, "recipientPublicKey": COSE_Key}]`: the key as a point. */
function readRecipient(info: unknown): Bytes {
  const EC2 = 2;
  const P256 = 1;
  if (!Array.isArray(info) || info.length !== 2 || info[0] !== 'dcapi') throw new TypeError('not encryption info');
  const { nonce, recipientPublicKey } = entries(info[1], ['nonce', 'recipientPublicKey']);
  octets(nonce, 16);
  const key = entries(recipientPublicKey, [1, -1, -2, -3]);
  if (key[1] !== EC2 || key[-1] !== P256) throw new TypeError('another kind of key');
  return concat(Uint8Array.of(4), octets(key[-2], 32), octets(key[-3], 32));
}

/** The entries of a map that has all of `keys`, and nothing besides but `optional` ones. */
function entries(value: unknown, keys: readonly (string | number)[], optional: readonly string[] = []) {
  if (!(value instanceof Map) || !keys.every((key) => value.has(key))) throw new TypeError('not the entries');
  const isKnown = [...value.keys()].every((key) => keys.includes(key) || optional.includes(key));
  if (!isKnown) throw new TypeError('unknown entries');
  return Object.fromEntries(value) as Record<string | number, unknown>;
}

function only(list: unknown): unknown {
  if (!Array.isArray(list) || list.length !== 1) throw new TypeError('not a list of one');
  return list[0];
}

function octets(value: unknown, length: number): Bytes {
  if (!(value instanceof Uint8Array) || value.length !== length) throw new TypeError('not the octets');
  return Uint8Array.from(value);
}
