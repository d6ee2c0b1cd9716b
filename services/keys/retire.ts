import type { Slot } from '@bauta/sdk/protocol';
import type { KeySlot, KeyVault } from '../storage/ports.ts';

/**
 * Retires a key in an emergency: its private half is destroyed at once, and the next generation takes its place.
 * Stopped in between, `ensureSlots` makes that one.
 * @returns the key of the next generation.
 * @throws AgeError ERR_SLOT on a slot never made; and, with the key retired all the same, when it was the last of its
 *   epoch's generations or no key may be made for the epoch any more. As `KeyVault.destroy`: then retire again.
 */
export async function retire(vault: KeyVault, { threshold, epoch, generation }: Slot): Promise<KeySlot> {
  await vault.retire(threshold, epoch, generation);
  return vault.create(threshold, epoch, generation + 1);
}

/** Retires the keys that the settings name, those that exist and are not retired yet; `ensureSlots` makes the next ones. */
export async function retireNamed(vault: KeyVault, named: readonly Slot[]): Promise<void> {
  for (const { threshold, epoch, generation } of named) {
    const slot = await vault.slot(threshold, epoch, generation);
    if (slot !== undefined && slot.retiredAt === undefined) await vault.retire(threshold, epoch, generation);
  }
}
