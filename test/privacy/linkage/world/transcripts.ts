import type { Bytes, Epoch } from '@bauta/sdk/protocol';

/** What a party saw and answered in one exchange. */
interface Sighting {
  /** Unix seconds. */
  readonly at: number;
  /** What the wallet sent, without what the party had given it just before. Empty in a world without weight. */
  readonly sent: Bytes;
  readonly answered: Bytes;
}

/** A request for grants: the attester knows who asks. */
export interface GrantSighting extends Sighting {
  readonly account: string;
}

/** A batch at the issuer: the body and the grant before it, and what it signed. */
export interface MintSighting extends Sighting {
  readonly epoch: Epoch;
  /** Of the key that it signed with, 32 bytes. */
  readonly keyId: Bytes;
}

/** A redemption at a site. */
export interface VisitSighting extends Sighting {
  readonly site: string;
  /** By the token's key. */
  readonly epoch: Epoch;
  /** Characters that came in with the form. */
  readonly size: number;
}

/** Everything that the parties have, each in order of time. Nothing here says who did what beyond what they were told. */
export interface Transcripts {
  readonly attester: readonly GrantSighting[];
  readonly issuer: readonly MintSighting[];
  readonly sites: readonly VisitSighting[];
}

/** Who was behind each sighting, by its place in the transcript. No matcher is shown it. */
export interface Truth {
  /** The person of each. */
  readonly attester: readonly number[];
  readonly issuer: readonly number[];
  readonly sites: readonly number[];
  /** Of each visit, which entry of the issuer's transcript its token came from, and which of its 30 it was. */
  readonly origins: readonly { readonly mint: number; readonly index: number }[];
  readonly people: readonly {
    readonly account: string;
    readonly method: string;
    readonly attester: number;
    readonly enrolled: number;
  }[];
}

export interface Recorded {
  readonly transcripts: Transcripts;
  readonly truth: Truth;
}
