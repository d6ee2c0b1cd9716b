import { type Bytes, concat, writeUtf8 } from '@bauta/sdk/protocol';
import type { Chance } from '../../figures/chance.ts';
import { EXTREMES, MARKS, STRANGE } from '../mutate.ts';

/** The most bytes of an input: beyond this, length is `growth.ts`'s business. */
const MOST = 65_536;
/** Where formats of text part their fields. */
const PARTING = new Set(writeUtf8('{}[]",:;=&?#/.+|<>\n\r\t ~'));
const PIECES = [...EXTREMES, ...STRANGE, ...MARKS];

/** What is changed, and what is put into it. */
export interface Material {
  /** Grows while a run finds inputs that reach further. */
  readonly corpus: readonly Bytes[];
  readonly words: readonly Bytes[];
}

type Change = (bytes: Bytes, material: Material, chance: Chance) => Bytes;

/** A place from 0 to the length; the ends come more often than chance would have it. */
function place(bytes: Bytes, chance: Chance): number {
  const lot = chance.below(12);
  return lot === 0 ? 0 : lot === 1 ? bytes.length : chance.below(bytes.length + 1);
}

/** Lengths that are short mostly, and sometimes of any size. */
const length = (most: number, chance: Chance): number =>
  chance.below(4) === 0 ? chance.below(most + 1) : Math.min(most, 1 + chance.below(8));

const replace = (bytes: Bytes, from: number, to: number, piece: Uint8Array): Bytes =>
  concat(bytes.subarray(0, from), piece, bytes.subarray(to));

/** The field around a place: what stands between two marks that part fields. */
function field(bytes: Bytes, at: number): readonly [number, number] {
  let [from, to] = [at, at];
  while (from > 0 && !PARTING.has(bytes[from - 1] as number)) from--;
  while (to < bytes.length && !PARTING.has(bytes[to] as number)) to++;
  return [from, to];
}

function piece({ words }: Material, chance: Chance): Bytes {
  return words.length > 0 && chance.below(3) > 0 ? chance.pick(words) : chance.pick(PIECES);
}

const CHANGES: readonly Change[] = [
  (bytes, _, chance) => {
    if (bytes.length === 0) return bytes;
    const changed = bytes.slice();
    const at = chance.below(bytes.length);
    changed[at] = (changed[at] as number) ^ (1 << chance.below(8));
    return changed;
  },
  (bytes, _, chance) => {
    if (bytes.length === 0) return bytes;
    const changed = bytes.slice();
    changed[chance.below(bytes.length)] = chance.below(256);
    return changed;
  },
  // A length or a number one off.
  (bytes, _, chance) => {
    if (bytes.length === 0) return bytes;
    const changed = bytes.slice();
    const at = chance.below(bytes.length);
    changed[at] = (changed[at] as number) + (chance.below(2) === 0 ? 1 : -1);
    return changed;
  },
  (bytes, _, chance) => bytes.slice(0, place(bytes, chance)),
  (bytes, _, chance) => bytes.slice(place(bytes, chance)),
  (bytes, _, chance) => {
    const from = place(bytes, chance);
    return replace(bytes, from, from + length(bytes.length - from, chance), new Uint8Array());
  },
  (bytes, _, chance) => {
    const from = place(bytes, chance);
    const copied = bytes.slice(from, from + length(bytes.length - from, chance));
    const at = place(bytes, chance);
    return replace(bytes, at, at, copied);
  },
  // One piece many times: what a parser walks over again and again.
  (bytes, material, chance) => {
    const from = place(bytes, chance);
    const repeated = chance.below(2) === 0 ? piece(material, chance) : bytes.slice(from, from + 1 + chance.below(24));
    const times = 1 + chance.below(chance.below(8) === 0 ? 400 : 12);
    const run = new Uint8Array(Math.min(4096, repeated.length * times));
    for (let at = 0; at < run.length; at++) run[at] = repeated[at % repeated.length] as number;
    return replace(bytes, from, from, run);
  },
  (bytes, { corpus }, chance) => {
    const other = chance.pick(corpus);
    const [from, start] = [place(bytes, chance), place(other, chance)];
    const spliced = other.subarray(start, start + length(other.length - start, chance));
    return replace(bytes, from, chance.below(2) === 0 ? from : from + spliced.length, spliced);
  },
  // The front of one, the end of another.
  (bytes, { corpus }, chance) => {
    const other = chance.pick(corpus);
    return concat(bytes.subarray(0, place(bytes, chance)), other.subarray(place(other, chance)));
  },
  (bytes, material, chance) => {
    const put = piece(material, chance);
    const from = place(bytes, chance);
    return replace(bytes, from, chance.below(2) === 0 ? from : from + put.length, put);
  },
  (bytes, material, chance) => replace(bytes, ...field(bytes, place(bytes, chance)), piece(material, chance)),
  (bytes, { corpus }, chance) => {
    const other = chance.pick(corpus);
    const [from, to] = field(other, place(other, chance));
    return replace(bytes, ...field(bytes, place(bytes, chance)), other.subarray(from, to));
  },
  (bytes, _, chance) => {
    const put = Uint8Array.from({ length: 1 + chance.below(12) }, () => chance.below(256));
    const at = place(bytes, chance);
    return replace(bytes, at, at, put);
  },
];

/** One of the corpus with up to five changes, mostly one or two; one in 32 has none and must be taken. */
export function changeBytes(material: Material, chance: Chance): Bytes {
  let bytes = chance.pick(material.corpus);
  if (chance.below(32) === 0) return bytes.slice();
  let changes = 1;
  while (changes < 5 && chance.below(2) === 0) changes++;
  for (; changes > 0; changes--) bytes = chance.pick(CHANGES)(bytes, material, chance);
  return bytes.length > MOST ? bytes.slice(0, MOST) : bytes;
}
