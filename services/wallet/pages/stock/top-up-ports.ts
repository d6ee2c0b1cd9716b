import type { Fetch } from '@bauta/sdk/client';
import type { Bytes, Epoch } from '@bauta/sdk/protocol';
import type { WalletStore } from '../keep/store.ts';
import type { DataKey } from '../keep/vault.ts';
import type { WalletMark } from '../keep/wallet-mark.ts';
import type { Passkeys } from '../passkey/passkey.ts';
import type { CheckKeys } from './check-keys.ts';

/** How far a top-up is, for whoever waits. */
export type TopUpStage = 'preparing' | 'unlocking' | 'agreeing' | 'granting' | 'signing';

/** What a top-up needs of the world. */
export interface TopUpPorts {
  readonly store: WalletStore;
  readonly passkeys: Passkeys;
  readonly fetch: Fetch;
  /** Absent: keys are taken as they are listed. */
  readonly checkKeys?: CheckKeys | undefined;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  readonly onStage: (stage: TopUpStage) => void;
  /** Absent: nothing is known of earlier weeks, and a week without visits counts as not fetched yet. */
  readonly mark?: WalletMark;
}

/** From whom, and with which passkey. */
export interface TopUpParties {
  /** The attester's name. */
  readonly attester: string;
  /** The issuer's name. */
  readonly issuer: string;
  /** A passkey made just now. Unless a wrap for it is kept already, its secret comes with its first answer. */
  readonly made?: { readonly credentialId: Bytes; readonly dataKey: DataKey };
  /** A week to draw one more batch of, on the person's explicit act, while few of its visits are left. */
  readonly more?: Epoch;
  /** A passkey without PRF may begin a wallet: the person knows that the attester then sees when they present. */
  readonly takesOnline?: boolean;
}
