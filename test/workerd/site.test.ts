import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { DIRECTORY_PATH } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from '../unit/gate/issuer.ts';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

const ISSUER = 'issuer.example';
const PAGE = { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } };
const nowOfMachine = (): number => Math.floor(Date.now() / 1000);

describe('a site on Workers, in several isolates', () => {
  let issuer: TestIssuer;
  let worker: RunningWorker;
  let asked = 0;
  beforeAll(async () => {
    issuer = await createTestIssuer(ISSUER, nowOfMachine());
    worker = await startWorker({
      code: await bundleWorker('test/workerd/site/worker.ts'),
      durableObjects: { AGE_STORE: 'AgeStore' },
      bindings: { ISSUER, ELSEWHERE: 'https://elsewhere.example/' },
      copies: 3,
      outbound: async ({ url }) => {
        if (url !== `https://${ISSUER}${DIRECTORY_PATH}`) return new Response(null, { status: 404 });
        asked++;
        return issuer.isReachable ? issuer.fetch(url) : new Response(null, { status: 503 });
      },
    });
  });
  afterAll(() => worker?.stop());

  const visit = async (copy: number, path = '/films/3'): Promise<number> => {
    const answer = await worker.fetch(`https://site.example${path}`, PAGE, copy);
    await answer.arrayBuffer();
    return answer.status;
  };

  it('is shut to its very first visitor, whose request has the directory read beside it', async () => {
    issuer.isReachable = false;
    const met = await worker.fetch('https://site.example/films/3', PAGE);
    expect([met.status, met.headers.get('retry-after')]).toEqual([503, '60']);
    issuer.isReachable = true;
    await expect.poll(() => visit(0), { timeout: 30_000, interval: 200 }).toBe(403);
  });

  it('lets the other isolates have what one has read: none of them asks the issuer', async () => {
    issuer.isReachable = false;
    const before = asked;
    expect([await visit(1), await visit(2)]).toEqual([403, 403]);
    expect(await Promise.all(Array.from({ length: 20 }, () => visit(2)))).toEqual(Array(20).fill(403));
    expect(asked).toBe(before);
  });

  it('opens after a restart too, while the issuer is away', async () => {
    const before = asked;
    await worker.restart('SIGKILL');
    expect(await visit(0)).toBe(403);
    expect(asked).toBe(before);
  });

  it('reads it when it is due, beside a request that is answered meanwhile', async () => {
    issuer.isReachable = true;
    const before = asked;
    expect(await visit(0, '/public/wait?4801')).toBe(204);
    expect(await visit(0)).toBe(403);
    await expect.poll(() => asked, { timeout: 30_000 }).toBe(before + 1);
  });

  it('shuts when nobody could read it for a day', async () => {
    issuer.isReachable = false;
    expect(await visit(0, '/public/wait?86400')).toBe(204);
    expect(await visit(0)).toBe(503);
    issuer.isReachable = true;
    // By cron, a minute of which is as good as another.
    expect(await worker.schedule(nowOfMachine())).toBe('ok');
    expect(await visit(0)).toBe(403);
  });

  it('says that its cron has failed', async () => {
    issuer.isReachable = false;
    expect(await worker.schedule(nowOfMachine())).not.toBe('ok');
    expect(await visit(0)).toBe(403);
  });

  it('has a WebSocket on a public path', async () => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const asking = get(`${worker.url}/public/socket`, {
      headers: { ...headers, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' },
    });
    const [answer, socket] = (await once(asking, 'upgrade')) as [IncomingMessage, Socket];
    socket.destroy();
    expect(answer.statusCode).toBe(101);
  });
});
