import { type Bytes, concat } from '@bauta/sdk/protocol';
import type { Chance } from '../../figures/chance.ts';
import type { OpenDoor } from '../door.ts';
import type { Material } from './change-bytes.ts';
import { timeOf } from './slowest.ts';

/** How the time for an input of one shape grows with its length. */
export interface Growth {
  /** Bytes of the longest. */
  readonly bytes: number;
  /** Microseconds for the longest. */
  readonly micros: number;
  /** 1: as the length; 2: as its square. */
  readonly exponent: number;
  /** A stretch of the shape: what stands before, what is repeated. */
  readonly input: Bytes;
}

const SHAPES = 60;
const LOOK = 16_384;
const [SHORT, LONG] = [16_384, 65_536];
/** Tries that a first look takes, and those of a shape that is followed: a busy machine makes any one look slow. */
const TRIES = { look: 2, follow: 9 };

/** Draws out true messages by pieces of theirs, and follows those that take longest. */
export async function measureGrowth(door: OpenDoor, material: Material, chance: Chance): Promise<Growth | undefined> {
  const looked: { stretch: (length: number) => Bytes; micros: number }[] = [];
  for (let i = 0; i < SHAPES; i++) {
    const bytes = chance.pick(material.corpus);
    const at = chance.below(bytes.length + 1);
    const own = bytes.slice(at, at + 1 + chance.below(12));
    const piece = i % 2 === 0 && material.words.length > 0 ? chance.pick(material.words) : own;
    const tail = chance.below(2) === 0 ? bytes.subarray(at) : new Uint8Array();
    if (piece.length === 0) continue;
    const stretch = (length: number): Bytes => {
      const run = new Uint8Array(length);
      for (let to = 0; to < length; to++) run[to] = piece[to % piece.length] as number;
      return concat(bytes.subarray(0, at), run, tail);
    };
    looked.push({ stretch, micros: await leastTime(door, stretch(LOOK), TRIES.look) });
  }
  const followed: Growth[] = [];
  for (const { stretch } of looked.sort((a, b) => b.micros - a.micros).slice(0, 4)) {
    const [short, long] = [stretch(SHORT), stretch(LONG)];
    const micros = await leastTime(door, long, TRIES.follow);
    const exponent =
      Math.log(micros / (await leastTime(door, short, TRIES.follow))) / Math.log(long.length / short.length);
    followed.push({ bytes: long.length, micros, exponent, input: stretch(64) });
  }
  return followed.sort((a, b) => b.micros - a.micros)[0];
}

async function leastTime(door: OpenDoor, input: Bytes, tries: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) least = Math.min(least, await timeOf(door, input));
  return least;
}
