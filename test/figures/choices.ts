import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What every measuring command takes. */
export interface Choices {
  /** Minutes instead of hours, with the bounds that so few samples allow. */
  readonly isQuick: boolean;
  /** Below 2^31: the same seed draws the same lots. */
  readonly seed: number;
  /** Go on with the run that was broken off. */
  readonly isResumed: boolean;
  /** Where the figures go, beside the page. */
  readonly json?: string;
  /** Where the page goes. */
  readonly page: string;
  /** What the command takes beside these, as it was given. */
  readonly own: Readonly<Record<string, string>>;
}

/** An option of one command alone: its name, and the word that stands for its value. */
export type OwnOptions = Readonly<Record<string, string>>;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

export const usageOf = (command: string, own: OwnOptions = {}): string => {
  const more = Object.entries(own).map(([name, value]) => ` [--${name} ${value}]`);
  return `npm run ${command} -- [--quick] [--seed N] [--resume] [--json FILE] [--page FILE]${more.join('')}\n`;
};

/** @throws TypeError that says what is wrong. */
export function readChoices(args: readonly string[], command: string, own: OwnOptions = {}): Choices {
  const further = Object.fromEntries(Object.keys(own).map((name) => [name, text]));
  const { values } = parseArgs({
    args: [...args],
    options: { quick: flag, resume: flag, seed: text, json: text, page: text, ...further },
  }) as { values: Record<string, string | boolean | undefined> };
  const seed = values.seed ?? String(randomInt(2 ** 31));
  if (typeof seed !== 'string' || !/^\d{1,10}$/.test(seed) || Number(seed) >= 2 ** 31) {
    throw new TypeError('--seed: a whole number below 2^31');
  }
  const given = Object.keys(own).flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : []));
  return {
    isQuick: values.quick === true,
    isResumed: values.resume === true,
    seed: Number(seed),
    page: typeof values.page === 'string' ? values.page : `test/results/${command}.html`,
    ...(typeof values.json === 'string' ? { json: values.json } : {}),
    own: Object.fromEntries(given),
  };
}
