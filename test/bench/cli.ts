// `npm run bench -- [--quick]`: each act beside its physical limit from the same run. Ratios are judged, never times.
import { mkdirSync, writeFileSync } from 'node:fs';
import { EXIT } from '@bauta/services/exit-codes';
import { redeemInMemory, redeemOnSqlite, redeemWithBareCalls, redeemWithWebCrypto } from './acts/redeem.ts';
import { measureBlindSign } from './acts/sign.ts';
import { openVisitBench } from './acts/visit.ts';
import { openWalletBench } from './acts/wallet.ts';
import { measureOpenssl } from './openssl.ts';
import { medianOf } from './statistics.ts';
import { createLocalIssuer } from './tokens.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 2 : 5;
const COUNT = isQuick ? 90 : 300;
const SECONDS = 1;
/** Of rooms that no other command starts. */
const PORT_BASE = 21_700;
// A Wednesday noon: the figures must not depend on the day they are taken.
const NOW = Date.UTC(2026, 10, 18, 12) / 1000;

const samples = new Map<string, number[]>();
const take = (name: string, value: number): void => {
  samples.set(name, [...(samples.get(name) ?? []), value]);
};
const median = (name: string): number => medianOf(samples.get(name) ?? [Number.NaN]);

const issuer = await createLocalIssuer(NOW);
const setting = { issuer, now: NOW, count: COUNT };
const redeemers = {
  'redeem, bare calls': await redeemWithBareCalls(setting),
  'redeem, memory': await redeemInMemory(setting),
  'redeem, SQLite': await redeemOnSqlite(setting),
  'redeem, WebCrypto': await redeemWithWebCrypto(setting),
};
const wallet = await openWalletBench(issuer);

for (let round = 1; round <= ROUNDS; round++) {
  process.stderr.write(`round ${round} of ${ROUNDS}\n`);
  const limits = await measureOpenssl(SECONDS);
  for (const [name, value] of Object.entries(limits)) take(name, value);
  take('blind sign', await measureBlindSign(issuer, COUNT * 3));
  for (const [name, bench] of Object.entries(redeemers)) {
    // Code that a site runs all day is compiled; the first round is not counted until it is.
    for (let warm = 0; round === 1 && warm < (isQuick ? 2 : 12); warm++) await bench.measure();
    take(name, await bench.measure());
  }
  if (wallet) {
    // The first batches of a page are slower until its code is compiled; a person's top-up has two.
    for (let i = 0; i < (round === 1 ? 3 : 1); i++) await wallet.measure();
    const { batch, verifications } = await wallet.measure();
    take('wallet, 30 tokens', batch * 1000);
    take('30 WebCrypto verifications', verifications * 1000);
  }
}
for (const bench of Object.values(redeemers)) bench.close();
await wallet?.close();
// Rooms that run beside the other acts would slow them; this one brings its own limit with each measurement.
const visit = await openVisitBench(PORT_BASE, NOW);
for (let round = 1; visit && round <= ROUNDS; round++) {
  const { ours, loads } = await visit.measure();
  take('a returning visit', ours * 1000);
  take('four page loads', loads * 1000);
}
await visit?.close();

interface Row {
  readonly act: string;
  readonly limit: string;
  readonly micros: number;
  readonly limitMicros: number;
  readonly ratio: number;
  /** What must hold of the ratio; absent for a figure that stands beside. */
  readonly bound?: { readonly most: number } | { readonly least: number };
}

const site = median('rsaVerify') + median('p256Verify');
const siteLimit = 'openssl RSA verify + P-256 verify';
const row = (act: string, limit: string, limitMicros: number, bound?: Row['bound']): Row => {
  const ratio = bound && 'least' in bound ? limitMicros / median(act) : median(act) / limitMicros;
  return { act, limit, micros: median(act), limitMicros, ratio, ...(bound ? { bound } : {}) };
};
const rows: Row[] = [
  row('blind sign', 'openssl RSA-2048 sign', median('rsaSign'), { least: 0.85 }),
  row('redeem, bare calls', siteLimit, site),
  row('redeem, memory', siteLimit, site, { most: 3.2 }),
  row('redeem, SQLite', siteLimit, site),
  row('redeem, WebCrypto', siteLimit, site),
  ...(wallet
    ? [
        row('wallet, 30 tokens', '30 WebCrypto RSA-PSS verifications', median('30 WebCrypto verifications'), {
          most: 15,
        }),
      ]
    : []),
  // One tap at the gate; the passkey answers at once here, and its time is not counted. The aim is under a second.
  ...(visit ? [row('a returning visit', 'four loads of a small page', median('four page loads'))] : []),
];
const isHeld = ({ ratio, bound }: Row): boolean =>
  bound === undefined || ('most' in bound ? ratio <= bound.most : ratio >= bound.least);

process.stdout.write(
  '\nact                        µs   limit                                     µs      ratio    bound\n',
);
for (const one of rows) {
  const bound = one.bound ? ('most' in one.bound ? `≤ ${one.bound.most}` : `≥ ${one.bound.least}`) : '';
  const cells = [
    one.act.padEnd(20),
    one.micros.toFixed(0).padStart(8),
    `  ${one.limit.padEnd(38)}`,
    one.limitMicros.toFixed(0).padStart(7),
    one.ratio.toFixed(2).padStart(8),
    `    ${bound}`.padEnd(10),
    one.bound ? (isHeld(one) ? 'held' : 'MISSED') : '',
  ];
  process.stdout.write(`${cells.join(' ').trimEnd()}\n`);
}
if (!wallet) process.stdout.write('wallet, 30 tokens: not measured, there is no Chromium\n');
process.stdout.write(`Medians of ${ROUNDS} interleaved rounds. µs of CPU; in a browser µs of its clock.\n`);

mkdirSync(import.meta.dirname, { recursive: true });
const results = { rounds: ROUNDS, quick: isQuick, rows, samples: Object.fromEntries(samples) };
writeFileSync(new URL('./results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
process.exit(rows.every(isHeld) ? EXIT.held : EXIT.didNotHold);
