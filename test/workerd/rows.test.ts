import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

let worker: RunningWorker;
beforeAll(async () => {
  worker = await startWorker({
    code: await bundleWorker('test/workerd/rows/worker.ts', ['node:crypto']),
    durableObjects: { ROWS: 'RowCount' },
    compatibilityFlags: ['nodejs_compat'],
  });
});
afterAll(() => worker?.stop());

/** Whoever changes one changes "What it costs" in spec/guides/operating-on-workers.md. */
it('reads and writes as many rows for each act as the guide counts', async () => {
  const answer = await worker.fetch('https://rows.example/');
  expect(await answer.json()).toEqual({
    spend: [1, 1],
    put: [0, 2],
    read: [1, 0],
    replace: [1, 2],
    take: [2, 1],
    find: [4, 0],
    save: [5, 1],
    claim: [2, 1],
    add: [0, 1],
  });
});
