import type { HeldEntry } from '@bauta/sdk/log';
import { isEqual } from '@bauta/sdk/protocol';
import type { KeyVault } from '../storage/ports.ts';

/**
 * Brings a vault up to what the log has of its keys. A key that was retired there is retired here, whoever forgot it.
 * @param entries of this holder, in the log's order
 * @param isRestored whether the vault came back from a backup: then keys that it does not know are its own, made since and
 *   lost. They are never made a second time: the next generation takes their place. Without a backup they would be those of
 *   somebody who runs in the same name, and are left alone
 */
export async function catchUp(vault: KeyVault, entries: readonly HeldEntry[], isRestored: boolean): Promise<void> {
  for (const { entry } of entries) {
    if (entry.kind === 'keys' && isRestored) {
      for (const { threshold, generation, spki } of entry.keys) {
        await vault.takeLost({ threshold, epoch: entry.epoch, generation }, spki);
      }
    }
    if (entry.kind !== 'retire') continue;
    const { threshold, epoch, generation, keyId } = entry;
    const slot = await vault.slot(threshold, epoch, generation);
    if (slot && slot.retiredAt === undefined && isEqual(slot.keyId, keyId)) {
      await vault.retire(threshold, epoch, generation);
    }
  }
}
