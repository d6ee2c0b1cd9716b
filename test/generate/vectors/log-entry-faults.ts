import { entryText } from './log-entry-texts.ts';
import { type EntryFault, wrongKeys } from './log-key-faults.ts';
import { base64 } from './log-notes.ts';
import { ENTRIES } from './log-world.ts';
import { unhex } from './seeded.ts';

const KEY = ENTRIES.keys.keys[1];
const [KEY_ID, SPKI] = [KEY.keyId, base64(unhex(KEY.spki))];
const ONE = entryText({ ...ENTRIES.keys, keys: [KEY] });
const [RETIRE, WALLET, SDK, BATCHES] = [ENTRIES.retire, ENTRIES.wallet, ENTRIES.sdk, ENTRIES.batches].map(
  entryText,
) as [string, string, string, string];

type Edit = readonly [id: string, about: string, part: string | RegExp, by: string];

const FORM: readonly Edit[] = [
  ['no-last-line-feed', 'the last line does not end', /\n$/, ''],
  ['cr-lf', 'lines end in CR LF', /\n/g, '\r\n'],
  ['empty-last-line', 'an empty line at the end', /$/, '\n'],
  ['byte-order-mark', 'a byte order mark before the text', /^/, '\ufeff'],
  ['version-2', 'another version', '/v1', '/v2'],
  ['kind-unknown', 'a kind that there is not', 'bauta/wallet', 'bauta/site'],
  ['kind-case', 'a kind in another case', 'bauta/wallet', 'bauta/Wallet'],
  ['wallet-extra-line', 'a line too many', /$/, 'more\n'],
  ['wallet-no-digest', 'a line too few', /\w{64}\n$/, ''],
  ['wallet-scheme', 'a name with its scheme', 'wallet.example', 'https://wallet.example'],
  [
    'wallet-digest-case',
    'a digest in upper-case hexadecimal',
    ENTRIES.wallet.digest,
    ENTRIES.wallet.digest.toUpperCase(),
  ],
  ['wallet-digest-33-bytes', 'a digest of 33 bytes', /\n$/, '00\n'],
];

const KEYS_FORM: readonly Edit[] = [
  ['role-unknown', 'a role that there is not', '\nissuer\n', '\nwallet\n'],
  ['role-case', 'a role in another case', '\nissuer\n', '\nIssuer\n'],
  ['name-scheme', 'a name with its scheme', 'issuer.example', 'https://issuer.example'],
  ['name-case', 'a name in upper case', 'issuer.example', 'Issuer.example'],
  ['name-port-443', 'a name with the port that is not written', 'issuer.example', 'issuer.example:443'],
  ['name-path', 'a name with a path', 'issuer.example', 'issuer.example/'],
  ['name-unicode', 'a name that is not in its ASCII form', 'issuer.example', 'émetteur.example'],
  ['name-empty', 'no name', 'issuer.example', ''],
  ['exception-unknown', 'an exception that there is not', '\n-\n', '\nlate\n'],
  ['exception-empty', 'nothing where the exception stands', '\n-\n', '\n\n'],
  ['exception-missing', 'no line for the exception', '\n-\n', '\n'],
  ['no-keys', 'no keys', /\n18 .*/, ''],
  ['window-of-another-epoch', 'the window of the week before', '2026-W47', '2026-W48'],
  ['window-begins-early', 'a window that begins a second early', `${KEY.notBefore}`, `${KEY.notBefore - 1}`],
  ['window-ends-late', 'a window that ends a second late', `${KEY.notAfter}`, `${KEY.notAfter + 1}`],
  ['window-fraction', 'a time with a fraction of nothing', `${KEY.notAfter}`, `${KEY.notAfter}.0`],
  ['threshold-leading-zero', 'a threshold with a leading zero', '\n18 ', '\n018 '],
  ['threshold-plus', 'a threshold with a sign', '\n18 ', '\n+18 '],
  ['threshold-hexadecimal', 'a threshold in another base', '\n18 ', '\n0x12 '],
  ['threshold-256', 'a threshold that is no byte', '\n18 ', '\n256 '],
  ['generation-negative', 'a generation below zero', '\n18 0 ', '\n18 -1 '],
  ['generation-minus-zero', 'a generation of minus zero', '\n18 0 ', '\n18 -0 '],
  ['two-spaces', 'two spaces between members', '\n18 0 ', '\n18  0 '],
  ['tab', 'a tab between members', '\n18 0 ', '\n18\t0 '],
  ['last-space', 'a space at the end of a line', /\n$/, ' \n'],
  ['seventh-member', 'a line with a seventh member', /\n$/, ' 0\n'],
  ['key-id-case', 'a key id in upper-case hexadecimal', KEY_ID, KEY_ID.toUpperCase()],
  ['key-id-31-bytes', 'a key id a byte short', KEY_ID, KEY_ID.slice(2)],
  ['key-base64url', 'a key in base64url', SPKI, Buffer.from(KEY.spki, 'hex').toString('base64url')],
  ['key-padding-not-due', 'a key with padding that it does not need', /\n$/, '====\n'],
  ['key-empty', 'a key of no bytes', SPKI, ''],
  ...['2026-W54', '2026-W00', '2025-W53', '2026-w47', '2026W47'].map(
    (epoch): Edit => [`epoch-${epoch.toLowerCase()}`, `the epoch ${epoch}, which there is not`, '2026-W47', epoch],
  ),
];

