import { type Bytes, concat } from './bytes.ts';
import { SUITES, type Suite } from './suites.ts';
import { Reader, Writer } from './wire.ts';

/** Tokens in a batch: always exactly so many, whatever the wallet holds, so that the size tells nothing. */
export const BATCH_SIZE = 30;
/** Bytes of a batch of 30, length prefix included, in either direction. */
export const BATCH_LENGTH = 7772;
export const BATCH_REQUEST_MEDIA_TYPE = 'application/private-token-generic-batch-request';
export const BATCH_RESPONSE_MEDIA_TYPE = 'application/private-token-generic-batch-response';

/** One item: a token type and the bytes behind it. */
export interface BatchItem {
  readonly tokenType: number;
  readonly body: Bytes;
}

/** A batch item that may be absent: an issuer of mixed types can decline one. Ours never does. */
export type BatchAnswer = BatchItem | undefined;

/**
 * Generic batch of draft-ietf-privacypass-batched-tokens (framing as in its revision 06): a QUIC varint with the
 * length of all items, then each as token_type and body.
 */
export function writeBatchRequest(items: readonly BatchItem[]): Bytes {
  return frame(items.map(({ tokenType, body }) => concat(new Writer().u16(tokenType).end(), body)));
}

/** @throws TypeError on another length, left-over bytes or a token type that is not in `suites`. */
export function readBatchRequest(bytes: Uint8Array, suites: ReadonlyMap<number, Suite> = SUITES): BatchItem[] {
  return readFrame(bytes, (reader) => readItem(reader, suites, 'requestLength'));
}

/** As the request, each item led by one byte: 1 when it is there, 0 when not. */
export function writeBatchResponse(answers: readonly BatchAnswer[]): Bytes {
  return frame(
    answers.map((answer) =>
      answer === undefined
        ? new Writer().u8(0).end()
        : concat(new Writer().u8(1).u16(answer.tokenType).end(), answer.body),
    ),
  );
}

/** @throws TypeError on another length, left-over bytes, an unknown type, or a presence byte that is neither 0 nor 1. */
export function readBatchResponse(bytes: Uint8Array, suites: ReadonlyMap<number, Suite> = SUITES): BatchAnswer[] {
  return readFrame(bytes, (reader) => {
    const present = reader.u8();
    if (present > 1) throw new TypeError('neither present nor absent');
    return present === 1 ? readItem(reader, suites, 'responseLength') : undefined;
  });
}

function readItem(
  reader: Reader,
  suites: ReadonlyMap<number, Suite>,
  length: 'requestLength' | 'responseLength',
): BatchItem {
  const tokenType = reader.u16();
  const suite = suites.get(tokenType);
  if (!suite) throw new TypeError('unknown token type');
  return { tokenType, body: reader.bytes(suite[length]) };
}

function frame(items: readonly Uint8Array[]): Bytes {
  const body = concat(...items);
  return concat(new Writer().varint(body.length).end(), body);
}

function readFrame<T>(bytes: Uint8Array, readOne: (reader: Reader) => T): T[] {
  const outer = new Reader(bytes);
  const reader = new Reader(outer.bytes(outer.varint()));
  outer.end();
  const items: T[] = [];
  while (reader.more()) items.push(readOne(reader));
  return items;
}
