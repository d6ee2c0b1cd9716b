import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './sources.ts';

/** Commands of ours that need more than rooms run on, and why. */
const MORE: Readonly<Record<string, string>> = {
  'dev:workers': 'starts workerd',
  'deploy:check': 'bundles as wrangler does',
  deploy: 'starts wrangler',
  'dev:nginx': 'starts nginx',
};

it('an operator’s commands bring in no more than rooms run on', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const ofOperators = Object.entries(scripts).filter(
    ([name, line]) => / services\/\S+-cli\.ts$/.test(line) && !MORE[name],
  );
  expect(ofOperators.map(([name]) => name)).toContain('admin');
  expect(ofOperators.filter(([, line]) => !line.startsWith('node .ci/prepare.mjs --to-run && '))).toEqual([]);
});
