import type { Octets } from './octets.ts';

/** A format of a fixed length that is made of several strings. */
interface Structure {
  readonly fits: (octets: Octets) => boolean;
  readonly parts: () => readonly (readonly [name: string, from: number, to: number])[];
}

const startsWith = (octets: Octets, ...codes: readonly number[]): boolean => {
  return codes.every((code, i) => octets.charCodeAt(i) === code);
};
const BLINDED = 256;

/** The formats that go over the wire in one piece: a new one is a new row. */
const STRUCTURES: readonly Structure[] = [
  {
    // Token of RFC 9577 §2.2: a token, or a grant.
    fits: (octets) => octets.length === 354 && startsWith(octets, 0, 2),
    parts: () => [
      ['nonce', 2, 34],
      ['challengeDigest', 34, 66],
      ['keyId', 66, 98],
      ['authenticator', 98, 354],
    ],
  },
  {
    // TokenRequest of RFC 9578 §6.1.
    fits: (octets) => octets.length === 3 + BLINDED && startsWith(octets, 0, 2),
    parts: () => [['blinded', 3, 3 + BLINDED]],
  },
  {
    // The batch: a length of two bytes, then thirty times 0002, a truncated key id and a blinded message.
    fits: (octets) => octets.length === 7772 && startsWith(octets, 0x5e, 0x5a),
    parts: () =>
      Array.from({ length: 30 }, (_, i) => {
        const from = 2 + i * (3 + BLINDED) + 3;
        return ['blinded', from, from + BLINDED] as const;
      }),
  },
  {
    // A site's challenge (protocol.md §4).
    fits: (octets) => octets.length === 71 && startsWith(octets, 1),
    parts: () => [
      ['preHash', 7, 39],
      ['mac', 39, 71],
    ],
  },
];

/** The strings that a structure is made of; none for any other octets. Zeros are nobody's, and left out. */
export function partsOf(octets: Octets): readonly { readonly name: string; readonly octets: Octets }[] {
  const structure = STRUCTURES.find(({ fits }) => fits(octets));
  const parts = structure?.parts() ?? [];
  return parts
    .map(([name, from, to]) => ({ name, octets: octets.slice(from, to) }))
    .filter(({ octets: part }) => /[^\0]/.test(part));
}
