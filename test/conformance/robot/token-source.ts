import type { HeldToken } from '@bauta/sdk/client';

/** What is wrong with a token that its issuer signed all the same. */
export interface Craft {
  /** Bytes of the PSS salt; 48 unless told. */
  readonly saltLength?: number;
  /** Weeks from the current epoch. */
  readonly epochs?: number;
  /** 0x0002 unless told. */
  readonly tokenType?: number;
  /** Of the challenge that the token answers; the issuer's own unless told. */
  readonly issuerName?: string;
}

/** Where the robot's tokens come from. */
export interface TokenSource {
  readonly kind: 'test-issuer' | 'demonstration' | 'file';
  readonly left: () => number;
  /** Each token is given once. @returns undefined when none is left */
  take(): Promise<HeldToken | undefined>;
  /** Ways of proving an age that whoever stands behind the tokens offers; there where they say so. */
  ways?(): Promise<readonly string[]>;
  /** There where the issuer's private key is known to everyone. */
  craft?(craft: Craft): Promise<HeldToken>;
  /** Whether that can be crafted now, so that nothing is wrong with the token but that; always unless told. */
  canCraft?(craft: Craft): boolean;
}
