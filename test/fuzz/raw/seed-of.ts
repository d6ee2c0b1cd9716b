/** A seed for each door, so that two of them are not thrown the same lots. */
export function seedOf(door: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of door) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return hash >>> 0;
}
