import { calendarOf, compareSlots, type Epoch, epochAfter, epochAt, isWithin } from '@bauta/sdk/protocol';
import { GENERATIONS, type KeySlot, type KeyVault } from '../storage/ports.ts';

/** Epochs after the current one whose keys exist: the key of E is in the log by S(E−2), so it is made in E−3. */
const EPOCHS_AHEAD = 3;

/**
 * Makes the key of every threshold for the current epoch and those after it, where there is none yet or where the last
 * one was retired: what a run has missed, the next one makes.
 */
export async function ensureSlots(vault: KeyVault, thresholds: readonly number[], now: number): Promise<void> {
  const current = epochAt(now);
  const drawn: Promise<void>[] = [];
  for (let ahead = 0; ahead <= EPOCHS_AHEAD; ahead++) {
    const epoch = epochAfter(current, ahead);
    for (const threshold of thresholds) drawn.push(ensureSlot(vault, threshold, epoch));
  }
  await Promise.all(drawn);
}

async function ensureSlot(vault: KeyVault, threshold: number, epoch: Epoch): Promise<void> {
  const last = (await generationsOf(vault, threshold, epoch)).at(-1);
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
      const slot = (await generationsOf(vault, threshold, epoch)).at(-1);
      if (slot !== undefined && slot.retiredAt === undefined) slots.push(slot);
    }
  }
  return slots.sort(compareSlots(now));
}

/** The keys of a threshold and epoch, by generation: each is made after the one before it was retired. */
export async function generationsOf(vault: KeyVault, threshold: number, epoch: Epoch): Promise<KeySlot[]> {
  const slots: KeySlot[] = [];
  for (;;) {
    const next = await vault.slot(threshold, epoch, slots.length);
    if (!next) return slots;
    slots.push(next);
  }
}

/**
 * The slot that a TokenRequest names, when it may sign now.
 * @param slots the live ones. @param truncatedId the last byte of the key id. @param now Unix seconds.
 */
export function signingSlot(slots: readonly KeySlot[], truncatedId: number, now: number): KeySlot | undefined {
  return slots.find(({ keyId, epoch }) => keyId[31] === truncatedId && isWithin(now, calendarOf(epoch).signs));
}

/** Whether some key that should sign now, by the calendar, is not among the live ones: it was made or logged too late. */
export function isKeyMissing(slots: readonly KeySlot[], thresholds: readonly number[], now: number): boolean {
  const current = epochAt(now);
  return [current, epochAfter(current)].some((epoch) =>
    thresholds.some((threshold) => !slots.some((slot) => slot.threshold === threshold && slot.epoch === epoch)),
  );
}

/**
 * Destroys the private half of every key whose signing window was over at `now` (Unix seconds), however long ago.
 * @returns how many. @throws AgeError ERR_STORE_UNAVAILABLE as `KeyVault.destroy`: then again.
 */
export async function destroyPast(vault: KeyVault, now: number): Promise<number> {
  const past = (await vault.held()).filter(({ epoch }) => now >= calendarOf(epoch).signs.to);
  for (const { threshold, epoch, generation } of past) await vault.destroy(threshold, epoch, generation);
  return past.length;
}
