/**
 * The arguments of `SpentSet.spend`, the same for every store.
 * @throws TypeError unless the nullifier has 32 bytes and `until` is a whole number of seconds.
 */
export function checkSpend(nullifier: Uint8Array, until: number): void {
  if (nullifier.length !== 32) throw new TypeError('a nullifier has 32 bytes');
  if (!Number.isSafeInteger(until)) throw new TypeError('until is a whole number of seconds');
}
