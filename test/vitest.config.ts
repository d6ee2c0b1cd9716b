import { dirname } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SecondTries } from './second-tries.ts';
import { SkipReasons } from './skip-reasons.ts';

const ROOT = dirname(import.meta.dirname);
/** `bauta-source` leads to the TypeScript sources of @bauta/sdk. Vitest gives its workers the same conditions. */
const CONDITIONS = ['bauta-source', 'node'];
/** What changes nothing around itself, so that one file may follow another in the same process. */
const UNITS = ['test/unit/**/*.test.ts', 'test/laws/**/*.test.ts'];

export default defineConfig({
  root: ROOT,
  cacheDir: `${ROOT}/.build/vite`,
  resolve: { conditions: CONDITIONS },
  ssr: { resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
  test: {
    pool: 'forks',
    // Two at once: half of them wait for a browser, and nobody runs these tests on fewer cores. With three, browsers wait
    // longer than they may.
    maxWorkers: 2,
    projects: [
      // One process reads the sources once for many files: that is half of what these tests cost. First, so that no other
      // file comes in between and ends it.
      {
        extends: true,
        test: { name: 'units', include: UNITS, isolate: false, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'wholes',
          include: ['test/**/*.test.ts'],
          exclude: [...UNITS, '**/node_modules/**'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
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
