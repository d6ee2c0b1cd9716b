import { calendarOf, compareSlots, type Epoch, epochAfter, epochAt, isWithin } from '@bauta/sdk/protocol';
import { GENERATIONS, type KeySlot, type KeyVault } from '../storage/ports.ts';

/** Epochs after the current one whose keys exist already, so that everyone can see them before they sign. */
const EPOCHS_AHEAD = 2;

/**
 * Makes the key of every threshold for the current epoch and those after it, where there is none yet or where the last
 * one was retired: what a run has missed, the next one makes.
 * @param epochsAhead three for keys that are in the log by S(E−2).
 */
export async function ensureSlots(
  vault: KeyVault,
  thresholds: readonly number[],
  now: number,
  epochsAhead = EPOCHS_AHEAD,
): Promise<void> {
  const current = epochAt(now);
  const drawn: Promise<void>[] = [];
  for (let ahead = 0; ahead <= epochsAhead; ahead++) {
    const epoch = epochAfter(current, ahead);
    for (const threshold of thresholds) drawn.push(ensureSlot(vault, threshold, epoch));
  }
  await Promise.all(drawn);
}

async function ensureSlot(vault: KeyVault, threshold: number, epoch: Epoch): Promise<void> {
  const last = await youngest(vault, threshold, epoch);
  if (last !== undefined && last.retiredAt === undefined) return;
  const generation = last === undefined ? 0 : last.generation + 1;
  if (generation < GENERATIONS) await vault.create(threshold, epoch, generation);
}

/**
 * The keys to list: of every threshold, the youngest generation of each epoch that sites still accept or will, unless
 * it was retired.
 * Ordered as a directory is: current epoch, next, previous, later.
 */
export async function liveSlots(vault: KeyVault, thresholds: readonly number[], now: number): Promise<KeySlot[]> {
  const current = epochAt(now);
  const slots: KeySlot[] = [];
  // The one before the previous is accepted for the first minutes of an epoch.
  for (let ahead = -2; ahead <= EPOCHS_AHEAD; ahead++) {
    const epoch = epochAfter(current, ahead);
    if (now >= calendarOf(epoch).accepted.to) continue;
    for (const threshold of thresholds) {
      const slot = await youngest(vault, threshold, epoch);
      if (slot !== undefined && slot.retiredAt === undefined) slots.push(slot);
    }
  }
  return slots.sort(compareSlots(now));
}

/** A generation is made only after the one before it was retired, so only the youngest is in use. */
async function youngest(vault: KeyVault, threshold: number, epoch: Epoch): Promise<KeySlot | undefined> {
  let found: KeySlot | undefined;
  for (let generation = 0; ; generation++) {
    const next = await vault.slot(threshold, epoch, generation);
    if (!next) return found;
    found = next;
  }
}

/**
 * The slot that a TokenRequest names, when it may sign now.
 * @param slots the live ones. @param truncatedId the last byte of the key id. @param now Unix seconds.
 */
export function signingSlot(slots: readonly KeySlot[], truncatedId: number, now: number): KeySlot | undefined {
  return slots.find(({ keyId, epoch }) => keyId[31] === truncatedId && isWithin(now, calendarOf(epoch).signs));
}
