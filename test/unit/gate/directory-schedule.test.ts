import { ageGate, type GateEvent } from '@bauta/sdk/gate';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { NOON, optionsFor } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});
beforeEach(() => {
  issuer.isReachable = true;
});

/** A gate whose timers run when they are told to. */
function createWatched(drawn = 0x80, clock = { now: NOON }) {
  const timers: { act: () => void; seconds: number }[] = [];
  const events: GateEvent[] = [];
  let reads = 0;
  const gate = ageGate({
    ...optionsFor(issuer, clock),
    random: (length) => new Uint8Array(length).fill(drawn),
    fetch: (url) => {
      reads++;
      return issuer.fetch(url);
    },
    setTimer(act, seconds) {
      const timer = { act, seconds };
      timers.push(timer);
      return () => {
        timers.splice(timers.indexOf(timer), 1);
      };
    },
    onEvent: (event) => events.push(event),
  });
  /** Runs the one timer there is, and waits for what it does. */
  async function elapse(): Promise<number> {
    expect(timers).toHaveLength(1);
    const [{ act, seconds }] = timers.splice(0) as [{ act: () => void; seconds: number }];
    act();
    await settle();
    return seconds;
  }
  return { gate, timers, events, elapse, reads: () => reads };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('the directory is read', () => {
  it('at the start, and then hourly, give or take 20 min', async () => {
    for (const [drawn, expected] of [
      [0x00, 2400],
      [0x80, 3605],
      [0xff, 4800],
    ] as const) {
      const { gate, elapse, reads } = createWatched(drawn);
      gate.start();
      await gate.ready;
      await settle();
      expect(reads()).toBe(1);
      expect(await elapse()).toBe(expected);
      expect(reads()).toBe(2);
      gate.stop();
    }
  });

  it('sooner after a fault, less and less often, until it succeeds', async () => {
    issuer.isReachable = false;
    const { gate, elapse, events, timers } = createWatched();
    gate.start();
    await settle();
    const waited: number[] = [];
    for (let i = 0; i < 10; i++) waited.push(await elapse());
    expect(waited).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['directory-unreachable']));

    issuer.isReachable = true;
    await elapse();
    await gate.ready;
    expect(events.at(-1)).toEqual({ event: 'directory-refreshed', keys: 1 });
    expect(timers.map(({ seconds }) => seconds)).toEqual([3605]);
    gate.stop();
  });

  it('by one schedule, however often it is started, and by none once it is stopped', async () => {
    const { gate, timers, reads } = createWatched();
    gate.start();
    gate.start();
    await settle();
    expect([reads(), timers.length]).toEqual([1, 1]);
    gate.stop();
    expect(timers).toHaveLength(0);
    gate.start();
    gate.stop();
    await settle();
    expect(timers).toHaveLength(0);
  });

  it.each([-14, 14])(
    'at once when somebody comes after the clock has jumped by %i days, and then no sooner',
    async (days) => {
      const clock = { now: NOON };
      const { gate, timers, reads } = createWatched(0x80, clock);
      const come = async (): Promise<void> => {
        await gate.handle(new Request('https://site.example/film'));
        await settle();
      };
      await come();
      expect(reads()).toBe(0);
      gate.start();
      await settle();
      await come();
      expect(reads()).toBe(1);
      clock.now += days * 86_400;
      await come();
      await come();
      expect([reads(), timers.map(({ seconds }) => seconds)]).toEqual([2, [3605]]);

      issuer.isReachable = false;
      clock.now -= days * 86_400;
      await come();
      await come();
      expect([reads(), timers.map(({ seconds }) => seconds)]).toEqual([3, [1]]);
      gate.stop();
      await come();
      expect(reads()).toBe(3);
    },
  );
});
