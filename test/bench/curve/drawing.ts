import { type Cost, medianOf } from '../statistics.ts';
import type { StoreName } from '../stores.ts';
import type { Point } from './curves.ts';
import { openPair } from './pair.ts';

/** A curve that is being drawn. */
export interface Drawing {
  readonly store: StoreName;
  /** Fills the store until `rounds` measurements bring it to so many; they belong to this step. */
  goTo(nullifiers: number, rounds: number): Promise<void>;
  /** One measurement: here, and in turn with it at the start of the curve. */
  measure(): Promise<Taken>;
  /** The same of whole redemptions; of no step. */
  redeem(): Promise<Taken>;
  /** The start, and each step that was measured. */
  points(): readonly Point[];
  close(): Promise<void>;
}

export interface Taken {
  readonly here: Cost;
  readonly start: Cost;
}

/** A step, and its measurements so far. */
interface Step extends Pick<Point, 'nullifiers' | 'cpuOnTheWay' | 'bytes' | 'rss'> {
  readonly taken: Taken[];
}

export async function beginDrawing(store: StoreName, from: number): Promise<Drawing> {
  const pair = await openPair(store, from);
  const goTo = async (nullifiers: number, rounds: number): Promise<Step> => {
    const cpuOnTheWay = await pair.growTo(nullifiers - rounds * pair.window);
    const { own, rss } = await pair.bytes();
    return { nullifiers, cpuOnTheWay, bytes: own, rss, taken: [] };
  };
  const start = await goTo(from, 0);
  const steps: Step[] = [];
  return {
    store,
    async goTo(nullifiers, rounds) {
      steps.push(await goTo(nullifiers, rounds));
    },
    async measure() {
      const { grown, fresh } = await pair.measure();
      const taken = { here: grown, start: fresh };
      steps.at(-1)?.taken.push(taken);
      return taken;
    },
    async redeem() {
      const { grown, fresh } = await pair.redeem();
      return { here: grown, start: fresh };
    },
    points() {
      const measured = steps.filter(({ taken }) => taken.length > 0);
      const begun = measured.flatMap(({ taken }) => taken.map((one) => ({ ...one, here: one.start })));
      return [{ ...start, taken: begun }, ...measured].map(toPoint);
    },
    close: () => pair.close(),
  };
}

function toPoint({ taken, ...step }: Step): Point {
  const median = (figure: (one: Taken) => number): number => medianOf(taken.map(figure));
  return {
    ...step,
    cpu: median(({ here }) => here.cpu),
    cpuAtStart: median(({ start }) => start.cpu),
    wall: median(({ here }) => here.wall),
  };
}
