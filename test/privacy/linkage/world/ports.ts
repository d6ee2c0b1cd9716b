import {
  chooseToken,
  FRESH_SECONDS,
  type HeldToken,
  type MintKeys,
  mint,
  type PendingMint,
  present,
  request,
  type StockedToken,
} from '@bauta/sdk/client';
import type { Bytes, Directory, DirectoryKey } from '@bauta/sdk/protocol';

/** A token as the wallet keeps it: what shows without opening it, and what is inside. */
export interface Stocked extends StockedToken {
  readonly held: HeldToken;
  /** Which entry of the issuer's transcript it came from. */
  readonly mint: number;
}

/** What the wallet sends to a site. */
export interface Sent {
  readonly token: string;
  readonly dpop: string;
  /** What a wallet sends beside the two fields: nothing. */
  readonly beside: string;
}

/** Where a world can be made faulty; each is the real code unless a mutant puts another in its place. */
export interface WorldPorts {
  /** Fetches ahead on the reminder's Sunday; never is a person's word needed. */
  readonly fetchesAhead: boolean;
  /** Fetches in the middle of a visit, given how many tokens are at hand. */
  readonly fetchesForVisit: (usable: number) => boolean;
  /** Seconds that a token rests before it is used without being asked. */
  readonly rest: number;
  /** Which tokens may be used. */
  readonly choose: (usable: readonly Stocked[], draw: (below: number) => number) => Stocked;
  /** Whether the current week's are taken first, as the SDK has it. */
  readonly usesStockRule: boolean;
  readonly prepare: (keys: MintKeys, person: number, now: number) => Promise<PendingMint>;
  readonly issue: (
    options: { directory: Directory; pending: PendingMint; grant: Bytes; fetch: typeof fetch },
    person: number,
  ) => Promise<HeldToken[]>;
  /** The token key that this person is shown. */
  readonly keyFor: (key: DirectoryKey, person: number) => Promise<DirectoryKey>;
  /** Keys that sites accept beside those of the directory. */
  readonly furtherKeys: () => readonly DirectoryKey[];
  readonly present: (held: HeldToken, request: Parameters<typeof present>[1], person: number) => Promise<Sent>;
  /** Whether sites check only the token's signature, as they must when its nonce is not the holder's thumbprint. */
  readonly isLenient: boolean;
}

/** The system as it is. */
export const HONEST: WorldPorts = {
  fetchesAhead: true,
  fetchesForVisit: () => false,
  rest: FRESH_SECONDS,
  choose: chooseToken,
  usesStockRule: true,
  prepare: (keys) => request(keys),
  issue: (options) => mint({ ...options, fetch: (url, init) => options.fetch(url, init) }),
  keyFor: async (key) => key,
  furtherKeys: () => [],
  present: async (held, asked) => ({ ...(await present(held, asked)), beside: '' }),
  isLenient: false,
};
