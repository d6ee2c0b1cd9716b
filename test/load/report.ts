import { type Axis, plotLines } from '../figures/plot.ts';
import type { Result, Section } from '../figures/result.ts';
import { SPIKE } from './arrive.ts';
import { judge, shareOf, TOKENS_OF_BATCH } from './bounds.ts';
import { type Figures, STEADY } from './measure.ts';
import { BARE, LOADS, type Measured, OPENSSL } from './measure-target.ts';
import type { MemoryCurve } from './memory.ts';
import type { Percentiles } from './percentiles.ts';
import { SITES } from './redeeming.ts';
import { besideOf, rateOf } from './saturation.ts';
import type { Outcome } from './watch-traffic.ts';

/** The page of a load run. @param isQuick the growth of memory is judged over a minute, not an hour */
export function report(figures: Figures, isQuick: boolean): Result {
  return {
    title: 'Load: what the issuer and a site carry',
    intro: [
      'The issuer and a site, each behind its real HTTP server, driven as far as they go; then below that with people ' +
        'who come at moments of their own; then far beyond it; then for long. Everything runs on one machine, the load ' +
        'generator too, whose own share of the processor is stated.',
      'The issuer is one process, with a signing thread for each core; attester, log and witness are in another. The ' +
        `site is ${SITES} processes with the gate on Node's own server, which share one SQLite file. The bare loop is ` +
        'the same native calls with nothing around them, on all cores at once, in turn with the rounds over HTTP.',
      'Latency counts from the moment at which a request was due, so that a client which had to wait its turn waited.',
    ],
    bounds: judge(figures, isQuick),
    sections: [
      saturationSection(figures),
      latencySection('Minting below saturation', figures.minting),
      latencySection('Redemption below saturation', figures.redemption),
      spikeSection('A mint storm', figures.minting, 'What the issuer cannot sign soon it refuses at once, with 503.'),
      spikeSection(
        'An evening peak at a site',
        figures.redemption,
        'The gate refuses nobody: how many visitors a site takes at a time is for its own server to say.',
      ),
      twiceSection(figures),
      memorySection(figures),
    ],
    data: figures,
  };
}

function saturationSection({ cores, minting, redemption }: Figures): Section {
  const rows = (
    [
      ['minting, tokens', minting, TOKENS_OF_BATCH],
      ['redemption', redemption, 1],
    ] as const
  ).map(([what, { saturation }, perRequest]) => {
    const { raw, corrected, generator } = shareOf(saturation, cores, perRequest);
    const servers = saturation.http.reduce((sum, one) => sum + one.cores.servers, 0) / saturation.http.length;
    const openssl = saturation.beside[OPENSSL] ? besideOf(saturation, OPENSSL).toFixed(0) : '–';
    return [
      what,
      (rateOf(saturation) * perRequest).toFixed(0),
      besideOf(saturation, BARE).toFixed(0),
      openssl,
      raw.toFixed(2),
      corrected.toFixed(2),
      servers.toFixed(2),
      generator.toFixed(2),
      String(saturation.http.length),
    ];
  });
  return {
    title: 'Saturation',
    text: [
      `Each second; medians of rounds. The bare loop and openssl speed -multi ${cores} have ${cores} cores to themselves, ` +
        'the servers share them with the generator: the corrected share is the one they would have on all of them.',
    ],
    table: {
      head: [
        '',
        'over HTTP',
        BARE,
        'openssl, signatures',
        'share',
        'corrected share',
        'cores of the servers',
        'cores of the generator',
        'rounds',
      ],
      rows,
    },
  };
}

const PERCENTILES = ['p50', 'p95', 'p99', 'p999'] as const satisfies readonly (keyof Percentiles)[];
const NAMES = { p50: 'p50', p95: 'p95', p99: 'p99', p999: 'p99.9' };

