import type { Act, Bound, Plan } from '../act.ts';
import { listStores, type StoreName } from '../stores.ts';
import { type Curve, formatCount, formatCurves, stepsBetween } from './curves.ts';
import { beginDrawing, type Drawing } from './drawing.ts';

/**
 * Of a spend at the end of the curve, to one at its start. What grew with the set would be at 1000 after three decades,
 * and at 10 after one. A tree or a heap that no cache holds any more doubles the cost once (SQLite reads and writes a
 * page for each spend from 5 · 10^5 on, where many shared one) and then keeps it; the rest is room for a busy machine.
 */
const FLAT: Bound = { most: 3 };

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
        plans: stores.map((store) => flatnessOf(store, from, to)),
        measure: () => measureEnds(drawings, to),
        notes: () => formatCurves(curves()).trimEnd().split('\n'),
        async close() {
          for (const drawing of drawings) await drawing.close();
        },
      };
    },
  };
}

const nameOf = (store: StoreName, to: number): string => `spend at ${formatCount(to)}, ${store}`;
const limitOf = (store: StoreName): string => `spend at the start, ${store}`;

/** What is judged of a curve. */
export function flatnessOf(store: StoreName, from: number, to: number): Plan {
  const limit = `the same at ${formatCount(from)} nullifiers`;
  return { act: nameOf(store, to), limit, of: [limitOf(store)], bound: FLAT };
}

async function measureEnds(drawings: readonly Drawing[], to: number): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const { store, measure } of drawings) {
    const { here, start } = await measure();
    figures[nameOf(store, to)] = here.cpu;
    figures[limitOf(store)] = start.cpu;
  }
  return figures;
}
