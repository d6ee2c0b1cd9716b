import type { P256KeyPair } from '@bauta/sdk/protocol';
import type { VectorCase } from '../generate/vectors/vector-file.ts';

/** A file of `spec/vectors`, as whoever reads it describes it. */
export type SpecFile<C extends object, M extends object = object> = M & { readonly cases: readonly (C & VectorCase)[] };

/** What the suite is given, as JSON: the vectors, and what was made beforehand of public seeds. */
export interface Material {
  /** Files of `spec/vectors`, by kind. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Files of `test/vectors`, by name without `.json`. */
  readonly published: Readonly<Record<string, unknown>>;
  readonly scene: Scene;
}

/** A key pair in hexadecimal. */
export type HexPair = { readonly [N in keyof P256KeyPair]: string };

/** A token and the key of its holder. */
export interface HexToken {
  readonly token: string;
  readonly holder: HexPair;
}

/** A site as vectors tell it. */
export interface SiteSetting {
  readonly issuer: string;
  readonly threshold: number;
  readonly redeemUrl: string;
  readonly secrets: readonly string[];
  readonly keys: readonly {
    readonly threshold: number;
    readonly epoch: string;
    readonly generation: number;
    readonly spki: string;
  }[];
}

/** What Node makes of public seeds, so that each runtime plays the same scene. Bytes are hexadecimal. */
export interface Scene {
  /** Unix seconds. */
  readonly now: number;
  readonly site: SiteSetting;
  /** Good for `site` at `now`. */
  readonly tokens: readonly HexToken[];
  /** Each with one thing wrong, by what that is. */
  readonly badTokens: Readonly<Record<BadToken, HexToken>>;
  /** Of an RSA-2048 key: what it signs is checked under `site.keys[0]`. */
  readonly issuerKey: RsaNumbers;
  readonly grantKey: RsaNumbers & { readonly spki: string };
  /** Holders of a batch. */
  readonly holders: readonly HexPair[];
  /** For the signatures, RSA ones too, that a body of the platform's cryptography must refuse. */
  readonly signatures: readonly JudgedSignature[];
  readonly logs: readonly LoggedScene[];
  /** Texts of directories, with what reading them must give. */
  readonly directories: readonly { readonly name: string; readonly text: string; readonly expected: string }[];
}

export type BadToken = 'unlisted key' | 'next epoch' | 'another age' | 'another issuer' | 'empty salt';

/** n and d in hexadecimal. */
export interface RsaNumbers {
  readonly n: string;
  readonly d: string;
}

/** A signature of one of the three kinds that the SDK verifies, and whether it is good. */
export interface JudgedSignature {
  readonly name: string;
  readonly kind: 'RSA-PSS' | 'ES256' | 'Ed25519';
  /** The modulus; x ‖ y; the public key. */
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly isGood: boolean;
}

/** A directory of one key, beside the log that shows it or does not. */
export interface LoggedScene {
  readonly name: string;
  readonly expected: string;
  /** Unix seconds. */
  readonly now: number;
  readonly key: SiteSetting['keys'][number];
  readonly proof?: string;
  /** What the log serves, in hexadecimal, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly trust: { readonly key: string; readonly witnesses: readonly string[]; readonly quorum: number };
  /** The checkpoint that was seen before. */
  readonly seen?: string;
}
