import { build } from 'esbuild';
import { WORKER_BUILD } from './build-options.ts';
import { ROOT } from './environment.ts';

/** A Worker as one module, from the sources, under the conditions of Workers. @param main a path */
export async function bundleWorker(main: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [main],
    absWorkingDir: ROOT,
    ...WORKER_BUILD,
    // Node's own are there only where an environment has `nodejs_compat`.
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text as string;
}
