/** One zero-knowledge system as a request offers it (ISO/IEC 18013-5 2nd edition §10.2.7, `ZkSystemSpec`), as JSON. */
export interface ZkSystemSpec {
  /** An opaque name of the verifier's own choice: it means something only among the specs that were sent. */
  readonly id: string;
  readonly system: 'longfellow-libzk-v1';
  /** Version of the circuit. */
  readonly version: number;
  /** Of the circuit, 64 characters of lower-case hexadecimal. */
  readonly circuitHash: string;
  /** How many elements a proof by this circuit shows: exactly so many. */
  readonly attributes: number;
  /** Block sizes of the commitments of the circuit's two halves. */
  readonly blockEncHash: number;
  readonly blockEncSig: number;
}

/** By number of attributes: hash of the circuit, block sizes. What the official example offers (EU profile, A.11). */
const V6_CIRCUITS = [
  [1, '137e5a75ce72735a37c8a72da1a8a0a5df8d13365c2ae3d2c2bd6a0e7197c7c6', 4096, 2945],
  [2, 'b4bb6f01b7043f4f51d8302a30b36e3d4d2d0efc3c24557ab9212ad524a9764e', 4025, 2945],
  [3, 'b2211223b954b34a1081e3fbf71b8ea2de28efc888b4be510f532d6ba76c2010', 4121, 2945],
  [4, 'c70b5f44a1365c53847eb8948ad5b4fdc224251a2bc02d958c84c862823c49d6', 4283, 2945],
] as const;

/** Longfellow's circuits of version 6, the ones that shipped apps prove with, for one to four elements. */
export const LONGFELLOW_V6: readonly ZkSystemSpec[] = V6_CIRCUITS.map(
  ([attributes, circuitHash, blockEncHash, blockEncSig]) => ({
    id: `longfellow-libzk-v1_6_${attributes}_${blockEncHash}_${blockEncSig}_${circuitHash}`,
    system: 'longfellow-libzk-v1',
    version: 6,
    circuitHash,
    attributes,
    blockEncHash,
    blockEncSig,
  }),
);

/** The CBOR map of a spec, its entries in the official example's order. */
export function encodeZkSystemSpec(spec: ZkSystemSpec): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ['zkSystemId', spec.id],
    ['system', spec.system],
    [
      'params',
      new Map<string, unknown>([
        ['version', spec.version],
        ['circuit_hash', spec.circuitHash],
        ['num_attributes', spec.attributes],
        ['block_enc_hash', spec.blockEncHash],
        ['block_enc_sig', spec.blockEncSig],
      ]),
    ],
  ]);
}