const REST: readonly (readonly [text: string, edits: readonly Edit[]])[] = [
  [
    RETIRE,
    [
      ['retire-two', 'two keys retired by one entry', /(18 .*\n)$/, '$1$1'],
      ['retire-key-id-case', 'a key id in upper-case hexadecimal', KEY_ID, KEY_ID.toUpperCase()],
      ['retire-key-id-31-bytes', 'a key id a byte short', KEY_ID, KEY_ID.slice(2)],
      ['retire-no-generation', 'a line without the generation', '18 0 ', '18 '],
      ['retire-epoch-w54', 'an epoch that there is not', '2026-W47', '2026-W54'],
      ['retire-role-unknown', 'a role that there is not', '\nissuer\n', '\nwallet\n'],
    ],
  ],
  [
    SDK,
    [
      ['sdk-v', 'a version with a v', '1.2.3', 'v1.2.3'],
      ['sdk-leading-zero', 'a version with a leading zero', '1.2.3', '1.02.3'],
      ['sdk-two-numbers', 'a version of two numbers', '1.2.3', '1.2'],
      ['sdk-build', 'a version with build metadata', '1.2.3', '1.2.3+1'],
    ],
  ],
  [
    BATCHES,
    [
      ['batches-three-digits', 'three significant digits', '12000', '12300'],
      ['batches-leading-zero', 'a number with a leading zero', '12000', '012000'],
      ['batches-exponent', 'a number with an exponent', '12000', '12e3'],
      ['batches-separator', 'a number with a separator', '12000', '12,000'],
      ['batches-fraction', 'a number with a fraction of nothing', '12000', '12000.0'],
      ['batches-negative', 'a number below zero', '12000', '-12000'],
      ['batches-epoch-w54', 'an epoch that there is not', '2026-W46', '2026-W54'],
    ],
  ],
];

/** Texts that are not byte for byte what their form prescribes (BP-LOG-8). */
export function malformedEntries(): EntryFault[] {
  return [
    { id: 'no-text', about: 'no text at all', text: '' },
    ...edited(WALLET, FORM),
    ...edited(ONE, KEYS_FORM),
    ...REST.flatMap(([text, edits]) => edited(text, edits)),
    ...wrongKeys(),
  ];
}

function edited(good: string, edits: readonly Edit[]): EntryFault[] {
  return edits.map(([id, about, part, by]) => {
    const text = good.replace(part, by);
    if (text === good) throw new TypeError(`${id}: nothing changed`);
    return { id, about, text };
  });
}
