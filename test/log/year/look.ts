import { formatHex } from '@bauta/sdk/protocol';
import { signingSlot } from '../../../services/keys/slots.ts';
import { outcome } from '../../ports/refusals.ts';
import type { Minted, Wallet } from './clients.ts';
import { isPast, isPresenting, isSigning, isTaken, labelOf, nameOf, THRESHOLDS, weekAt } from './oracle.ts';
import { DAY, HOUR, MINUTE } from './plan.ts';
import type { WatchedInstance, WatchedSite, World } from './world.ts';

/** What visits of a year ended in. */
export interface Visits {
  opened: number;
  /** At doors that had not been able to read the directory for a day. */
  shut: number;
  /** With a key that the site could not know yet: one that was logged late, or in the place of a retired one. */
  early: number;
  /** With a retired key: at a site that had not read of it yet, and at one that had. */
  retired: { taken: number; refused: number };
}

/** Exactly the right keys sign. */
export async function lookAtInstance(world: World, { real, book }: WatchedInstance): Promise<void> {
  const { oracle, must } = world;
  const now = real.now();
  const slots = await outcome(() => real.book.slots(now));
  const isOld = oracle.isOld(book, now);
  must(isOld === (slots === 'ERR_NOT_READY'), () => `the list is ${isOld ? 'still' : 'not'} shown`);
  if (typeof slots === 'string') return;
  const signing = slots.filter(({ keyId }) => signingSlot(slots, keyId[31] as number, now)?.keyId === keyId);
  const found = signing.map((slot) => `${slot.epoch} ${slot.threshold} ${slot.generation}`).sort();
  const expected = book.listed.filter((key) => isSigning(key, now));
  must(`${found}` === `${expected.map(nameOf).sort()}`, () => `${found} sign, not ${world.names(expected)}`);
  for (const slot of signing) {
    const key = world.keyOf(slot.keyId);
    const isRetired = key?.isRetired === true;
    // An instance whose clock is ahead may have destroyed it for all.
    const isOver = world.instances.some((other) => key && isPast(key.week, other.real.now()));
    const answer = await outcome(slot.signer.sign(new Uint8Array(256)));
    must(isOver || (answer === 'ERR_SLOT') === isRetired, () => `a key of ${slot.epoch} signs: ${!isRetired}`);
  }
  const weeks = expected.map(({ week, threshold }) => `${labelOf(week)} ${threshold}`).sort();
  const due = oracle.bySchedule(now).sort();
  must(!book.isNew || `${weeks}` === `${due}`, () => `${weeks} sign, and by the calendar ${due}`);
}

/** After a run: no private half is here past its time, and none that is still of use is gone. */
export async function lookAtSecrets(world: World, { real }: WatchedInstance): Promise<void> {
  const held = (await real.vault.held()).map((slot) => `${slot.epoch} ${slot.threshold} ${slot.generation}`);
  const { time } = world.ground.clock;
  for (const key of world.oracle.keys) {
    const isHeld = held.includes(nameOf(key));
    // The witnesses' word, without which nothing is destroyed, may be an hour old.
    const isOver = key.isRetired || isPast(key.week, time - HOUR - 10 * MINUTE);
    const isOfUse = !key.isRetired && !isPast(key.week, time + 10 * MINUTE);
    world.must(!(isHeld && isOver), () => `the private half of ${nameOf(key)} is still here`);
    world.must(isHeld || !isOfUse, () => `the private half of ${nameOf(key)} is gone`);
  }
}

/** Exactly the right keys are accepted. */
export function lookAtSite(world: World, { real, readAt, keys }: WatchedSite): void {
  const { oracle, ids, must, ground } = world;
  const now = ground.clock.time + real.skew;
  const isShut = oracle.isShut(readAt, now);
  for (const key of oracle.keys) {
    const id = ids.get(key);
    if (id === undefined || key.week < weekAt(now) - 4) continue;
    const isTakenHere = real.takes(id, now);
    const isRight = !isShut && keys.has(key) && isTaken(key, now);
    must(isTakenHere === isRight, () => `${nameOf(key)} is ${isRight ? 'refused' : 'taken'}`);
    const isLongOver = key.endedAt !== undefined && ground.clock.time >= key.endedAt + DAY;
    must(!(isTakenHere && isLongOver), () => `${nameOf(key)} is taken a day after it was retired`);
  }
}

/** The wallet offers exactly the right tokens, and no honest one is refused. */
export function visit(world: World, wallet: Wallet, site: WatchedSite, visits: Visits): void {
  const { time } = world.ground.clock;
  const issuedAt = time + site.real.skew;
  const device = time + wallet.skew;
  for (const threshold of THRESHOLDS) {
    const usable = wallet.usable(threshold, device, issuedAt);
    world.must(
      `${idsOf(usable)}` === `${idsOf(rightTokens(world, wallet, threshold, Math.min(device, issuedAt)))}`,
      () => {
        return `the wallet offers tokens of ${usable.map(({ epoch }) => epoch)}`;
      },
    );
    // The challenge is good for ten minutes.
    for (const token of usable) for (const delay of [0, 599]) present(world, token, site, issuedAt + delay, visits);
  }
}

const idsOf = (tokens: readonly Minted[]): string[] => tokens.map(({ id }) => formatHex(id)).sort();

function rightTokens({ keyOf }: World, { stock }: Wallet, threshold: number, time: number): Minted[] {
  const known = stock.map((token) => ({ token, key: keyOf(token.keyId) }));
  const right = known.filter(({ key }) => key && key.threshold === threshold && isPresenting(key, time));
  const current = right.filter(({ key }) => key?.week === weekAt(time));
  return (current.length > 0 ? current : right).map(({ token }) => token);
}

function present(world: World, { keyId }: Minted, site: WatchedSite, now: number, visits: Visits): void {
  const key = world.keyOf(keyId);
  if (!key) throw new TypeError('a token of a key that the oracle does not know');
  const isOpen = site.real.takes(keyId, now);
  if (key.isRetired) visits.retired[isOpen ? 'taken' : 'refused']++;
  else if (isOpen) visits.opened++;
  else if (world.oracle.isShut(site.readAt, now)) visits.shut++;
  else {
    world.must(key.isLate && !site.keys.has(key), () => `an honest token of ${nameOf(key)} is refused`);
    visits.early++;
  }
}
