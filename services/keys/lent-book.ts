import { AgeError, formatHex, type KeyRole } from '@bauta/sdk/protocol';
import type { RawSigner } from '../storage/ports.ts';
import { openKey } from '../storage/sealed-key.ts';
import type { Sealing } from '../storage/sealing.ts';
import type { LentKeys, LentSlot } from './lent-keys.ts';
import { checkNoneMissing, type ListedKeys, NOTHING_LISTED, proofsOf, slotsAt } from './listed-keys.ts';
import { openRawRsaKey, type RawRsaKey, rawRsaSign } from './raw-rsa-signer.ts';
import type { SlotBook } from './slot-book.ts';

export interface LentBookOptions {
  readonly role: KeyRole;
  readonly thresholds: readonly number[];
  readonly sealing: Sealing;
  /** Asks the keeper. */
  readonly borrow: () => Promise<LentKeys>;
}

/**
 * The keys of a room where its keeper is elsewhere: borrowed now and then, and signed with here; a destroyed key signs
 * until the next time. Private keys are in
 * memory as keys that cannot be read again.
 */
export function createLentBook({ role, thresholds, sealing, borrow }: LentBookOptions): SlotBook {
  let listed: ListedKeys = NOTHING_LISTED;
  /** By key id. */
  let opened = new Map<string, RawRsaKey>();

  function open({ publicKey, sealed, ...slot }: LentSlot): RawRsaKey | undefined {
    if (sealed === undefined) return undefined;
    const pkcs8 = openKey(sealing, { room: role, slot, publicKey }, sealed);
    const key = openRawRsaKey(pkcs8, publicKey);
    pkcs8.fill(0);
    return key;
  }

  function signerOf(key: RawRsaKey | undefined): RawSigner {
    return {
      async sign(blinded) {
        if (key === undefined) throw new AgeError('ERR_SLOT', 'the private key of this slot is destroyed');
        return rawRsaSign(key, blinded);
      },
    };
  }

  async function take(): Promise<void> {
    const { readAt, slots, proofs } = await borrow();
    const next = new Map<string, RawRsaKey>();
    const withSigners = slots.map((lent) => {
      const { sealed: _, ...slot } = lent;
      const id = formatHex(lent.keyId);
      const key = opened.get(id) ?? open(lent);
      if (key && lent.sealed) next.set(id, key);
      return { ...slot, signer: signerOf(lent.sealed && key) };
    });
    opened = next;
    listed = { readAt, slots: withSigners, proofs };
  }

  return {
    /** Borrows anew. @throws AgeError ERR_STORE_UNAVAILABLE when the keeper does not answer */
    async refresh() {
      await take();
      return true;
    },
    slots: (now) => slotsAt(listed, now),
    proofs: () => proofsOf(listed),
    checkWhole: (now) => checkNoneMissing(listed, thresholds, now),
  };
}
