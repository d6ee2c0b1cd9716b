import type { Bytes } from '@bauta/sdk/protocol';

/** What a party saw and answered in one exchange. */
export interface Sighting {
  /** Unix seconds. */
  readonly at: number;
  /** What the wallet sent, without what the party had given it just before. */
  readonly sent: Bytes;
  readonly answered: Bytes;
}

/** A request for grants: the attester knows who asks. */
export interface GrantSighting extends Sighting {
  readonly account: string;
}

/** A redemption at a site. */
export interface VisitSighting extends Sighting {
  readonly site: string;
  /** Characters that came in with the form. */
  readonly size: number;
  /** 354 bytes. */
  readonly token: Bytes;
}

/** Everything that the parties have, in order of time. Nothing here says who did what beyond what the party was told. */
export interface Transcripts {
  readonly attester: readonly GrantSighting[];
  readonly issuer: readonly Sighting[];
  readonly sites: readonly VisitSighting[];
}

/** Who was behind each sighting, by its place in the transcript. No matcher gets it but for the half it learns from. */
export interface Truth {
  readonly attester: readonly number[];
  readonly issuer: readonly number[];
  readonly sites: readonly number[];
  /** For each visit, which entry of the issuer's transcript its token came from. */
  readonly mintOfVisit: readonly number[];
  readonly people: readonly { readonly account: string; readonly method: string; readonly favourite: string }[];
}

export interface Recorded {
  readonly transcripts: Transcripts;
  readonly truth: Truth;
  /** How long the acts took, in seconds of the machine. */
  readonly took: { readonly minting: number; readonly redeeming: number };
}
