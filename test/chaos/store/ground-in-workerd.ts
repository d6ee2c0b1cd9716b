import { type Bytes, formatHex } from '@bauta/sdk/protocol';
import { upTo } from '../../ports/figures.ts';
import { bundleWorker, startWorker } from '../../workerd/start-worker.ts';
import { dealOut, type Redeemers } from './redeemers.ts';
import type { Site } from './site-instance.ts';

const COPIES = 4;

/** Instances of a site as several entry Workers, on the Durable Objects that they share. */
export async function openGroundInWorkerd() {
  const worker = await startWorker({
    code: await bundleWorker('test/workerd/redeemer/worker.ts'),
    durableObjects: { AGE_STORE: 'AgeStore' },
    copies: COPIES,
  });

  async function ask(path: string, order: object, copy: number): Promise<unknown> {
    const init = { method: 'POST', body: JSON.stringify(order) };
    const answer = await worker.fetch(`https://site.example${path}`, init, copy);
    if (!answer.ok) throw new Error(`the Worker answered ${answer.status}`);
    return answer.json();
  }

  return {
    async start(site: Site): Promise<Redeemers> {
      return {
        async redeem(errand) {
          const ends = dealOut(errand, COPIES).map((share, copy) => ask('/redeem', { site, errand: share }, copy));
          return (await Promise.all(ends)).flat() as string[];
        },
        end() {},
      };
    },
    takeAtOnce: (id: Bytes, times: number): Promise<readonly unknown[]> =>
      Promise.all(upTo(times).map(async (i) => (await ask('/take', { id: formatHex(id) }, i % COPIES)) ?? undefined)),
    remove: () => worker.stop(),
  };
}
