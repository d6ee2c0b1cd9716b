import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

describe('a Worker in workerd', () => {
  let worker: RunningWorker;
  beforeAll(async () => {
    worker = await startWorker({
      code: await bundleWorker('test/workerd/counting/worker.ts'),
      durableObjects: { COUNT: 'Count' },
      bindings: { GREETING: 'hello ' },
      r2Buckets: ['TILES'],
      outbound: async (request) => new Response(`${request.url} ${await request.text()}`, { status: 201 }),
      copies: 2,
    });
  });
  afterAll(() => worker?.stop());

  const ask = async (path: string, init?: RequestInit, copy?: number) => {
    const answer = await worker.fetch(`https://site.example${path}`, init, copy);
    return [answer.status, await answer.text()];
  };

  it('has its variables, the SDK, and what answers its requests', async () => {
    expect(await ask('/text')).toEqual([200, 'hello 2']);
    expect(await ask('/text', {}, 1)).toEqual([200, 'hello 2']);
    expect(await ask('/out', { method: 'POST', body: 'sent' })).toEqual([201, 'https://elsewhere.example/what sent']);
    expect((await ask('/move'))[0]).toBe(303);
    expect((await (await fetch(`${worker.url}/text`)).text()).length).toBe(7);
    expect(await worker.schedule(1_795_003_200)).toBe('ok');
  });

  it('keeps what its objects stored over restarts, also when it is killed', async () => {
    expect(await ask('/')).toEqual([200, '1']);
    expect(await ask('/', {}, 1)).toEqual([200, '2']);
    await worker.restart();
    expect(await ask('/')).toEqual([200, '3']);
    await worker.restart('SIGKILL');
    expect(await ask('/')).toEqual([200, '4']);
  });

  it('is no Worker when something in it imports Node, and says what', async () => {
    const code = "export { openSqlite } from '@bauta/sdk/stores/sqlite';";
    await expect(bundleWorker({ code, resolveDir: 'demo-site' })).rejects.toThrow(
      /sqlite\/dist\/index.mjs imports path/,
    );
    const file = "export { checkpointFile } from '@bauta/sdk/stores/checkpoint-file';";
    await expect(bundleWorker({ code: file, resolveDir: 'demo-site' })).rejects.toThrow(
      /checkpoint-file.ts imports node:/,
    );
  });
});
