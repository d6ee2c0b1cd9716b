import type { Epoch } from '@bauta/sdk/protocol';
import type { Habits } from './person.ts';
import type { Stocked } from './ports.ts';
import type { Recorded } from './transcripts.ts';

/** The relying parties of every world. */
export const SITES: readonly string[] = ['red.example', 'green.example', 'blue.example'];

/** How many attesters the issuer of every world takes grants of. */
export const ATTESTERS = 2;

/** A week that visits can be asked for, and for which age. */
export interface OpenSlot {
  readonly threshold: number;
  readonly epoch: Epoch;
}

/** What a person gets for one slot. */
export interface Fetched extends OpenSlot {
  /** Of the 30, in the order of the issuer's answer. */
  readonly tokens: readonly Pick<Stocked, 'held' | 'mint' | 'index'>[];
}

/** All parties but the people and their wallets. They write down what they see. */
export interface Rooms {
  /** Sets the time, which never goes back. Unix seconds. */
  goTo(at: number): Promise<void>;
  /** The person goes through an attester's evidence and makes an account. */
  enrol(person: number, habits: Habits): Promise<void>;
  /** What this person's wallet may ask for now. */
  open(person: number): readonly OpenSlot[];
  /** Hop 1 and hop 2 for these slots; what the attester declines is left out. */
  fetch(person: number, slots: readonly OpenSlot[]): Promise<readonly Fetched[]>;
  /** Shows a token to a site. @throws AgeError when the site refuses it */
  visit(person: number, token: Stocked, site: string): Promise<void>;
  recorded(): Recorded;
  close(): Promise<void>;
}