function latencySection(title: string, { saturation, loads }: Measured): Section {
  const rate = rateOf(saturation);
  const lines = PERCENTILES.map((one) => ({
    name: NAMES[one],
    points: loads.flatMap(({ latency }, i) => (latency ? [{ x: 100 * (LOADS[i] as number), y: latency[one] }] : [])),
  }));
  const x: Axis = { name: 'load, % of saturation', scale: 'linear', from: 0, to: 100 };
  return {
    title,
    text: [`Saturation is at ${rate.toFixed(0)} requests a second. Arrivals are a Poisson process.`],
    figures: [plotLines({ title: `${title}: latency`, x, y: { name: 'ms', scale: 'log' }, lines })],
    table: {
      head: [
        'load',
        'asked',
        'a second',
        ...PERCENTILES.map((one) => `${NAMES[one]}, ms`),
        'slowest, ms',
        'not admitted',
      ],
      rows: loads.map((one, i) => [`${100 * (LOADS[i] as number)} %`, ...rowOf(one)]),
    },
  };
}

function rowOf({ asked, admitted, rate, latency }: Outcome): string[] {
  const times = latency ? [...PERCENTILES.map((one) => latency[one].toFixed(1)), latency.most.toFixed(1)] : [];
  const cells = latency ? times : Array.from({ length: PERCENTILES.length + 1 }, () => '–');
  return [String(asked), rate.toFixed(1), ...cells, String(asked - admitted)];
}

function spikeSection(title: string, { spike }: Measured, text: string): Section {
  const row = (name: string, one: Outcome): string[] => [
    name,
    String(one.asked),
    String(one.admitted),
    String(one.refused),
    String(one.lost),
    one.latency?.p50.toFixed(1) ?? '–',
    one.latency?.p99.toFixed(1) ?? '–',
    one.refusalLatency?.p99.toFixed(1) ?? '–',
  ];
  return {
    title,
    text: [text],
    table: {
      head: [
        'load',
        'asked',
        'admitted',
        'refused with Retry-After',
        'lost',
        'p50, ms',
        'p99, ms',
        'p99 of the refused, ms',
      ],
      rows: [row('50 % before', spike.before), row(`${100 * SPIKE} %`, spike.during), row('50 % after', spike.after)],
    },
  };
}

function twiceSection({ twice }: Figures): Section {
  const { tokens, once, both, never, refusals, others } = twice;
  const said = Object.entries(refusals).map(([code, count]) => `${code} ${count}`);
  return {
    title: 'A token shown to both processes at once',
    text: [
      `${tokens} tokens were shown by two people each, in the same moment and to another process of the site. Meanwhile ` +
        `${others.asked} others were shown once: ${others.admitted} of those let somebody in.`,
    ],
    table: {
      head: ['tokens', 'good at one', 'at both', 'at none', 'refused, by code'],
      rows: [[...[tokens, once, both, never].map(String), said.join(', ') || '–']],
    },
  };
}

const MEBIBYTE = 2 ** 20;

function memorySection({ memory }: Figures): Section {
  const lines = Object.entries(memory).flatMap(([name, { points }]: [string, MemoryCurve]) => [
    { name: `resident, ${name}`, points: points.map(({ minute, rss }) => ({ x: minute, y: rss / MEBIBYTE })) },
    { name: `heap, ${name}`, points: points.map(({ minute, heap }) => ({ x: minute, y: heap / MEBIBYTE })) },
  ]);
  const x: Axis = { name: 'minutes', scale: 'linear' };
  const title = 'Memory under steady load';
  return {
    title,
    text: [
      `${STEADY.minting} batches and ${STEADY.redemption} redemptions a second, all new, at the same time. What nobody ` +
        `needs any more is collected before each look; the site is both its processes. ${memory.issuer.admitted} batches ` +
        `and ${memory.site.admitted} redemptions were admitted, ` +
        `${memory.issuer.unanswered + memory.site.unanswered} requests were refused or lost.`,
    ],
    figures: [plotLines({ title, x, y: { name: 'MiB', scale: 'linear', from: 0 }, lines })],
  };
}
