import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { liveYear } from './year.ts';

/** More than one year, each looked at closely, when asked for: a minute each. */
const YEARS = Number(process.env.BAUTA_YEARS ?? 1);
const SEEDS = Array.from({ length: YEARS }, (_, i) => i + 1);

describe('a year of keys, with restarts, missed runs, two instances, skewed clocks and one retirement', () => {
  it.each(SEEDS)(
    'seed %i: exactly the right keys sign and are accepted, at every instant',
    async (seed) => {
      // Nothing crashes here, so that nothing has to be on a disk.
      if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
      const year = await liveYear(seed, YEARS > 1);
      vi.unstubAllEnvs();
      expect([...year.entries].sort()).toEqual([...year.expected].sort());
      // Every exception is there, and each of the things that were looked for happened.
      const words = year.entries.map((entry) => entry.split(' ')[1]);
      expect(words.filter((word) => word === 'genesis')).toHaveLength(3);
      expect(words.filter((word) => word === 'retire')).toHaveLength(1);
      expect(words.filter((word) => word === 'resume').length).toBeGreaterThan(1);
      expect(words.filter((word) => word === '-').length).toBeGreaterThan(40);
      expect(year.opened).toBeGreaterThan(10 * year.shut);
      expect(year.retired.refused).toBeGreaterThan(0);
    },
    300_000,
  );
});
