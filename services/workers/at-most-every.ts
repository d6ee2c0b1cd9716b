/**
 * Does something at most once in a while, for all who wait for it together. What fails is done again with the next call.
 * @param seconds between two times. @returns what is called with the time in Unix seconds.
 */
export function atMostEvery(seconds: number, act: (now: number) => Promise<void>): (now: number) => Promise<void> {
  let doneAt = Number.NEGATIVE_INFINITY;
  let doing: Promise<void> | undefined;
  return async (now) => {
    // A clock that was set back is as much a reason as one that went on.
    if (Math.abs(now - doneAt) < seconds) return;
    doing ??= act(now)
      .then(() => {
        doneAt = now;
      })
      .finally(() => {
        doing = undefined;
      });
    await doing;
  };
}
