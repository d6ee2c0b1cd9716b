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
import { BATCH_SIZE, type Bytes, type Directory, type DirectoryKey } from '@bauta/sdk/protocol';
import { BATCHES_PER_WEEK } from '@bauta/services/wallet/pages/stock/second-batch';
import type { Source } from '../../people.ts';

/** A token as the wallet keeps it: what shows without opening it, and what is inside. */
export interface Stocked extends StockedToken {
  /** Nothing, in a world without weight. */
  readonly held: HeldToken | undefined;
  /** Which entry of the issuer's transcript it came from, and which of its 30. */
  readonly mint: number;
  readonly index: number;
}

/** What the wallet sends to a site. */
export interface Sent {
  readonly token: string;
  readonly dpop: string;
  /** What a wallet sends beside the two fields: nothing. */
  readonly beside: string;
}

/** When a wallet fetches and what it takes. */
export interface Policy {
  /** Fetches at enrolment, on the reminder's Sunday, and on the person's word; else only in the middle of a visit. */
  readonly fetchesAhead: boolean;
  /** Fetches in the middle of a visit, given how many tokens are at hand: what is due, or a batch in any case. */
  readonly fetchesForVisit: (usable: number) => 'due' | 'always' | 'never';
  /** Seconds that a token rests before it is used without being asked. */
  readonly rest: number;
  /** Which tokens may be used. */
  readonly choose: (usable: readonly Stocked[], draw: (below: number) => number) => Stocked;
  /** Whether the current week's are taken first, as the SDK has it. */
  readonly usesStockRule: boolean;
  /** What an attester grants each account for a week, and tokens in each; looked at in a world without weight alone. */
  readonly batchesAWeek: number;
  readonly batchSize: number;
}

/** Who asks, and when. */
export interface Asker {
  readonly person: number;
  readonly method: Source;
  /** Unix seconds. */
  readonly now: number;
  /** The place that the issuer's transcript has for this batch. */
  readonly serial: number;
}

/** What of the exchanges can be made faulty. */
export interface Crypto {
  readonly prepare: (keys: MintKeys, asker: Asker) => Promise<PendingMint>;
  readonly issue: (
    options: { directory: Directory; pending: PendingMint; grant: Bytes; fetch: typeof fetch },
    asker: Asker,
  ) => Promise<HeldToken[]>;
  /** The token key that this person is shown. */
  readonly keyFor: (key: DirectoryKey, asker: Asker) => Promise<DirectoryKey>;
  /** Keys that sites accept beside those of the directory. */
  readonly furtherKeys: () => readonly DirectoryKey[];
  readonly present: (held: HeldToken, request: Parameters<typeof present>[1], person: number) => Promise<Sent>;
  /** Whether sites check the token's signature alone, as they must when its nonce is not its holder's thumbprint. */
  readonly isLenient: boolean;
}

/** Where a world can be made faulty; each is the real code unless a mutant puts another in its place. */
export interface WorldPorts {
  readonly policy: Policy;
  readonly crypto: Crypto;
}

/** The system as it is. */
export const HONEST: WorldPorts = {
  policy: {
    fetchesAhead: true,
    fetchesForVisit: () => 'never',
    rest: FRESH_SECONDS,
    choose: chooseToken,
    usesStockRule: true,
    batchesAWeek: BATCHES_PER_WEEK,
    batchSize: BATCH_SIZE,
  },
  crypto: {
    prepare: (keys) => request(keys),
    issue: (options) => mint({ ...options, fetch: (url, init) => options.fetch(url, init) }),
    keyFor: async (key) => key,
    furtherKeys: () => [],
    present: async (held, asked) => ({ ...(await present(held, asked)), beside: '' }),
    isLenient: false,
  },
};
