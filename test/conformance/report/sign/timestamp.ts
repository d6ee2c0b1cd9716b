import { createHash } from 'node:crypto';
import { id_signedData, SignedData } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import { id_ct_tstInfo, PKIStatus, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp';
import type { Text } from '../../text.ts';

/** Lies beside `report.dsse.json`, over whose bytes it is. */
export const TIMESTAMP_FILE = 'report.tsr';

const SHA_256 = '2.16.840.1.101.3.4.2.1';
const REQUEST_TYPE = 'application/timestamp-query';
const ANSWER_TYPE = 'application/timestamp-reply';
/** An answer with a chain of certificates takes about 6,000 bytes. */
export const MOST_ANSWER = 65_536;

/** Thrown where a time-stamping authority's answer is none, a refusal, or about something else. */
export class RefusedTimestamp extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** One POST. @throws whatever the network throws */
export type SendQuery = (
  url: string,
  query: { readonly type: string; readonly body: Uint8Array },
) => Promise<{ readonly status: number; readonly type: string; readonly body: Uint8Array }>;

export interface TimestampRequest {
  /** `report.dsse.json` as it is written. */
  readonly envelope: Uint8Array;
  /** Of the authority. */
  readonly url: string;
  readonly send: SendQuery;
  readonly random: (length: number) => Uint8Array;
}

/** What an authority states: these bytes existed at that time. */
export interface Timestamp {
  /** ISO 8601 */
  readonly time: string;
  /** Object identifier of the policy it was given under. */
  readonly policy: string;
  /** Hexadecimal. */
  readonly serial: string;
}

/** Asks an authority for a timestamp (RFC 3161). @returns the answer's bytes, to be kept as they are. @throws RefusedTimestamp */
export async function requestTimestamp({ envelope, url, send, random }: TimestampRequest): Promise<Uint8Array> {
  const nonce = positive(random(16));
  const { status, type, body } = await send(url, { type: REQUEST_TYPE, body: writeQuery(envelope, nonce) });
  if (status !== 200 || type.split(';')[0]?.trim().toLowerCase() !== ANSWER_TYPE) {
    throw refused(
      `it answered ${status}, and not with a timestamp`,
      `elle a répondu ${status}, et non par un horodatage`,
    );
  }
  readTimestamp(body, envelope, nonce);
  return body;
}

/**
 * What a timestamp states, where it is over these bytes. The authority's own signature is not looked at: whether it is
 * to be believed takes its certificate, as in `openssl ts -verify -data report.dsse.json -in report.tsr -CAfile CA.pem`.
 * @param nonce as it was asked with; without it any is taken. @throws RefusedTimestamp
 */
export function readTimestamp(answer: Uint8Array, envelope: Uint8Array, nonce?: Uint8Array): Timestamp {
  if (answer.length > MOST_ANSWER) throw refused('its answer is too large', 'sa réponse est trop longue');
  const info = infoOf(answer);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (hashAlgorithm.algorithm !== SHA_256 || !isEqual(hashedMessage.buffer, digestOf(envelope))) {
    throw refused('the timestamp is over other bytes', 'l’horodatage porte sur d’autres octets');
  }
  if (nonce !== undefined && (info.nonce === undefined || !isEqual(info.nonce, nonce))) {
    throw refused('the timestamp answers another question (nonce)', 'l’horodatage répond à une autre demande (nonce)');
  }
  const serial = Buffer.from(info.serialNumber).toString('hex');
  return { time: info.genTime.toISOString(), policy: info.policy, serial };
}

/** TimeStampReq (RFC 3161, 2.4.1): version 1, SHA-256 with the digest, the nonce, and that certificates are wanted. */
function writeQuery(envelope: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = [hex('3031300d060960864801650304020105000420'), digestOf(envelope)];
  return Buffer.concat([hex('304b020101'), ...imprint, hex('0210'), nonce, hex('0101ff')]);
}

function infoOf(answer: Uint8Array): TSTInfo {
  const { status, timeStampToken } = parse(() => AsnConvert.parse(bufferOf(answer), TimeStampResp));
  if (status.status !== PKIStatus.granted || timeStampToken === undefined) {
    throw refused(`it granted none (status ${status.status})`, `elle n’en a accordé aucun (statut ${status.status})`);
  }
  if (timeStampToken.contentType !== id_signedData) throw refused(...UNREADABLE);
  const { encapContentInfo } = parse(() => AsnConvert.parse(timeStampToken.content, SignedData));
  const content = encapContentInfo.eContent?.single;
  if (encapContentInfo.eContentType !== id_ct_tstInfo || content === undefined) throw refused(...UNREADABLE);
  return parse(() => AsnConvert.parse(content.buffer, TSTInfo));
}

const UNREADABLE = ['its answer cannot be read', 'sa réponse est illisible'] as const;

function parse<Value>(read: () => Value): Value {
  try {
    return read();
  } catch {
    throw refused(...UNREADABLE);
  }
}

function refused(en: string, fr: string): RefusedTimestamp {
  return new RefusedTimestamp({
    en: `The time-stamping authority gave no timestamp that can be used: ${en}.`,
    fr: `L’autorité d’horodatage n’a pas donné d’horodatage utilisable\u00a0: ${fr}.`,
  });
}

/** An INTEGER above zero of exactly these bytes in DER. */
const positive = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from(bytes, (byte, i) => (i === 0 ? (byte & 0x7f) | 0x40 : byte));

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const digestOf = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const isEqual = (one: ArrayBuffer, other: Uint8Array): boolean => Buffer.from(one).equals(other);
