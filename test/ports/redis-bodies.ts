import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { startRedis, whyNoRedis } from '../programs/redis.ts';
import { startCluster, startSentinels } from '../programs/redis-group.ts';
import type { RemoteBody } from './bodies.ts';
import { NOON } from './figures.ts';
import { openPlace, type Place } from './places.ts';

interface Running {
  readonly url: string;
  remove(): Promise<void>;
}

/** The shapes that a Redis comes in, and how many replicas a spend has to reach there. */
const SHAPES: readonly { name: string; replicas: number; start: () => Promise<Running> }[] = [
  { name: 'Redis', replicas: 0, start: startRedis },
  { name: 'Redis Sentinel', replicas: 1, start: startSentinels },
  { name: 'Redis Cluster', replicas: 1, start: startCluster },
];

/** Runs contracts on every shape of a real Redis, which is there while they run. */
export function onEachRedis(
  contracts: (body: <S>(of: (place: Place, now: () => number) => S) => RemoteBody<S>) => void,
): void {
  const reason = whyNoRedis ? ` (skipped: ${whyNoRedis})` : '';
  describe.skipIf(whyNoRedis).each(SHAPES)(`$name${reason}`, ({ name, replicas, start }) => {
    let running: Running;
    let opened = 0;
    beforeAll(async () => {
      running = await start();
    });
    afterAll(() => running?.remove());

    contracts((create) => ({
      name,
      lasts: true,
      closes: true,
      async open() {
        const file = `${running.url}#test${opened++}:,${replicas}`;
        const clock = { now: NOON };
        const places: Place[] = [];
        const close = (): void => {
          for (const place of places.splice(0)) place.close();
        };
        onTestFinished(close);
        const another = async () => {
          const place = await openPlace(file);
          places.push(place);
          return create(place, () => clock.now);
        };
        return { store: await another(), clock, file, another, close };
      },
    }));
  });
}
