import { dirname } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SecondTries } from './second-tries.ts';
import { SkipReasons } from './skip-reasons.ts';

const ROOT = dirname(import.meta.dirname);
/** `bauta-source` leads to the TypeScript sources of @bauta/sdk. Vitest gives its workers the same conditions. */
const CONDITIONS = ['bauta-source', 'node'];

export default defineConfig({
  root: ROOT,
  cacheDir: `${ROOT}/.build/vite`,
  resolve: { conditions: CONDITIONS },
  ssr: { resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Two at once: half of them wait for a browser, and nobody runs these tests on fewer cores.
    maxWorkers: 2,
    server: { deps: { inline: [/@bauta\//] } },
    // Beyond the 30 s that a browser's own waits take, which say what they waited for.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A busy machine is no fault of what is looked at; a poll that is met ends at once.
    expect: { poll: { timeout: 15_000 } },
    // A browser's wait that ran out on a busy machine is no verdict yet. Nothing else is tried twice.
    retry: { count: 1, condition: /: Timeout \d+ms exceeded/ },
    teardownTimeout: 10_000,
    reporters: [
      'default',
      ['json', { outputFile: `${ROOT}/test/results/vitest.json` }],
      new SkipReasons(),
      new SecondTries(),
    ],
  },
});
