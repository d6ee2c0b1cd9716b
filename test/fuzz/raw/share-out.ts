/** How many inputs a door gets. */
export interface Share {
  readonly door: string;
  readonly runs: number;
}

/** Shares inputs out so that every door is busy for as long. @param measured how fast each one was. */
export function shareOut(
  inputs: number,
  measured: readonly { readonly door: string; readonly runs: number; readonly seconds: number }[],
): readonly Share[] {
  if (inputs <= 0) return [];
  const speeds = measured.map(({ runs, seconds }) => runs / Math.max(seconds, 0.001));
  const all = speeds.reduce((sum, speed) => sum + speed, 0);
  return measured.map(({ door }, i) => ({ door, runs: Math.ceil((inputs * (speeds[i] as number)) / all) }));
}
