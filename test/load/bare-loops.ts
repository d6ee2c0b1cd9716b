import { type Child, openChild } from '../programs/child.ts';
import type { BareProcess } from './bare-process.ts';
import type { Visits } from './visits-process.ts';

/** The bare calls on several cores at once, each in a process of its own. */
export interface BareLoops {
  /** Blind signatures a second, on all cores together. */
  sign(seconds: number): Promise<number>;
  /** Redemptions a second, of these visits over and over. */
  redeem(visits: Visits, seconds: number): Promise<number>;
  close(): Promise<void>;
}

export async function openBareLoops(cores: number): Promise<BareLoops> {
  const children: Child<BareProcess>[] = [];
  for (let i = 0; i < cores; i++)
    children.push(await openChild<BareProcess>(new URL('./bare-process.ts', import.meta.url)));
  const onAll = async (measure: (child: Child<BareProcess>) => Promise<number>): Promise<number> =>
    (await Promise.all(children.map(measure))).reduce((sum, rate) => sum + rate, 0);
  return {
    sign: (seconds) => onAll((child) => child.ask('sign', seconds)),
    async redeem(visits, seconds) {
      for (const child of children) await child.ask('learn', visits);
      return onAll((child) => child.ask('redeem', seconds));
    },
    async close() {
      for (const child of children) await child.close();
    },
  };
}
