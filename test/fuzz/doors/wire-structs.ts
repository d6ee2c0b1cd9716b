import {
  BATCH_LENGTH,
  type Bytes,
  formatHex,
  isEqual,
  parseHex,
  readBatchRequest,
  readBatchResponse,
  readEntryBundle,
  readToken,
  readTokenChallenge,
  readTokenRequest,
  readTokenResponse,
  writeBatchRequest,
  writeBatchResponse,
  writeEntryBundle,
  writeToken,
  writeTokenChallenge,
  writeTokenRequest,
  writeUtf8,
} from '@bauta/sdk/protocol';
import type { Door } from '../door.ts';
import { promise } from '../promise.ts';
import { reader } from './reader.ts';
import { casesOf, textsOf } from './vectors.ts';

const hex = (...texts: readonly string[]): readonly Bytes[] => texts.map(parseHex);
/** Token types, lengths at the edges of a varint, presence bytes. */
const WORDS = hex(
  '0002',
  'da7a',
  'ffff',
  '0000',
  '00',
  '01',
  '02',
  '3f',
  '40',
  '7fff',
  '4040',
  '5e5a',
  '80000000',
  '9e5a',
  'c000000000000000',
);

/** What was read must be written the same again. */
function same<T>(write: (value: T) => Bytes): (value: T, input: Bytes) => undefined {
  return (value, input) => {
    promise(isEqual(write(value), input), 'read what it would write otherwise');
    return undefined;
  };
}

const fill = (length: number): Bytes => Uint8Array.from({ length }, (_, i) => i * 7);
const batches = (way: string): readonly Bytes[] =>
  casesOf('batch').flatMap(({ bytes, way: its }) =>
    its === way && typeof bytes === 'string' ? [parseHex(bytes)] : [],
  );

/** One door for each struct of the RFCs that comes in over the wire. */
export const wireStructs: Readonly<Record<string, Door>> = {
  'token-request': reader({
    about: 'a TokenRequest: readTokenRequest',
    corpus: () => [writeTokenRequest({ truncatedKeyId: 7, blindedMessage: fill(256) })],
    words: WORDS,
    read: readTokenRequest,
    judge: same(writeTokenRequest),
  }),
  'token-response': reader({
    about: 'a TokenResponse: readTokenResponse',
    corpus: () => [fill(256)],
    words: WORDS,
    read: readTokenResponse,
    judge: same((value: Bytes) => value),
  }),
  'token-struct': reader({
    about: 'the bytes of a token: readToken',
    corpus: () => hex(...textsOf('token', 'token')),
    words: WORDS,
    read: readToken,
    judge: same(writeToken),
  }),
  'token-challenge': reader({
    about: 'a TokenChallenge: readTokenChallenge',
    corpus: () => [
      ...hex(...textsOf('grant', 'tokenChallenge')),
      parseHex('0002000e6973737565722e6578616d706c65000000'),
      parseHex(`0002000e6973737565722e6578616d706c6520${'ab'.repeat(32)}000c736974652e6578616d706c65`),
    ],
    words: [...WORDS, ...['issuer.example', 'a,b', '\u0000', 'é'].map(writeUtf8)],
    read: readTokenChallenge,
    judge: same(writeTokenChallenge),
  }),
  'batch-request': reader({
    about: 'a generic batch of requests: readBatchRequest',
    corpus: () => [
      ...batches('request'),
      writeBatchRequest([{ tokenType: 2, body: fill(257) }]),
      writeBatchRequest([]),
    ],
    words: WORDS,
    read: (input) => readBatchRequest(input),
    judge(items, input) {
      promise(isEqual(writeBatchRequest(items), input), 'read what it would write otherwise');
      return `read, ${items.length} items${input.length === BATCH_LENGTH ? ', the length of 30' : ''}`;
    },
  }),
  'batch-response': reader({
    about: 'a generic batch of answers: readBatchResponse',
    corpus: () => [
      ...batches('response'),
      writeBatchResponse([{ tokenType: 2, body: fill(256) }, undefined]),
      writeBatchResponse([undefined]),
    ],
    words: WORDS,
    read: (input) => readBatchResponse(input),
    judge(items, input) {
      promise(isEqual(writeBatchResponse(items), input), 'read what it would write otherwise');
      return `read, ${items.length} items`;
    },
  }),
  'entry-bundle': reader({
    about: 'entries of the log, side by side: readEntryBundle',
    corpus: () => [
      writeEntryBundle(textsOf('log-entry', 'text').slice(0, 8).map(writeUtf8)),
      writeEntryBundle([new Uint8Array(), fill(3)]),
    ],
    words: WORDS,
    read: readEntryBundle,
    judge(entries, input) {
      promise(
        isEqual(writeEntryBundle(entries), input),
        `read what it would write otherwise: ${formatHex(input.subarray(0, 4))}`,
      );
      return entries.length === 0 ? 'read, none' : 'read';
    },
  }),
};
