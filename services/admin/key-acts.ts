import { AgeError, type Epoch, epochAt, formatHex, type Slot } from '@bauta/sdk/protocol';
import { retire } from '../keys/retire.ts';
import { generationsOf } from '../keys/slots.ts';
import type { KeySlot, KeyVault } from '../storage/ports.ts';
import type { Told } from './told.ts';

const WEEK = 7 * 86_400;
/** Weeks from the present one whose keys an operator may want to see. */
const AROUND = [-2, -1, 0, 1, 2, 3];

/**
 * Ends the youngest key of a slot, and makes the next one. @throws AgeError ERR_SLOT when there is none to end, or no
 * generation left
 */
export async function retireYoungest(vault: KeyVault, threshold: number, epoch: Epoch): Promise<Told> {
  const last = (await generationsOf(vault, threshold, epoch)).at(-1);
  if (last === undefined) throw new AgeError('ERR_SLOT', 'no key of that age and week was made');
  // Stopped between the two halves of a retirement, the command ends what it began.
  const next =
    last.retiredAt === undefined
      ? await retire(vault, last)
      : await vault.create(threshold, epoch, last.generation + 1);
  return {
    json: { retired: told(last), next: told(next) },
    text: [
      `Retired: ${words(last)}`,
      `Made in its place: ${words(next)}`,
      'The running room logs both within a minute. Sites refuse the old one at their next look, within 24 hours.',
    ],
    event: { event: 'key-retired', threshold, epoch, generation: last.generation },
  };
}

/** The keys of the weeks around now. */
export async function listKeys(vault: KeyVault, thresholds: readonly number[], now: number): Promise<Told> {
  const slots: KeySlot[] = [];
  for (const weeks of AROUND) {
    for (const threshold of thresholds)
      slots.push(...(await generationsOf(vault, threshold, epochAt(now + weeks * WEEK))));
  }
  const lines = slots.map((slot) => `${words(slot)}${slot.retiredAt === undefined ? '' : ' · retired'}`);
  return { json: { keys: slots.map(told) }, text: slots.length === 0 ? ['No keys yet.'] : lines };
}

function told({ threshold, epoch, generation, keyId, retiredAt }: KeySlot): Slot & { keyId: string; retired: boolean } {
  return { threshold, epoch, generation, keyId: formatHex(keyId), retired: retiredAt !== undefined };
}

function words({ threshold, epoch, generation, keyId }: KeySlot): string {
  return `${threshold} years · ${epoch} · generation ${generation} · ${formatHex(keyId).slice(0, 16)}`;
}
