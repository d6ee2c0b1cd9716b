import type { Bytes, Epoch, Slot } from '@bauta/sdk/protocol';

/** A passkey of an account. */
export interface Passkey {
  readonly credentialId: Bytes;
  /** COSE_Key bytes, as the authenticator made them. */
  readonly publicKey: Bytes;
  /** The highest signature counter seen. */
  readonly counter: number;
}

/** What the attester remembers of a person: nothing but how to recognise a passkey, and what was proved. */
export interface Account {
  /** 16 random bytes. */
  readonly id: Bytes;
  readonly passkeys: readonly Passkey[];
  /** Ages in years that were proved. */
  readonly thresholds: readonly number[];
  /** Unix seconds; from then on the account is as one never proved. */
  readonly expires: number;
}

/** Evidence that was accepted, and the new passkey that stands for it. */
export interface Enrolment {
  /** The keyed hash that recognises this evidence when it is shown again; absent when nothing can. */
  readonly once?: Bytes;
  readonly passkey: Passkey;
  readonly thresholds: readonly number[];
  readonly expires: number;
}

/** A passkey of an account that was just used. */
export interface SeenPasskey {
  /** The account's id. */
  readonly account: Bytes;
  readonly credentialId: Bytes;
  readonly counter: number;
  /** A new passkey of the same account, for which this one vouches. */
  readonly further?: Passkey;
}

/** The attester's accounts. Every method throws AgeError ERR_STORE_UNAVAILABLE when it cannot know. */
export interface Accounts {
  /** The account of a passkey; undefined when there is none, and from `expires` on. */
  find(credentialId: Bytes): Promise<Account | undefined>;
  /**
   * An enrolment makes an account, or re-enters the one that its `once` belongs to: the new passkey replaces the old
   * ones, thresholds and expiry are the entry's, id and grants drawn stay. Of two at once with one `once`, both end in
   * one account and the later passkey stays. A `once` is remembered until the latest `expires` it came with.
   *
   * A seen passkey raises its counter, never lowers it (two instances may finish in either order), and nothing else
   * changes but the `further` passkey it brings, in the same step: who was replaced a moment ago vouches for nobody. It
   * names its account: an enrolment that merely brings a known credential id is never taken for one.
   *
   * @throws AgeError ERR_REGISTRATION when the credential id of an enrolment is another account's, and when that of a
   *   further passkey is any account's; ERR_ACCOUNT when a seen passkey is none of the account's; ERR_QUOTA_EXCEEDED
   *   when a further one would be the sixth. Nothing is changed then.
   */
  save(entry: Enrolment | SeenPasskey): Promise<Account>;
  /**
   * Forgets passkeys, thresholds and expiry. `once` and the grants drawn, which name nobody, stay for their time: else
   * erasing would be a way to draw grants twice; the same evidence re-enters under the same id. No account, no fault.
   */
  erase(id: Bytes): Promise<void>;
}

/** How many grants an account drew. */
export interface GrantCount {
  /** Age in years. */
  readonly threshold: number;
  readonly epoch: Epoch;
  readonly drawn: number;
}

/** The attester's count of grants. Throws AgeError ERR_STORE_UNAVAILABLE when it cannot know. */
export interface Grants {
  /**
   * Claims one of `k` grants; atomic, whatever process asks. A request hash (32 bytes) already claimed is claimed
   * again at no cost, so that a retry works after any crash.
   * @returns false beyond `k` distinct hashes, and once the signing window of the epoch is past: its count may be gone.
   */
  claim(account: Bytes, threshold: number, epoch: Epoch, requestHash: Bytes, k: number): Promise<boolean>;
  /** What is counted of an account, by epoch, then threshold; nothing of epochs whose signing window is past. */
  drawn(account: Bytes): Promise<readonly GrantCount[]>;
}

/** BlindSign of RFC 9474 §4.3 under one key: 256 bytes in, 256 bytes out. */
export interface RawSigner {
  /**
   * @throws AgeError ERR_REQUEST_MALFORMED unless 1 < blinded < n − 1; ERR_SLOT when the private key is destroyed;
   *   ERR_FAULT when the computation went wrong.
   */
  sign(blinded: Bytes): Promise<Bytes>;
}

/** A key of this room. */
export interface KeySlot extends Slot {
  /** The canonical SPKI, 342 bytes. */
  readonly publicKey: Bytes;
  /** SHA-256 of the SPKI, 32 bytes; the last one is the truncated id. */
  readonly keyId: Bytes;
  /** Whole Unix seconds at which it was made; absent when it was made before that was written down. */
  readonly madeAt?: number;
  /** Whole Unix seconds at which it was retired, when it was. */
  readonly retiredAt?: number;
  readonly signer: RawSigner;
}

/** How many keys, one after the other, a threshold may have in one epoch: generations 0, 1 and 2. */
export const GENERATIONS = 3;

/** The signing keys of one room. Every method throws AgeError ERR_STORE_UNAVAILABLE when it cannot know. */
export interface KeyVault {
  /** The key of a slot, also when its private half is destroyed; undefined when it was never made. */
  slot(threshold: number, epoch: Epoch, generation: number): Promise<KeySlot | undefined>;
  /**
   * The key of a slot, made now unless it exists: one key for ever, whichever process asks. Its truncated id differs
   * from those of all keys of this room that are not past.
   * @throws AgeError ERR_SLOT for a new key when the signing window of the epoch is past, and for a fourth generation.
   */
  create(threshold: number, epoch: Epoch, generation: number): Promise<KeySlot>;
  /**
   * Destroys the private half, on the disk and in this process; from then on every process refuses to sign with it,
   * and forgets it when next asked to. The public half stays: it is listed for a week more, and shows that the slot is
   * taken. Again, or on a slot never made: no fault. @throws AgeError ERR_STORE_UNAVAILABLE also while a reader holds
   * the deleted bytes: destroy again.
   */
  destroy(threshold: number, epoch: Epoch, generation: number): Promise<void>;
  /** The slots whose private half is here, of whatever epoch: what a scheduler may have missed is among them. */
  held(): Promise<readonly Slot[]>;
  /**
   * As `destroy`, and says of the slot that it was retired: in an emergency, at any time. The next generation is made
   * after it. Again: no fault, and the first time stays. @throws AgeError ERR_SLOT on a slot never made; as `destroy`.
   */
  retire(threshold: number, epoch: Epoch, generation: number): Promise<void>;
  /**
   * Takes in a key that this vault made and has lost: its slot is taken, as one that was retired. A slot that is there
   * stays as it is. @param publicKey the canonical SPKI, 342 bytes
   */
  takeLost(slot: Slot, publicKey: Bytes): Promise<void>;
}
