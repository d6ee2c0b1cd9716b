import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../builds/git.ts';
import { openBuild } from '../builds/open-build.ts';
import { findOtherPackages } from '../builds/packages.ts';
import { lastRelease, listTags, newestVersion } from '../builds/refs.ts';
import type { PairOutcome } from './pairs.ts';
import { runPairs } from './run-pairs.ts';
import { writeCompatibility } from './table.ts';

const opened = openBuild(lastRelease());
const why = 'why' in opened ? ` (${opened.why})` : '';
const ADVICE = 'run npm run generate';

describe('the last release', () => {
  it('is the newest version that was tagged, once there is one', () => {
    const newest = newestVersion(listTags());
    if (newest !== undefined) expect(lastRelease()).toBe(newest);
    expect(newestVersion(['v0.9.0', 'v0.10.0', 'v0.9.12', 'next', 'v1'])).toBe('v0.10.0');
    expect(newestVersion(['v1.0.0', 'v0.10.0'])).toBe('v1.0.0');
    expect(newestVersion(['next'])).toBeUndefined();
  });

  it('shares the packages of this tree only where they are the same', () => {
    const wanted = {
      '': { version: '0.1.0' },
      sdk: { version: '0.1.0' },
      'node_modules/@bauta/sdk': { link: true },
      'node_modules/hono': { version: '4.13.19' },
      'node_modules/vitest': { version: '4.1.12', dev: true },
    };
    expect(findOtherPackages(wanted, { 'node_modules/hono': { version: '4.13.19' } })).toEqual([]);
    expect(findOtherPackages(wanted, { 'node_modules/hono': { version: '4.13.20' } })).toEqual([
      'node_modules/hono 4.13.19',
    ]);
  });
});

describe.skipIf(why !== '')(`the last release and this tree${why}`, () => {
  let outcomes: readonly PairOutcome[] = [];
  beforeAll(async () => {
    if ('build' in opened) outcomes = await runPairs(opened.build);
  }, 300_000);
  afterAll(() => 'build' in opened && opened.build.remove());

  it('work with each other, whichever party is of which', () => {
    const faults = outcomes.flatMap(({ pair, faults: found }) =>
      Object.entries(found).flatMap(([act, fault]) => (fault === '' ? [] : [{ ...pair, act, fault }])),
    );
    expect(outcomes.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  it('are those of spec/compatibility.md', () => {
    if ('why' in opened) throw new Error(opened.why);
    const text = readFileSync(join(ROOT, 'spec/compatibility.md'), 'utf8');
    expect(writeCompatibility(opened.build, outcomes), ADVICE).toBe(text);
  });
});
