import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BATCH_SIZE } from '@bauta/sdk/protocol';
import { expect, it } from 'vitest';
import { ROOT } from '../../laws/sources.ts';

interface Load {
  readonly rate: number;
  readonly latency: { readonly p99: number };
}
interface Act {
  readonly saturation: { readonly http: readonly Load[] };
  readonly loads: readonly Load[];
  readonly spike: { readonly during: { readonly latency: { readonly p99: number } } };
}
interface Points {
  readonly points: readonly { readonly rss: number }[];
}
const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { machine, data } = JSON.parse(readText('spec/results/load.json')) as {
  readonly machine: Readonly<Record<string, unknown>>;
  readonly data: {
    readonly cores: number;
    readonly minting: Act;
    readonly redemption: Act;
    readonly memory: { readonly issuer: Points; readonly site: Points };
  };
};
const GUIDE = readText('spec/guides/large-deployment.md');

const written = (value: number): string => Math.round(value).toLocaleString('en');
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
/** As much as a core did at seven tenths of saturation. */
const ofCore = ({ loads: [, , most] }: Act): number => Math.round((most as Load).rate / data.cores);

const PEOPLE = 10_000_000;
const WEEK = 7 * 86_400;
const AT_ONCE = 4;
const BATCHES_OF_WEEK = 3;

it('the guide on large deployments has the figures of the last load run', () => {
  expect(GUIDE).toContain(`On two cores (${machine.processor}, Node ${machine.node}, OpenSSL 3.0)`);
  for (const [act, name] of [
    [data.minting, 'a batch of 30 tokens, at the issuer'],
    [data.redemption, 'a redemption, at a site, two processes on one store'],
  ] as const) {
    const [, , most] = act.loads as readonly [Load, Load, Load];
    const cells = [
      `${written(median(act.saturation.http.map(({ rate }) => rate)))} a second`,
      `${written(most.rate)} a second`,
      `${written(most.latency.p99)} ms`,
      `${written(ofCore(act))} a second`,
    ];
    expect(GUIDE).toContain(`| ${name} | ${cells.join(' | ')} |`);
  }
  const [issuer, site] = [data.memory.issuer, data.memory.site].map(({ points }) =>
    written((points.at(-1)?.rss ?? 0) / 1e6),
  );
  expect(GUIDE).toContain(`the issuer had ${issuer} MB, a process of the site ${site} MB`);
  const slowest = (data.minting.spike.during.latency.p99 / 1000).toFixed(1);
  expect(GUIDE).toContain(`99 of 100 of those inside within ${slowest} s`);
});

it('and its sums are right', () => {
  const [batches, visits] = [PEOPLE / WEEK, (PEOPLE * BATCH_SIZE) / WEEK];
  const rows = {
    [`batches: ${written(PEOPLE)} ÷ ${written(WEEK)} s`]: `${written(batches)} a second on average`,
    [`at the peak, × ${AT_ONCE}`]: `${written(batches * AT_ONCE)} a second`,
    [`÷ ${ofCore(data.minting)} a second for each core`]: `${Math.ceil((batches * AT_ONCE) / ofCore(data.minting))} cores for the issuer`,
    [`everyone draws all of their ${BATCHES_OF_WEEK} batches: × ${BATCHES_OF_WEEK}`]: `${Math.ceil((batches * AT_ONCE * BATCHES_OF_WEEK) / ofCore(data.minting))} cores`,
    [`visits: ${written(PEOPLE)} × ${BATCH_SIZE} ÷ ${written(WEEK)} s`]: `${written(visits)} a second on average, over all sites`,
    [`÷ ${ofCore(data.redemption)} a second for each core`]: `${Math.ceil((visits * AT_ONCE) / ofCore(data.redemption))} cores, over all sites together`,
    'a site with a fifth of them': `${Math.ceil((visits * AT_ONCE) / 5 / ofCore(data.redemption))} core`,
  };
  for (const [sum, result] of Object.entries(rows)) expect(GUIDE).toContain(`| ${sum} | ${result} |`);
  expect(GUIDE).toContain(`| at the peak, × ${AT_ONCE} | ${written(visits * AT_ONCE)} a second |`);
});

it('and so is what a site keeps', () => {
  const million = Number(/^\| SQLite \| (\d+) MB of the file/m.exec(readText('spec/guides/stores.md'))?.[1]);
  const kept = (PEOPLE * BATCH_SIZE * 3) / 5;
  expect(GUIDE).toContain(`Visits of three weeks, at ${million} MB for a million in SQLite`);
  expect(GUIDE).toContain(`${written(kept)} of them, ${(((kept / 1e6) * million) / 1000).toFixed(1)} GB`);
});
