import { type Bytes, isEqual, parseHex, writeUtf8 } from '@bauta/sdk/protocol';
import { decodeCbor, encodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { parseCertificate } from '../../../sdk/eu-wallet/certificate.ts';
import { readCoseSign1 } from '../../../sdk/eu-wallet/cose-sign1.ts';
import { parseTrustedList } from '../../../sdk/eu-wallet/trusted-list.ts';
import { digital, realExamples } from '../../unit/eu-wallet/figures.ts';
import type { Door } from '../door.ts';
import { promise } from '../promise.ts';
import { reader, strictText } from './reader.ts';

const hex = (...texts: readonly string[]): readonly Bytes[] => texts.map(parseHex);
const CBOR_WORDS = hex(
  'a0',
  'a1',
  'bf',
  'ff',
  '80',
  '9f',
  '5f',
  '7f',
  '40',
  '60',
  'f6',
  'f7',
  'f5',
  'd818',
  'd81841',
  'c0',
  'd903ec',
  'fb',
  'f9',
  '1b',
  '3b',
  '18',
  '1818',
  '1a',
  '9bffffffffffffffff',
  '5bffffffffffffffff',
  'bb7fffffffffffffff',
  '8443a10126a0f640',
  '6441',
);
const examples = (): readonly Bytes[] => [
  ...realExamples.map(({ deviceResponse }) => deviceResponse),
  parseHex(digital.plain.deviceResponse),
  parseHex(digital.plain.sessionTranscript),
];
/** CBOR has one spelling here, so what was read must be written the same. */
function checkSpelling(value: unknown, input: Bytes): undefined {
  promise(isEqual(encodeCbor(value), input), 'read what it would write otherwise');
  return undefined;
}

/** CBOR, COSE and the DER of certificates. */
export const binaryFormats: Readonly<Record<string, Door>> = {
  cbor: reader({
    about: 'strict CBOR: decodeCbor',
    corpus: () => [
      ...examples(),
      ...hex('a201020326', '83f6f6f6', 'd81843a10126', '8201820203', 'c074323032362d31312d31385431323a30303a30305a'),
    ],
    words: CBOR_WORDS,
    read: (input) => decodeCbor(input),
    judge: checkSpelling,
  }),
  cose: reader({
    about: 'a COSE_Sign1: readCoseSign1',
    corpus: () => [
      encodeCbor([parseHex('a10126'), new Map(), parseHex('a0'), new Uint8Array(64)]),
      encodeCbor([parseHex('a10126'), new Map([[33, new Uint8Array(40)]]), null, new Uint8Array(64)]),
    ],
    words: CBOR_WORDS,
    codes: /^ERR_MDOC_ALGORITHM$/,
    read: (input) => readCoseSign1(decodeCbor(input)),
    judge(sign1) {
      promise(sign1.signature.length === 64, 'a signature of another size');
      return `read${sign1.payload ? '' : ', detached'}`;
    },
  }),
  certificate: reader({
    about: 'a certificate: parseCertificate',
    corpus: () => [Uint8Array.from(Buffer.from(digital.signerCertificate, 'base64'))],
    words: hex(
      '30',
      '3082',
      '3081',
      '0282',
      '0500',
      '0101ff',
      'a0',
      'a3',
      '0603551d0f',
      '0603551d13',
      '0603551d25',
      '170d',
      '180f',
      '0482',
      '00',
      'ff',
      '80',
      '84ffffffff',
    ),
    read: (input) => parseCertificate(input),
  }),
  'trusted-list-file': reader({
    about: 'the file of trusted certificates: parseTrustedList',
    corpus: () => [
      writeUtf8(
        JSON.stringify({ certificates: [{ name: 'one', der: digital.signerCertificate }], environment: 'acceptance' }),
      ),
    ],
    words: ['"certificates":', '"der":', '"demonstration":true', '[', ']', '{', '}', 'null', '"MII"', ','].map((text) =>
      writeUtf8(text),
    ),
    read: (input) => parseTrustedList(strictText(input), { production: false }),
  }),
};
