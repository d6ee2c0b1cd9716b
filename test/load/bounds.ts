import { QUEUE_OF_THREAD } from '@bauta/services/issuer/queue-of-thread';
import type { Bound } from '../figures/result.ts';
import type { Figures } from './measure.ts';
import { BARE, LOADS, type Measured } from './measure-target.ts';
import { growthOf, type MemoryCurve, type MemoryPoint } from './memory.ts';
import { besideOf, rateOf, type Saturation } from './saturation.ts';
import type { Twice } from './twice.ts';
import type { Outcome } from './watch-traffic.ts';

/** Tokens that come of one request. */
export const TOKENS_OF_BATCH = 30;

/** Of the bare loop on all cores, at saturation. */
const LEAST = { minting: 0.6, redemption: 0.35 };
/** The load below saturation at which waiting is judged, and how long the slowest of a hundred may wait. */
const JUDGED = { share: 0.7, p99: 1000 };
/** By how much what is held may grow over the second half, as a share of it: in an hour, and in the minute of a quick run. */
const GROWTH = { full: 0.05, quick: 0.25 };

/** A rate over HTTP beside the bare loop: as it is, and as it were without the generator on the same cores. */
export interface Share {
  readonly raw: number;
  readonly corrected: number;
  /** Cores that the generator took. */
  readonly generator: number;
}

/** @param perRequest operations of the bare loop that one request stands for. */
export function shareOf(saturation: Saturation, cores: number, perRequest: number): Share {
  const raw = (rateOf(saturation) * perRequest) / besideOf(saturation, BARE);
  const { http } = saturation;
  const generator = http.reduce((sum, one) => sum + one.cores.generator, 0) / http.length;
  return { raw, corrected: (raw * cores) / (cores - generator), generator };
}

export function judge({ cores, minting, redemption, twice, memory }: Figures, isQuick: boolean): Bound[] {
  const all = [...outcomesOf(minting), ...outcomesOf(redemption)];
  const curves = [memory.issuer, memory.site];
  const sum = (values: readonly number[]): number => values.reduce((whole, value) => whole + value, 0);
  const wrong = sum([...all, ...curves].map((one) => one.wrong));
  const checked = sum([...all, ...curves].map((one) => one.admitted));
  const lost = sum(all.map((one) => one.lost));
  return [
    judgeShare('minting at saturation', shareOf(minting.saturation, cores, TOKENS_OF_BATCH), LEAST.minting),
    judgeShare('redemption at saturation', shareOf(redemption.saturation, cores, 1), LEAST.redemption),
    judgeWaiting('minting', minting),
    judgeWaiting('redemption', redemption),
    {
      what: 'answers that were wrong',
      measured: `${wrong} of ${checked}`,
      bound: '0',
      isHeld: wrong === 0 && checked > 0,
    },
    {
      what: 'requests neither answered nor refused with Retry-After',
      measured: `${lost} of ${sum(all.map((one) => one.asked))}, ${sum(all.map((one) => one.again))} made again on a new connection`,
      bound: '0',
      isHeld: lost === 0,
    },
    judgeTwice(twice),
    ...judgeSpike(minting, cores),
    judgeRecovery('minting', minting),
    judgeRecovery('redemption', redemption),
    ...judgeMemory('the issuer', memory.issuer, isQuick),
    ...judgeMemory('the site', memory.site, isQuick),
  ];
}

function judgeShare(what: string, { raw, corrected, generator }: Share, least: number): Bound {
  return {
    what: `${what}, of the bare loop on all cores`,
    measured: `${raw.toFixed(2)} (${corrected.toFixed(2)} without the generator's ${generator.toFixed(2)} cores)`,
    bound: `≥ ${least}`,
    isHeld: raw >= least,
  };
}

function judgeWaiting(what: string, { loads }: Measured): Bound {
  const p99 = loads[LOADS.indexOf(JUDGED.share as 0.7)]?.latency?.p99 ?? Number.POSITIVE_INFINITY;
  return {
    what: `${what} at ${100 * JUDGED.share} % of saturation, p99`,
    measured: `${p99.toFixed(0)} ms`,
    bound: `≤ ${JUDGED.p99} ms`,
    isHeld: p99 <= JUDGED.p99,
  };
}

/** The two processes of a site are one door: a token that two people show to both at once lets one of them in. */
function judgeTwice({ tokens, once, both, never, refusals, others }: Twice): Bound {
  const spent = refusals.ERR_TOKEN_SPENT ?? 0;
  return {
    what: 'tokens shown to both processes of a site at once, good at exactly one',
    measured: `${once} of ${tokens} (${both} at both, ${never} at none, ${spent} refused as spent)`,
    bound: 'all of them',
    isHeld: tokens > 0 && once === tokens && spent === tokens && others.admitted === others.asked,
  };
}

/** Beyond capacity the issuer says so, and whoever it admits waits no longer than its queue is long. */
function judgeSpike({ saturation, spike: { during } }: Measured, cores: number): Bound[] {
  const queue = (1000 * QUEUE_OF_THREAD * cores) / (TOKENS_OF_BATCH * rateOf(saturation));
  const p99 = during.latency?.p99 ?? Number.POSITIVE_INFINITY;
  return [
    {
      what: 'minting at three times saturation, p99 of the admitted',
      measured: `${p99.toFixed(0)} ms`,
      bound: `≤ ${(2 * queue).toFixed(0)} ms, twice a full queue`,
      isHeld: p99 <= 2 * queue,
    },
    {
      what: 'minting at three times saturation, refused with Retry-After',
      measured: `${during.refused} of ${during.asked}`,
      bound: '> 0',
      isHeld: during.refused > 0,
    },
  ];
}

function judgeRecovery(what: string, { spike: { before, after } }: Measured): Bound {
  const [was, is] = [before, after].map((one) => one.latency?.p50 ?? Number.POSITIVE_INFINITY) as [number, number];
  return {
    what: `${what} after the spike, median`,
    measured: `${is.toFixed(1)} ms, was ${was.toFixed(1)} ms`,
    bound: '≤ twice what it was before',
    isHeld: is <= 2 * was,
  };
}

function judgeMemory(what: string, { points }: MemoryCurve, isQuick: boolean): Bound[] {
  const most = isQuick ? GROWTH.quick : GROWTH.full;
  const of: readonly (readonly [string, (point: MemoryPoint) => number])[] = [
    ['heap', ({ heap }) => heap],
    ['resident memory', ({ rss }) => rss],
  ];
  const last = points.at(-1)?.minute ?? 0;
  return of.map(([name, read]) => {
    const growth = (growthOf(points, read) * last) / 2 / read(points.at(-1) as MemoryPoint);
    return {
      what: `${name} of ${what}, growth over the last half of ${last.toFixed(0)} min`,
      measured: `${(100 * growth).toFixed(1)} %`,
      bound: `≤ ${100 * most} %`,
      isHeld: growth <= most,
    };
  });
}

const outcomesOf = ({ saturation, loads, spike }: Measured): readonly Outcome[] => [
  ...saturation.http,
  ...loads,
  spike.before,
  spike.during,
  spike.after,
];
