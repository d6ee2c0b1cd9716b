import type { Act, Bound, Plan } from '../act.ts';
import { listStores, type StoreName } from '../stores.ts';
import { type Curve, formatCount, formatCurves, START, stepsTo } from './curves.ts';
import { beginDrawing, type Drawing } from './drawing.ts';

/** Of a spend at the end of the curve, to one at its start. */
const FLAT: Bound = { most: 2 };

/** The act, and the curves that it drew. */
export interface CurveAct extends Act {
  readonly curves: () => readonly Curve[];
}

/**
 * What a spend costs as a spent set fills up, and what that takes of the machine. Each store grows once, to `setting.to`;
 * at each step it is measured in turn with one that holds no more than `START`. @param stores default: all that are here
 */
export function createCurveAct(stores: readonly StoreName[] = listStores()): CurveAct {
  const drawings: Drawing[] = [];
  const curves = (): readonly Curve[] => drawings.map(({ store, points }) => ({ store, points: points() }));
  return {
    name: 'curve',
    curves,
    async open({ to, rounds, tell }) {
      for (const store of stores) {
        const drawing = await beginDrawing(store);
        drawings.push(drawing);
        for (const step of stepsTo(to)) {
          tell(`curve: ${store} to ${formatCount(step)}`);
          await drawing.goTo(step, rounds);
          // The last step is measured in the rounds of the act.
          for (let round = 0; step < to && round < rounds; round++) await drawing.measure();
        }
      }
      return {
        plans: stores.map((store) => flatnessOf(store, to)),
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
export function flatnessOf(store: StoreName, to: number): Plan {
  const limit = `the same at ${formatCount(START)} nullifiers`;
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
