import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { START } from './curve/curves.ts';
import { STORES, type StoreName } from './stores.ts';

/** What the command line asks for. */
export interface Choices {
  readonly isQuick: boolean;
  /** Names of acts; undefined: all. */
  readonly only?: readonly string[];
  /** The curve alone, which is then kept. */
  readonly isCurve: boolean;
  /** How many nullifiers the curve goes to. */
  readonly to: number;
  /** Of the curve; undefined: all that are here. */
  readonly stores?: readonly StoreName[];
  /** Below 2^31: draws the order in which the acts are measured. */
  readonly seed: number;
  /** Go on with the run that was broken off, in its order. */
  readonly isResumed: boolean;
  /** Keep the ratios as the baseline. */
  readonly isKept: boolean;
  /** Where the figures go, and the page. */
  readonly json?: string;
  readonly page: string;
}

export const USAGE = `npm run bench -- [--quick] [--only ACT,…] [--to COUNT] [--seed N] [--resume] [--keep] [--json FILE] [--page FILE]
npm run bench -- --curve [--to COUNT] [--stores STORE,…]
`;

/** Enough for a run beside others, and for a curve that is kept. */
const TO = { usual: 100_000, curve: 10_000_000 };

/** @param acts the names that there are. @throws TypeError that says what is wrong. */
export function readChoices(args: readonly string[], acts: readonly string[]): Choices {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      curve: { type: 'boolean', default: false },
      to: { type: 'string' },
      seed: { type: 'string' },
      stores: { type: 'string' },
      resume: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      json: { type: 'string' },
      page: { type: 'string', default: 'test/results/bench.html' },
    },
  });
  const only = values.only?.split(',');
  const to = values.to === undefined ? (values.curve ? TO.curve : TO.usual) : Number(values.to);
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  const stores = values.stores?.split(',').map((given) => {
    const found = STORES.find((store) => store.toLowerCase() === given.toLowerCase());
    if (!found) throw new TypeError(`--stores: one or more of ${STORES.join(', ')}`);
    return found;
  });
  if (only?.some((name) => !acts.includes(name))) throw new TypeError(`--only: one or more of ${acts.join(', ')}`);
  if (!Number.isSafeInteger(to) || to < 5 * START) throw new TypeError(`--to: a number, ${5 * START} or more`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31) throw new TypeError('--seed: a whole number below 2^31');
  if (values.curve && only) throw new TypeError('--curve or --only, not both');
  if (stores && !values.curve) throw new TypeError('--stores goes with --curve');
  if (values.curve && values.resume) throw new TypeError('--resume: a curve is drawn whole');
  if (values.keep && (values.quick || values.curve))
    throw new TypeError('--keep: of a run that is not --quick, nor a curve');
  return {
    ...{ isQuick: values.quick, isCurve: values.curve, to, seed, page: values.page },
    ...{ isResumed: values.resume, isKept: values.keep },
    ...(only ? { only } : {}),
    ...(stores ? { stores } : {}),
    ...(values.json === undefined ? {} : { json: values.json }),
  };
}
