import type { KeptText } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import { NOON } from './figures.ts';
import { startObjects } from './object-bodies.ts';
import { openObjectPlace } from './objects/ask-object.ts';
import { outcome } from './refusals.ts';

const worker = startObjects();

interface Repeating {
  /** Repeats; each run asks for the next of these milliseconds, and for a minute when there is none. */
  repeat(...waits: number[]): Promise<void>;
  runs(): Promise<number>;
  /** Milliseconds until the alarm. */
  alarm(): Promise<number>;
}

const repeatingAt = (place: string): Repeating =>
  openObjectPlace(worker().url, place).port<Repeating>('sql', ['repeat', 'runs', 'alarm'], () => NOON);

const HOUR = 3_600_000;
const MINUTE = 60_000;

describe('what is repeated in a Durable Object', () => {
  it('runs soon, again as long as it asks for it, and then once an hour', async () => {
    const object = repeatingAt('pressing');
    await object.repeat(20, 20, 20);
    await expect.poll(() => object.runs()).toBe(4);
    const wait = await object.alarm();
    expect(wait).toBeGreaterThan(HOUR - 2 * MINUTE);
    expect(wait).toBeLessThanOrEqual(HOUR);
  });

  it('outlives the object, and does not begin anew with each start', async () => {
    await repeatingAt('lasting').repeat();
    await expect.poll(() => repeatingAt('lasting').runs()).toBe(1);
    const before = await repeatingAt('lasting').alarm();
    await worker().restart('SIGKILL');
    const object = repeatingAt('lasting');
    await object.repeat();
    const after = await object.alarm();
    expect(after).toBeLessThanOrEqual(before);
    expect(after).toBeGreaterThan(before - 2 * MINUTE);
    expect(await object.runs()).toBe(0);
  });
});

describe('texts kept in a Durable Object', () => {
  const keep = (name: string): KeptText & { close(): void } => {
    const place = openObjectPlace(worker().url, 'texts');
    return { ...place.port<KeptText>(`kept ${name}`, ['load', 'save'], () => NOON), close: place.close };
  };

  it('stay, by their name, over a restart', async () => {
    expect(await keep('directory').load()).toBeUndefined();
    await keep('directory').save('old');
    await keep('directory').save('café ☕'.repeat(10_000));
    await worker().restart();
    expect(await keep('directory').load()).toBe('café ☕'.repeat(10_000));
    expect(await keep('checkpoint').load()).toBeUndefined();
  });

  it('are unknown when the object is gone', async () => {
    const text = keep('directory');
    text.close();
    expect(await outcome(text.load())).toBe('ERR_STORE_UNAVAILABLE');
    expect(await outcome(text.save('new'))).toBe('ERR_STORE_UNAVAILABLE');
    expect(await keep('directory').load()).toBe('café ☕'.repeat(10_000));
  });
});
