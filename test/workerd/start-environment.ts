import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readEnvironment } from 'wrangler';
import { ROOT } from '../laws/sources.ts';
import { bundleWorker } from './bundle-worker.ts';

/** An environment of the root `wrangler.toml` in workerd: the code, bindings and flags that are deployed. */
export async function startEnvironment(
  name: string,
  bindings: Readonly<Record<string, string | readonly string[]>>,
): Promise<{ readonly port: number; schedule(): Promise<string>; stop(): Promise<void> }> {
  const { workerOptions, main } = readEnvironment(join(ROOT, 'wrangler.toml'), name);
  const { modulesRules: _, ...options } = workerOptions;
  const runtime = new Miniflare({
    ...options,
    name,
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: await bundleWorker((main as string).slice(ROOT.length + 1)) },
    ],
    bindings: { ...options.bindings, ...bindings },
    host: '127.0.0.1',
    cf: false,
  } as ConstructorParameters<typeof Miniflare>[0]);
  const { port } = await runtime.ready;
  return {
    port: Number(port),
    async schedule() {
      const entry = (await runtime.getWorker(name)) as unknown as {
        scheduled(event: object): Promise<{ readonly outcome: string }>;
      };
      return (await entry.scheduled({ scheduledTime: new Date(), cron: '* * * * *' })).outcome;
    },
    stop: () => runtime.dispose(),
  };
}
