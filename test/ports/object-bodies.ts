import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { bundleWorker, type RunningWorker, startWorker } from '../workerd/start-worker.ts';
import type { RemoteBody } from './bodies.ts';
import { NOON } from './figures.ts';
import { openPlace, type Place } from './places.ts';

/** The Worker that has every store of the tests in its objects, while the tests of the file run. */
export function startObjects(): () => RunningWorker {
  let worker: RunningWorker;
  beforeAll(async () => {
    worker = await startObjectWorker();
  });
  afterAll(() => worker?.stop());
  return () => worker;
}

/** @param copies entry Workers. @param persist a folder, unless it goes with the Worker. */
export async function startObjectWorker(copies = 1): Promise<RunningWorker> {
  return startWorker({
    code: await bundleWorker('test/ports/objects/worker.ts'),
    durableObjects: { SITE: 'SiteObject', ATTESTER: 'AttesterObject', SQL: 'SqlObject' },
    copies,
  });
}

let opened = 0;

/** A port's adapter on Durable Objects. A handle that is closed asks objects that die of it. */
export function objectBody<S>(
  worker: () => RunningWorker,
  create: (place: Place, now: () => number) => S,
): RemoteBody<S> {
  return {
    name: 'Durable Objects',
    lasts: true,
    closes: true,
    async open() {
      const file = `${worker().url}/#place${opened++}`;
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
  };
}
