import { randomBytes } from 'node:crypto';
import { strongestT } from './welch.ts';

/** How long signatures of chosen values took, beside those of values by lot. */
export interface ComparedTimes {
  readonly chosen: string;
  /** Of each of the two. */
  readonly trials: number;
  /** In standard errors (`strongestT`). */
  readonly t: number;
  /** Microseconds: the medians, chosen and by lot. */
  readonly medians: readonly [number, number];
}

/** Values of 256 bytes that a wallet could send in place of a blinded message. */
interface Kind {
  readonly name: string;
  readonly draw: (key: { readonly p: bigint }) => Uint8Array<ArrayBuffer>;
}

/** Below every modulus of 2048 bits, and above all that is refused. */
function drawValue(): Uint8Array<ArrayBuffer> {
  const value = new Uint8Array(randomBytes(256));
  value[0] = ((value[0] as number) & 0x7f) | 0x40;
  return value;
}

const ALWAYS_THE_SAME = drawValue();

/**
 * What attacks by time have chosen: the same again and again, few ones, and multiples of a secret factor, at which a
 * computation that is led by the value takes other turns. Whoever attacks does not know the factor; we let them.
 */
const KINDS: readonly Kind[] = [
  { name: 'one value again and again', draw: () => ALWAYS_THE_SAME },
  { name: 'a power of two', draw: () => Uint8Array.of(0x40, ...new Uint8Array(255)) },
  {
    name: 'multiples of a secret factor',
    draw: ({ p }) => {
      // 1,022 bits at most, so that the product stays below the modulus.
      const times = (BigInt(`0x${randomBytes(128).toString('hex')}`) >> 2n) | 1n;
      return new Uint8Array(Buffer.from((times * p).toString(16).padStart(512, '0'), 'hex'));
    },
  },
];

/**
 * Signs values of each kind and values by lot in turns by lot.
 * @param count of each kind, and as many by lot beside it. @param clock microseconds
 */
export function compareSigningTimes(
  sign: (value: Uint8Array<ArrayBuffer>) => unknown,
  key: { readonly p: bigint },
  count: number,
  draw: () => number,
  clock: () => number = () => Number(process.hrtime.bigint()) / 1000,
): ComparedTimes[] {
  return KINDS.map(({ name, draw: choose }) => {
    const times: [number[], number[]] = [[], []];
    for (let i = 0; i < Math.ceil(count / 20); i++) sign(drawValue());
    while (Math.min(times[0].length, times[1].length) < count) {
      const which = draw() < 0.5 ? 0 : 1;
      // A copy of its own, so that none is in the processor's cache because it was there before.
      const value = (which === 0 ? choose(key) : drawValue()).slice();
      const began = clock();
      sign(value);
      times[which].push(clock() - began);
    }
    const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] as number;
    return {
      chosen: name,
      trials: count,
      t: strongestT(...times),
      medians: [median(times[0]), median(times[1])],
    };
  });
}
