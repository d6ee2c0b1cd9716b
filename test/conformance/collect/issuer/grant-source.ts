import type { ReadTokenKey } from '../../reading/token-key.ts';

/** The key that a body asks signatures of, and what it is for. */
export interface GrantSlot {
  readonly key: ReadTokenKey;
  readonly threshold: number;
  readonly epoch: string;
}

/** What comes of asking for a grant. */
export type DrawnGrant = { readonly grant: Uint8Array } | { readonly refused: string };

/** Somebody who may draw grants: what an issuer demands before it signs. */
export interface GrantHolder {
  readonly slot: GrantSlot;
  /** A grant for this body and no other. */
  draw(body: Uint8Array): Promise<DrawnGrant>;
}

/** Where grants come from. */
export interface GrantSource {
  readonly kind: 'demonstration';
  /** The issuer's name, as grants have it. */
  readonly issuer: string;
  readonly attester: string;
  /** Somebody new, who has drawn nothing. @returns undefined when nothing may be asked for at this hour */
  enrol(): Promise<GrantHolder | undefined>;
}
