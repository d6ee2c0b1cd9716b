import { parseBase64url } from '../protocol/base64url.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { check } from '../protocol/errors.ts';
import { asText, type Json, readMembers } from '../protocol/json.ts';
import { checkAnyResponse, type ZkTerms } from './any-response.ts';
import { asArray, asBytes, decodeCbor, readEntries } from './cbor.ts';
import { refuseMalformed } from './device-response.ts';
import { ENCAPSULATED_KEY_LENGTH, openSealed, SEAL_OVERHEAD, type Sealed } from './hpke.ts';
import { ISO_MDOC_PROTOCOL, type KeptIsoMdocRequest } from './iso-mdoc-request.ts';
import { LONGEST_DEVICE_RESPONSE, LONGEST_ZK_RESPONSE } from './profile.ts';
import type { ShownAge } from './proof-of-age.ts';
import { isoMdocTranscript } from './session-transcript.ts';
import type { TrustedList } from './trusted-list.ts';

/** What an answer is measured against. */
export interface IsoMdocTerms {
  /** The web origin whose page asked, as the browser writes it: `https://name`. */
  readonly origin: string;
  readonly trustedList: TrustedList;
  /** Unix seconds. */
  readonly now: number;
  /** What verifies zero-knowledge proofs; without it, no answer with one is taken. */
  readonly zk?: ZkTerms;
}

/** An answer that opened: it was sealed to our key, for our request, at our origin. Nothing in it is verified yet. */
export interface OpenedIsoMdocAnswer {
  readonly deviceResponse: Bytes;
  readonly sessionTranscript: Bytes;
}

// CBOR around the two byte strings takes 30 bytes; base64url makes four characters of three bytes.
const longestText = (response: number): number =>
  Math.ceil(((response + ENCAPSULATED_KEY_LENGTH + SEAL_OVERHEAD + 64) * 4) / 3);

/** The most bytes that the JSON of an answer may have, with and without zero-knowledge proofs: for who reads bodies. */
export const LONGEST_ISO_MDOC_ANSWER: Readonly<Record<'plain' | 'zk', number>> = {
  plain: longestText(LONGEST_DEVICE_RESPONSE) + 256,
  zk: longestText(LONGEST_ZK_RESPONSE) + 256,
};

/**
 * Opens what the Digital Credentials API returned: `{"protocol": "org-iso-mdoc", "data": {"response": base64url of
 * CBOR ["dcapi", {"enc": bstr, "cipherText": bstr}]}}`, sealed by HPKE with the session transcript as `info`.
 * @param origin whose page asked, `https://name`.
 * @throws AgeError ERR_MDOC_MALFORMED; ERR_MDOC_DECRYPTION when it was sealed to another key, for another request or
 * at another origin. @throws TypeError on an origin that is none.
 */
export async function openIsoMdocAnswer(
  answer: Json,
  kept: KeptIsoMdocRequest,
  origin: string,
): Promise<OpenedIsoMdocAnswer> {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) throw new TypeError('not an origin');
  const longest = kept.zk.length > 0 ? LONGEST_ZK_RESPONSE : LONGEST_DEVICE_RESPONSE;
  const sealed = refuseMalformed(() => readSealed(answer, longest));
  const sessionTranscript = await isoMdocTranscript(kept.encryptionInfo, origin);
  const deviceResponse = await openSealed(kept.privateKey, sealed, { info: sessionTranscript });
  check(deviceResponse !== null, 'ERR_MDOC_DECRYPTION', 'the answer is not sealed to this request');
  return { deviceResponse, sessionTranscript };
}

function readSealed(answer: Json, longest: number): Sealed {
  const { protocol, data } = readMembers(answer, ['protocol', 'data']);
  if (protocol !== ISO_MDOC_PROTOCOL) throw new TypeError('another protocol');
  const text = asText(readMembers(data, ['response']).response);
  if (text.length > longestText(longest)) throw new TypeError('the answer is too long');
  const [name, envelope] = asArray(decodeCbor(parseBase64url(text)), 2);
  if (name !== 'dcapi') throw new TypeError('another envelope');
  const { enc, cipherText } = readEntries(envelope, ['enc', 'cipherText']);
  return { encapsulatedKey: asBytes(enc, ENCAPSULATED_KEY_LENGTH), cipherText: asBytes(cipherText) };
}

/**
 * Verifies an answer to `kept`, in clear or in zero knowledge: an app may answer either way whatever was asked.
 * @throws AgeError what `openIsoMdocAnswer` and `checkProofOfAge` throw, ERR_MDOC_ZK_SYSTEM, ERR_MDOC_ZK_PROOF, and
 * ERR_NOT_READY when nobody could verify a zero-knowledge proof.
 */
export async function checkIsoMdocAnswer(
  answer: Json,
  kept: KeptIsoMdocRequest,
  { origin, trustedList, now, zk }: IsoMdocTerms,
): Promise<ShownAge> {
  const { deviceResponse, sessionTranscript } = await openIsoMdocAnswer(answer, kept, origin);
  return checkAnyResponse(deviceResponse, {
    sessionTranscript,
    trustedList,
    now,
    threshold: kept.threshold,
    offered: kept.zk,
    ...(zk === undefined ? {} : { zk }),
  });
}
