import type { HeldToken } from '@bauta/sdk/client';
import { type Bytes, formatDirectory, originOf, type P256KeyPair, parseHex } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier, type Sessions, type SpentSet, type Verifier } from '@bauta/sdk/verifier';
import type { HexPair, HexToken, SiteSetting } from './material.ts';

export const pairOf = ({ d, x, y }: HexPair): P256KeyPair => ({ d: parseHex(d), x: parseHex(x), y: parseHex(y) });

export const tokenOf = ({ token, holder }: HexToken): HeldToken => ({ token: parseHex(token), holder: pairOf(holder) });

export const secretsOf = ({ secrets }: SiteSetting): [Bytes, ...Bytes[]] => secrets.map(parseHex) as [Bytes];

/** The directory of the site's issuer. */
export function directoryOf({ issuer, keys }: SiteSetting, now: number): string {
  const published = keys.map(({ spki, ...slot }) => ({ ...slot, spki: parseHex(spki) }));
  return formatDirectory({ requestUrl: `${originOf(issuer)}/token-request`, keys: published, now });
}

/** A verifier over memory. */
export interface RuntimeSite {
  readonly verifier: Verifier;
  readonly codes: Sessions;
  readonly clock: { now: number };
  /** Reads the issuer's directory as of the clock. */
  refresh(): Promise<void>;
}

/** Composes it; the directory is not read yet. */
export function createSite(setting: SiteSetting, at: number, parts: { readonly spent?: SpentSet } = {}): RuntimeSite {
  const { issuer, threshold, redeemUrl } = setting;
  const clock = { now: at };
  const now = (): number => clock.now;
  const keys = createKeyDirectory({ issuer, fetch: async () => new Response(directoryOf(setting, clock.now)) });
  const { spent = memorySpentSet({ now }) } = parts;
  const codes = memorySessions({ now });
  const secrets = secretsOf(setting);
  return {
    verifier: createVerifier({ issuer, threshold, redeemUrl, secrets, keys, spent, codes }),
    codes,
    clock,
    refresh: () => keys.refresh(clock.now),
  };
}
