import { describe, expect, it } from 'vitest';
import { machineClock } from '../../../services/machine-clock.ts';

/** A machine whose clock can be set, and whose seconds pass when they are told to. */
function machine() {
  let [wall, stopwatch] = [1_800_000_000_500, 40];
  let look = (): void => {};
  const clock = machineClock({
    wall: () => wall,
    stopwatch: () => stopwatch,
    everySecond: (act) => {
      look = act;
    },
  });
  let heard = 0;
  clock.onJump(() => void heard++);
  return {
    clock,
    heard: () => heard,
    async pass(seconds: number, set = 0): Promise<void> {
      wall += 1000 * (seconds + set);
      stopwatch += 1000 * seconds;
      look();
      await Promise.resolve();
    },
  };
}

describe('the machine’s clock', () => {
  it('tells whole seconds', async () => {
    const { clock, pass } = machine();
    expect(clock.now()).toBe(1_800_000_000);
    await pass(1);
    expect(clock.now()).toBe(1_800_000_001);
  });

  it('says when it was set, ahead or back, and each time once', async () => {
    const { heard, pass } = machine();
    await pass(1, 3600);
    expect(heard()).toBe(1);
    await pass(1);
    await pass(1, -3600);
    expect(heard()).toBe(2);
    await pass(1);
    expect(heard()).toBe(2);
  });

  it('says nothing of what a clock that is kept right does, nor of a process that stood still', async () => {
    const { heard, pass } = machine();
    await pass(1, 2);
    await pass(1, -2);
    await pass(7200);
    for (let i = 0; i < 100; i++) await pass(1, 0.5);
    expect(heard()).toBe(0);
  });

  it('tells the others when one who listens fails', async () => {
    const { clock, heard, pass } = machine();
    clock.onJump(() => {
      throw new Error('not I');
    });
    clock.onJump(() => Promise.reject(new Error('nor I')));
    let last = 0;
    clock.onJump(() => void last++);
    await pass(1, 60);
    expect([heard(), last]).toEqual([1, 1]);
  });
});
