import {
  type Bytes,
  blind,
  concat,
  digestChallenge,
  encodePss,
  finalize,
  formatHex,
  parseHex,
  readToken,
  readTokenChallenge,
  readTokenKey,
  readTokenRequest,
  readTokenResponse,
  type TokenKey,
  verifySignature,
  writeToken,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { same } from '../case.ts';
import { invert, readNumber, writeNumber } from '../numbers.ts';
import type { WriteGroups } from '../write-groups.ts';

type Rfc9474 = Readonly<
  Record<
    'n' | 'inputMessage' | 'salt' | 'encodedMessage' | 'inverse' | 'blindedMessage' | 'blindSignature' | 'signature',
    string
  >
>;

type Rfc9578 = Readonly<
  Record<
    'tokenKey' | 'tokenChallenge' | 'nonce' | 'blind' | 'salt' | 'tokenRequest' | 'tokenResponse' | 'token',
    string
  >
>;

async function trade(vector: Rfc9578, change: (response: Bytes) => Bytes = (response) => response): Promise<unknown> {
  const key = await readTokenKey(parseHex(vector.tokenKey));
  const challengeDigest = await digestChallenge(readTokenChallenge(parseHex(vector.tokenChallenge)));
  const input = writeTokenInput({ nonce: parseHex(vector.nonce), challengeDigest, tokenKeyId: key.id });
  const source = { salt: () => parseHex(vector.salt), factor: () => readNumber(vector.blind) };
  const [blinded] = await blind(key, [input], source);
  if (!blinded) throw new Error('nothing was blinded');
  const request = { truncatedKeyId: key.truncatedId, blindedMessage: blinded.blindedMessage };
  same(writeTokenRequest(request), vector.tokenRequest);
  same(readTokenRequest(parseHex(vector.tokenRequest)), request);
  const response = change(readTokenResponse(parseHex(vector.tokenResponse)));
  const made = same(concat(input, await finalize(key, input, response, blinded.inverse)), vector.token);
  const token = readToken(made);
  same(writeToken(token), vector.token);
  return { made, isGood: same(await verifySignature(key, input, token.authenticator), true) };
}

/** Blind signatures, from the encoding to the token. */
export const blindRsa: WriteGroups = ({ published }) => {
  const [pss] = (published['rfc9474-deterministic'] as { readonly cases: readonly Rfc9474[] }).cases;
  const types = (published['rfc9578-type2'] as { readonly cases: readonly Rfc9578[] }).cases;
  if (!pss || !types[0]) throw new Error('no vectors');
  const [n, length] = [readNumber(pss.n), pss.n.length / 2];
  const first = types[0];
  return [
    {
      name: 'RFC 9474 A, RSABSSA-SHA384-PSS-Deterministic',
      cases: [
        {
          name: 'encode',
          expected: 'accepted',
          run: async () =>
            same(await encodePss(parseHex(pss.inputMessage), parseHex(pss.salt), 4095), pss.encodedMessage),
        },
        {
          name: 'blind',
          expected: 'accepted',
          async run() {
            const factor = invert(readNumber(pss.inverse), n);
            const source = { salt: () => parseHex(pss.salt), factor: () => factor };
            const [made] = await blind({ modulus: n } as TokenKey, [parseHex(pss.inputMessage)], source);
            return same(
              [made?.blindedMessage, readNumber(formatHex(made?.inverse as Bytes))],
              [pss.blindedMessage, readNumber(pss.inverse)],
            );
          },
        },
        {
          name: 'unblind',
          expected: 'accepted',
          run: () =>
            same(writeNumber((readNumber(pss.blindSignature) * readNumber(pss.inverse)) % n, length), pss.signature),
        },
      ],
    },
    {
      name: 'RFC 9578 B.2, token type 0x0002',
      cases: [
        ...types.map((one, i) => ({ name: `case ${i}`, expected: 'accepted' as const, run: () => trade(one) })),
        {
          name: 'a bit of the response changed',
          expected: 'ERR_RESPONSE_SIGNATURE',
          run: () => trade(first, (response) => response.map((byte, i) => (i === 255 ? byte ^ 1 : byte))),
        },
        {
          name: 'a response beyond the modulus',
          expected: 'ERR_RESPONSE_SIGNATURE',
          run: () => trade(first, (response) => response.map(() => 0xff)),
        },
        {
          name: 'a response of 255 bytes',
          expected: 'ERR_RESPONSE_MALFORMED',
          run: () => trade(first, (response) => response.slice(1)),
        },
        ...KEY_FAULTS.map(([name, change]) => ({
          name,
          expected: 'ERR_KEY_MALFORMED' as const,
          run: () => readTokenKey(change(parseHex(first.tokenKey))),
        })),
      ],
    },
  ];
};

const with1 = (bytes: Bytes, at: number, value: number): Bytes => bytes.map((byte, i) => (i === at ? value : byte));

const KEY_FAULTS: readonly (readonly [name: string, change: (spki: Bytes) => Bytes])[] = [
  ['a key of 341 bytes', (spki) => spki.slice(1)],
  ['a key of 343 bytes', (spki) => concat(spki, Uint8Array.of(0))],
  ['a key for a salt of 32 bytes', (spki) => with1(spki, 66, 32)],
  ['a key with another exponent', (spki) => with1(spki, 341, 3)],
  ['a modulus of 2,047 bits', (spki) => with1(spki, 81, 0x7f)],
  ['an even modulus', (spki) => with1(spki, 336, 0x10)],
];
