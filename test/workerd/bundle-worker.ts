import { builtinModules } from 'node:module';
import { build, type Plugin } from 'esbuild';
import { WORKER_BUILD } from '../../services/workers/dev/build-options.ts';
import { ROOT } from '../laws/sources.ts';

/** What runs on Workers runs without Node: an import of it is a fault, and says whose. */
const noNodeBut = (allowed: readonly string[]): Plugin => ({
  name: 'no-node',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(node:.*|${builtinModules.join('|')})$`) }, ({ path, importer }) =>
      allowed.includes(path) ? { path, external: true } : { errors: [{ text: `${importer} imports ${path}` }] },
    );
  },
});

/**
 * A Worker of TypeScript as the one module that workerd takes, with the conditions of Workers.
 * @param entry a file from the root of the repository, or code and the folder (from the root too) that it stands in.
 * @param nodeModules of Node that the Worker may import all the same, under `nodejs_compat`.
 * @throws what does not resolve, and every import of `node:…`, each with the file that asks for it.
 */
export async function bundleWorker(
  entry: string | { readonly code: string; readonly resolveDir: string },
  nodeModules: readonly string[] = [],
): Promise<string> {
  const source =
    typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.code, loader: 'ts' as const, resolveDir: `${ROOT}/${entry.resolveDir}` } };
  const { outputFiles } = await build({
    ...source,
    absWorkingDir: ROOT,
    ...WORKER_BUILD,
    external: ['cloudflare:*'],
    plugins: [noNodeBut(nodeModules)],
    logLevel: 'silent',
  });
  return outputFiles?.[0]?.text ?? '';
}
