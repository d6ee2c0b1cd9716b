import type { Act, Bound, Plan } from '../act.ts';
import { listStores, type StoreName } from '../stores.ts';
import { type Curve, formatCount, formatCurves, stepsBetween } from './curves.ts';
import { beginDrawing, type Drawing, type Taken } from './drawing.ts';

/**
 * Of a redemption at the end of the curve, to one at its start: flat, but for what two measurements differ by. Its spend
 * alone is shown and not judged: a tree or a heap that no cache holds any more makes it dearer once, and SQLite, which
 * reads and writes a page for each spend from 5 · 10^5 on where many shared one, also waits for what else the disk does.
 */
const FLAT: Bound = { most: 1.3 };

/** The act, and the curves that it drew. */
export interface CurveAct extends Act {
  readonly curves: () => readonly Curve[];
}

/**
 * What a spend costs as a spent set fills up, and what that takes of the machine. Each store grows once, to `setting.to`;
 * at each step it is measured in turn with one that holds no more than `setting.from`. @param stores default: all that are here
 */
export function createCurveAct(stores: readonly StoreName[] = listStores()): CurveAct {
  const drawings: Drawing[] = [];
  const curves = (): readonly Curve[] => drawings.map(({ store, points }) => ({ store, points: points() }));
  return {
    name: 'curve',
    curves,
    async open({ from, to, rounds, tell }) {
      for (const store of stores) {
        const drawing = await beginDrawing(store, from);
        drawings.push(drawing);
        for (const step of stepsBetween(from, to)) {
          tell(`curve: ${store} to ${formatCount(step)}`);
          await drawing.goTo(step, rounds);
          // The last step is measured in the rounds of the act.
          for (let round = 0; step < to && round < rounds; round++) await drawing.measure();
        }
      }
      return {
        plans: stores.flatMap((store) => flatnessOf(store, from, to)),
        measure: () => measureEnds(drawings, to),
        notes: () => formatCurves(curves()).trimEnd().split('\n'),
        async close() {
          for (const drawing of drawings) await drawing.close();
        },
      };
    },
  };
}

type Judged = 'redemption' | 'spend';

const nameOf = (what: Judged, store: StoreName, to: number): string => `${what} at ${formatCount(to)}, ${store}`;
const limitOf = (what: Judged, store: StoreName): string => `${what} at the start, ${store}`;

/** What is judged of a curve. */
export function flatnessOf(store: StoreName, from: number, to: number): readonly Plan[] {
  const limit = `the same at ${formatCount(from)} nullifiers`;
  const planOf = (what: Judged): Plan => ({ act: nameOf(what, store, to), limit, of: [limitOf(what, store)] });
  return [{ ...planOf('redemption'), bound: FLAT }, planOf('spend')];
}

async function measureEnds(drawings: readonly Drawing[], to: number): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const { store, measure, redeem } of drawings) {
    const taken = { spend: await measure(), redemption: await redeem() };
    for (const [what, { here, start }] of Object.entries(taken) as [Judged, Taken][]) {
      figures[nameOf(what, store, to)] = here.cpu;
      figures[limitOf(what, store)] = start.cpu;
    }
  }
  return figures;
}
