import { readFileSync } from 'node:fs';

type Case = Readonly<Record<string, unknown>>;

/** The cases of a file of vectors. @param name without its ending */
export function casesOf(name: string): readonly Case[] {
  const path = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: readonly Case[] }).cases;
}

/** Every text that stands under this name in the cases, once. */
export const textsOf = (name: string, member: string): readonly string[] => [
  ...new Set(casesOf(name).flatMap((one) => (typeof one[member] === 'string' ? [one[member]] : []))),
];

/** Whom the vectors of the log's proofs trust: keys of the log and of witnesses, and how many of those. */
export function trustOfProofs(): {
  readonly key: string;
  readonly witnesses: readonly string[];
  readonly quorum: number;
} {
  const path = new URL('../../../spec/vectors/log-proof.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { trust: ReturnType<typeof trustOfProofs> }).trust;
}
