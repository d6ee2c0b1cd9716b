import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { calendarOf, epochAt } from '@bauta/sdk/protocol';
import type { SpentSet } from '@bauta/sdk/verifier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPort, type PortAnswer } from '../../../sdk/stores/durable-object/port-call.ts';
import { figure, NOON, upTo } from '../../ports/figures.ts';
import { startObjectWorker } from '../../ports/object-bodies.ts';
import { readWire, writeWire } from '../../ports/objects/wire.ts';
import type { RunningWorker } from '../../workerd/start-worker.ts';
import { type Ending, reckon } from './spenders.ts';

/** How often the runtime dies: 30 in the long form. */
const ROUNDS = Number(process.env.BAUTA_WORKERD_ROUNDS ?? 3);
const COPIES = 3;
const LANES = 12;
const UNTIL = calendarOf(epochAt(NOON)).nullifierUntil;
/** Milliseconds after which a spend is one of which nobody knows. */
const PATIENCE = 20_000;

/** The spent set of one place, asked through one of the entry Workers. */
function spentSetOf(worker: RunningWorker, place: string, copy: number): SpentSet {
  const ask = async (port: string, method: string, args: readonly unknown[]): Promise<PortAnswer> => {
    const body = writeWire({ place, now: NOON, dies: false, port, method, args });
    const answer = await worker.fetch('https://site.example/', { method: 'POST', body }, copy);
    return readWire(await answer.text()) as PortAnswer;
  };
  return askPort<SpentSet>({ ask }, 'spent', ['spend']);
}

describe('a spent set in Durable Objects, behind several entry Workers', () => {
  let worker: RunningWorker;
  beforeAll(async () => {
    worker = await startObjectWorker(COPIES);
  });
  afterAll(() => worker?.stop());

  it('lets one of 200 spends of one token in, which come through all of them at once', async () => {
    const sets = upTo(COPIES).map((copy) => spentSetOf(worker, 'one', copy));
    for (const token of upTo(5)) {
      const spends = upTo(200).map((i) => (sets[i % COPIES] as SpentSet).spend(figure(token), UNTIL));
      expect((await Promise.all(spends)).filter((isLetIn) => isLetIn)).toHaveLength(1);
    }
  }, 120_000);

  it(
    'loses no acknowledged spend when the runtime ends under load, and lets none in twice',
    async () => {
      const endings: Ending[] = [];
      let isOver = false;
      let next = 0;

      async function spendOn(lane: number): Promise<void> {
        const set = spentSetOf(worker, 'load', lane % COPIES);
        while (!isOver) {
          // Each number is asked for by two, which come through different entries.
          const number = next++ >> 1;
          const began = performance.now();
          const late = pause(PATIENCE, 'late', { ref: false });
          const end = await Promise.race([set.spend(figure(number), UNTIL), late]).catch(() => 'ERR_STORE_UNAVAILABLE');
          endings.push({ number, end: String(end), took: Math.round(performance.now() - began), at: Date.now() });
          if (typeof end === 'string') await pause(100);
        }
      }

      const answered = async (): Promise<void> => {
        const before = endings.length;
        const isKnown = ({ end }: Ending): boolean => end === 'true' || end === 'false';
        await expect.poll(() => endings.slice(before).some(isKnown), { timeout: 60_000 }).toBe(true);
      };

      const lanes = upTo(LANES).map(spendOn);
      let kills = 0;
      for (const round of upTo(ROUNDS)) {
        await answered();
        await pause(randomInt(1, 1000));
        const signal = round % 3 === 2 ? undefined : 'SIGKILL';
        if (signal) kills++;
        await worker.restart(signal);
      }
      await answered();
      isOver = true;
      await Promise.all(lanes);

      await worker.restart('SIGKILL');
      const result = await reckon(endings, spentSetOf(worker, 'load', 0));
      const refused = endings.filter(({ end }) => end === 'false').length;
      console.log(`Durable Objects: ${ROUNDS} ends, ${kills} by kill -9: ${JSON.stringify({ ...result, refused })}`);
      expect(result.acknowledged).toBeGreaterThan(ROUNDS);
      expect(refused).toBeGreaterThan(0);
      expect(result.twice).toBe(0);
    },
    120_000 + 15_000 * ROUNDS,
  );
});
