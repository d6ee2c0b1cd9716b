import { createServer } from 'node:http';
import { bundleWorker, startWorker } from '../workerd/start-worker.ts';
import { describeDoor } from './describe-door.ts';
import { listen } from './listen.ts';
import { KEEP, MARKER } from './marked.ts';
import { relayTo } from './relay-to.ts';

describeDoor(
  'a Worker, in workerd',
  async (issuer) => {
    const elsewhere = await listen(createServer((_, response) => response.writeHead(200, KEEP).end(MARKER)));
    const worker = await startWorker({
      code: await bundleWorker('test/workerd/site/worker.ts'),
      durableObjects: { AGE_STORE: 'AgeStore' },
      bindings: { ISSUER: issuer.name, ELSEWHERE: `http://127.0.0.1:${elsewhere.port}/` },
    });
    // The issuer's directory, as by cron.
    await worker.schedule(Math.floor(Date.now() / 1000));
    const relay = await relayTo(Number(new URL(worker.url).port));
    return {
      port: relay.port,
      wait: async (seconds) => {
        await worker.fetch(`https://site.example/public/wait?${seconds}`);
      },
      async close() {
        await relay.close();
        await worker.stop();
        await elsewhere.close();
      },
    };
  },
  {
    '/broken': 500,
    '/thrown': 500,
    '/nothing': 500,
    '/passed': 500,
    '/moved': 302,
    '/unchanged': 304,
    '/fetched': 200,
    '/stream': 200,
    '/socket': 503,
  },
);
