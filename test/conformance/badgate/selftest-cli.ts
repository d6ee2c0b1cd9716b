// `npm run conformance:selftest [-- NAME… --explain --jobs N]`: the suite against everything that is broken on purpose.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CHECK_IDS } from '../catalogue/check-ids.ts';
import { findBrowser, thisMachine } from '../collect/browser/find-browser.ts';
import { ALL_FIXTURES } from './all-fixtures.ts';
import type { Fixture } from './fixture.ts';
import { score, type Tried, tryFixture } from './selftest.ts';

const { values, positionals: names } = parseArgs({
  options: { explain: { type: 'boolean' }, jobs: { type: 'string', default: String(availableParallelism() + 1) } },
  allowPositionals: true,
});
const browser = findBrowser(thisMachine());
const fixtures = ALL_FIXTURES.filter(({ name }) => names.length === 0 || names.includes(name));
const unknown = names.filter((name) => !ALL_FIXTURES.some((one) => one.name === name));
if (unknown.length > 0) throw new TypeError(`selftest: there is no ${unknown.join(', ')}`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const all: Tried[] = [];

let begun = 0;

async function tryEach(waiting: Iterator<Fixture> & Iterable<Fixture>): Promise<void> {
  for (const fixture of waiting) {
    process.stderr.write(`${++begun}/${fixtures.length} ${fixture.name}\n`);
    const tried = await tryFixture(fixture, {
      now: Date.now,
      ...(browser && { browser }),
      tell: (line) => print(`    ${fixture.name}: ${line}`),
    });
    all.push(tried);
    printOutcome(tried);
  }
}

function printOutcome(tried: Tried): void {
  const isExact = tried.missed.length === 0 && tried.false.length === 0;
  const faults = [...tried.missed.map((id) => `missed ${id}`), ...tried.false.map((id) => `false ${id}`)];
  const seconds = (tried.ms / 1000).toFixed(1).padStart(5);
  print(
    `${isExact ? 'ok  ' : 'BAD '} ${tried.fixture.name.padEnd(34)} ${seconds} s ${String(tried.requests).padStart(4)}  ${[tried.failed.join(' ') || '–', ...faults].join(' · ')}`,
  );
  if (values.explain) for (const [id, said] of Object.entries(tried.outcomes)) print(`       ${id} ${said}`);
}

const beside = fixtures.filter(({ isTimed }) => isTimed !== true).values();
// A robot in a browser waits more than it works, so one job more than there are cores keeps them busy.
await Promise.all(Array.from({ length: Number(values.jobs) }, () => tryEach(beside)));
await tryEach(fixtures.filter(({ isTimed }) => isTimed === true).values());
const { killed, broken, falseAlarms } = score(all);
const never = CHECK_IDS.filter((id) => !ALL_FIXTURES.some(({ fails }) => fails.includes(id)));
print(`\n${all.length} fixtures, ${broken} of them broken, ${all.length - broken} honest`);
print(
  `mutation score ${broken === 0 ? 0 : Math.round((100 * killed) / broken)} % (${killed}/${broken}), false alarms ${falseAlarms}`,
);
print(`checks that no fixture breaks: ${never.join(' ') || 'none'}`);
process.exitCode = killed === broken && falseAlarms === 0 ? 0 : 1;
