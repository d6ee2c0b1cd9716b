/** How esbuild makes a Worker of TypeScript: one module, from the sources, under the conditions of Workers. */
export const WORKER_BUILD = {
  bundle: true,
  write: false,
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  conditions: ['bauta-source', 'workerd', 'worker', 'browser'] as string[],
  mainFields: ['module', 'main'] as string[],
} as const;
