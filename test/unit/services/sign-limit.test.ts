import { createAnswerCache } from '@bauta/services/issuer/answer-cache';
import { createSignLimit } from '@bauta/services/issuer/sign-limit';
import { secondsToNextMinute } from '@bauta/services/minute';
import { describe, expect, it } from 'vitest';

describe('signings of one grant', () => {
  it('are three in a minute, and three again in the next', () => {
    const limit = createSignLimit();
    const count = (now: number): boolean => limit.count('a', now);
    expect([count(60), count(60), count(119), count(119)]).toEqual([true, true, true, false]);
    expect(limit.count('b', 119)).toBe(true);
    expect(count(120)).toBe(true);
  });

  it('wait for the next minute, one second at least', () => {
    expect([60, 61, 119].map(secondsToNextMinute)).toEqual([60, 59, 1]);
  });
});

describe('the last answers', () => {
  it('are a thousand, and the one used longest ago goes first', () => {
    const cache = createAnswerCache();
    for (let i = 0; i < 1000; i++) cache.set(String(i), Uint8Array.of(i & 0xff));
    expect(cache.get('0')).toEqual(Uint8Array.of(0));
    cache.set('1000', Uint8Array.of(1));
    expect(cache.get('1')).toBeUndefined();
    expect(cache.get('0')).toEqual(Uint8Array.of(0));
  });
});
