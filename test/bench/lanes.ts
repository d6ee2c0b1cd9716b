/** Does `act` for each number below `count`, `atOnce` of them under way at any time. */
export async function inLanes(count: number, atOnce: number, act: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  async function work(): Promise<void> {
    while (next < count) await act(next++);
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}
