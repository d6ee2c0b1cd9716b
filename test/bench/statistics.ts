/** The middle value; of an even number, the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** What an operation takes, in microseconds: of this process' CPU, and until it is over. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** Runs `act`, which is `operations` operations. The CPU is that of all threads: what `openssl speed` counts too. */
export async function costOf(operations: number, act: () => Promise<unknown>): Promise<Cost> {
  const began = performance.now();
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / operations, wall: ((performance.now() - began) * 1000) / operations };
}

/** Microseconds of CPU for each operation. */
export async function cpuMicros(operations: number, act: () => Promise<unknown>): Promise<number> {
  return (await costOf(operations, act)).cpu;
}
