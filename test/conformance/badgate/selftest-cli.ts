// `npm run conformance:selftest [-- NAME…] [--explain]`: the suite against everything that is broken on purpose.

import { CHECK_IDS } from '../catalogue/check-ids.ts';
import { findBrowser, thisMachine } from '../collect/browser/find-browser.ts';
import { ALL_FIXTURES } from './all-fixtures.ts';
import { score, type Tried, tryFixture } from './selftest.ts';

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const browser = findBrowser(thisMachine());
const fixtures = ALL_FIXTURES.filter(({ name }) => names.length === 0 || names.includes(name));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const all: Tried[] = [];
for (const [at, fixture] of fixtures.entries()) {
  process.stderr.write(`${at + 1}/${fixtures.length} ${fixture.name}\n`);
  const tried = await tryFixture(fixture, {
    now: Date.now,
    ...(browser && { browser }),
    tell: (line) => print(`    ${line}`),
  });
  all.push(tried);
  const isExact = tried.missed.length === 0 && tried.false.length === 0;
  const faults = [...tried.missed.map((id) => `missed ${id}`), ...tried.false.map((id) => `false ${id}`)];
  const seconds = (tried.ms / 1000).toFixed(1).padStart(5);
  print(
    `${isExact ? 'ok  ' : 'BAD '} ${fixture.name.padEnd(34)} ${seconds} s ${String(tried.requests).padStart(4)}  ${[tried.failed.join(' ') || '–', ...faults].join(' · ')}`,
  );
  if (args.includes('--explain'))
    for (const [id, said] of Object.entries(tried.outcomes)) print(`       ${id} ${said}`);
}
const { killed, broken, falseAlarms } = score(all);
const never = CHECK_IDS.filter((id) => !ALL_FIXTURES.some(({ fails }) => fails.includes(id)));
print(`\n${all.length} fixtures, ${broken} of them broken, ${all.length - broken} honest`);
print(
  `mutation score ${broken === 0 ? 0 : Math.round((100 * killed) / broken)} % (${killed}/${broken}), false alarms ${falseAlarms}`,
);
print(`checks that no fixture breaks: ${never.join(' ') || 'none'}`);
process.exitCode = killed === broken && falseAlarms === 0 ? 0 : 1;
