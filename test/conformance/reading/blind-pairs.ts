import { inverse, power, toNumber } from './big-number.ts';

/** What the signer saw of a token, and what became of it. 256 bytes each. */
export interface BlindTriple {
  readonly blinded: Uint8Array;
  readonly blindSignature: Uint8Array;
  /** The token's message, encoded, as a number below n. */
  readonly encoded: Uint8Array;
  readonly signature: Uint8Array;
}

const EXPONENT = 65_537n;

/**
 * Of all pairs (what the signer saw in one request, any of the tokens), how many fit: whether some blinding factor r leads
 * from the one to the other. r = blind_sig ÷ sig; it fits where r^e · em is what was seen. Where all fit, what was seen
 * tells nothing of which token it became.
 */
export function countFittingPairs(modulus: bigint, triples: readonly BlindTriple[]): number {
  const n = modulus;
  const raise = (bytes: Uint8Array): bigint => power(toNumber(bytes), EXPONENT, n);
  const seen = triples.map((one) => ({ blinded: toNumber(one.blinded), raised: raise(one.blindSignature) }));
  // r^e = blind_sig^e ÷ sig^e: raised once for each, not for each pair.
  const tokens = triples.map((one) => {
    const raised = inverse(raise(one.signature), n);
    return raised === undefined ? undefined : (raised * toNumber(one.encoded)) % n;
  });
  let fitting = 0;
  for (const { blinded, raised } of seen) {
    for (const token of tokens) if (token !== undefined && (raised * token) % n === blinded) fitting++;
  }
  return fitting;
}
