import { AgeError } from '@bauta/sdk/protocol';
import { createAdmission, createRetries } from '@bauta/services/admission';
import { describe, expect, it } from 'vitest';

/** What came of it by the next turn of the event loop: a refusal is at once, and nobody waits for what never ends. */
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  Promise.race([
    asked.then(
      () => 'admitted',
      (error) => (error instanceof AgeError ? error.code : error.message),
    ),
    new Promise((resolve) => setImmediate(resolve, 'under way')),
  ]);

describe('what a room does at a time', () => {
  it('has an end, and whoever comes beyond it is refused before any work is done', async () => {
    const queue = createAdmission(60, 'full');
    const ends: (() => void)[] = [];
    let begun = 0;
    const sign = (): Promise<void> => {
      begun++;
      return new Promise((resolve) => ends.push(resolve));
    };
    const [first, second] = [queue.hold(30, sign), queue.hold(30, sign)];
    expect(await codeOf(queue.hold(1, sign))).toBe('ERR_BUSY');
    expect(begun).toBe(2);
    ends[0]?.();
    await first;
    const third = queue.hold(30, sign);
    expect(await codeOf(queue.hold(1, sign))).toBe('ERR_BUSY');
    for (const end of ends) end();
    await Promise.all([second, third]);
    expect(await codeOf(queue.hold(30, async () => {}))).toBe('admitted');
  });

  it('leaves room again when an act fails', async () => {
    const queue = createAdmission(30, 'full');
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(queue.hold(30, () => Promise.reject(new Error('fault'))))).toBe('fault');
    }
    expect(await codeOf(queue.hold(30, async () => {}))).toBe('admitted');
  });

  it('takes one request alone, whatever its size', async () => {
    expect(await codeOf(createAdmission(1, 'full').hold(30, async () => {}))).toBe('admitted');
  });

  it('spreads those who were sent away over half a minute', () => {
    const nextRetry = createRetries();
    const seconds = Array.from({ length: 60 }, () => nextRetry());
    expect(new Set(seconds).size).toBe(30);
    expect([Math.min(...seconds), Math.max(...seconds)]).toEqual([1, 30]);
    expect(seconds.slice(0, 30)).toEqual(seconds.slice(30));
  });
});
