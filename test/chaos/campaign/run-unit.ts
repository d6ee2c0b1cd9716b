import { setTimeout as pause } from 'node:timers/promises';
import { type Chance, chanceOf } from '../../figures/chance.ts';
import type { Fault, GroundName } from '../faults/fault.ts';
import type { Ground } from './ground.ts';
import { type Breach, type Counts, openLedger } from './ledger.ts';
import { openGround } from './open-ground.ts';
import type { Unit } from './plan.ts';

/** A fault that is over. */
export interface Endured {
  readonly kind: string;
  readonly ground: GroundName;
  readonly what: string;
  /** Milliseconds from its beginning to its end. */
  readonly lasted: number;
  /** Milliseconds from its end to the first right answer of everything; null: none was waited for, or none came. */
  readonly recovery: number | null;
}

/** What came of a unit: plain JSON. */
export interface UnitOutcome {
  readonly endured: readonly Endured[];
  readonly counts: Counts;
  readonly breaches: readonly Breach[];
}

/** Milliseconds in which all must be well again. */
export const RECOVERY_MOST = 30_000;
/** Milliseconds of load before a fault, at most. */
const BEFORE = 400;

/** @param say how many faults are over. */
export async function runUnit(
  unit: Unit,
  faults: readonly Fault[],
  { flaw, say = () => {} }: { readonly flaw?: string; readonly say?: (done: number) => void } = {},
): Promise<UnitOutcome> {
  const ledger = openLedger();
  const chance = chanceOf(unit.seed);
  const open = () => openGround(unit.ground, { ledger, chance, ...(flaw === undefined ? {} : { flaw }) });
  let ground = await open();
  const endured: Endured[] = [];
  try {
    const { after, ill } = await recover(ground);
    if (after === null) throw new Error(`${unit.ground} does not work before anything is broken: ${ill}`);
    for (const kind of unit.kinds) {
      const fault = faults.find((one) => one.kind === kind) as Fault;
      const { isLast, ...one } = await endure(ground, fault, chance);
      endured.push({ kind, ground: unit.ground, ...one });
      if (isLast || one.recovery === null) {
        await ground.close();
        ground = await open();
      }
      say(endured.length);
    }
  } finally {
    await ground.close();
  }
  return { endured, counts: ledger.counts(), breaches: ledger.breaches };
}

async function endure(ground: Ground, fault: Fault, chance: Chance) {
  await pause(chance.between(50, BEFORE));
  const before = ground.ledger.breaches.length;
  const began = performance.now();
  const { what, lasts, end, isLast = false } = await fault.strike(ground, chance);
  await pause(lasts);
  await end();
  const ended = performance.now();
  const { after: recovery, ill }: Recovery = isLast ? { after: await comeBack(ground) } : await recover(ground);
  if (recovery === null && !isLast) {
    ground.ledger.breach('back', `${fault.kind}, ${what}: not well after ${RECOVERY_MOST / 1000} s: ${ill}`);
  } else {
    await ground.audit();
  }
  for (const { invariant, seen } of ground.ledger.breaches.slice(before)) {
    process.stderr.write(`chaos: ${fault.kind}, ${what}: ${invariant}: ${seen}\n`);
  }
  return { what, lasted: Math.round(ended - began), recovery, isLast };
}

/** How many milliseconds it took, or null and what was last not well. */
interface Recovery {
  readonly after: number | null;
  readonly ill?: string;
}

/** Starts what is dead, as whatever supervises it would, and waits for the first right answer. */
async function recover(ground: Ground): Promise<Recovery> {
  const began = performance.now();
  let ill = 'nothing was asked';
  while (performance.now() - began < RECOVERY_MOST) {
    await comeBack(ground);
    const found = await ground.findIll();
    if (found === undefined) return { after: Math.round(performance.now() - began) };
    ill = found;
    await pause(20);
  }
  return { after: null, ill };
}

async function comeBack(ground: Ground): Promise<null> {
  await Promise.all(ground.processes.filter((one) => !one.isAlive()).map((one) => one.start()));
  return null;
}
