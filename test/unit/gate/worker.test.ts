import type { AgeGate } from '@bauta/sdk/gate';
import { type WorkerContext, worker } from '@bauta/sdk/gate/worker';
import { describe, expect, it } from 'vitest';

const REQUEST = new Request('https://site.example/films/3');
const HELD = { 'cache-control': 'private, no-store', vary: 'Cookie' };

/** A gate that lets everyone in, and counts what is asked of it. */
function openDoor() {
  const door = { tended: 0, refreshed: 0 };
  const gate = {
    upkeep: {
      keys: { readAt: 0 },
      refresh: async () => {},
      restore: async () => ++door.tended > 0,
      random: () => new Uint8Array(2),
      setTimer: () => () => {},
      now: () => 100,
    },
    refresh: async () => void door.refreshed++,
    handle: async () => ({ headers: new Headers(HELD) }),
  } as unknown as AgeGate;
  return { door, gate };
}

/** The platform's side of a request: what was handed to it. */
function openContext() {
  const faults: unknown[] = [];
  const passed: string[] = [];
  class Context implements WorkerContext {
    readonly #own = true;
    waitUntil(work: Promise<unknown>): void {
      if (!this.#own) throw new TypeError('not the platform’s own');
      work.catch((fault) => faults.push(fault));
    }
    passThroughOnException(): void {
      passed.push('past the gate');
    }
  }
  return { ctx: new Context(), faults, passed };
}

const site = { fetch: () => new Response('a film') };
const settle = (): Promise<void> => new Promise(setImmediate);

describe('worker()', () => {
  it('builds one gate for each env, and tends its directory', async () => {
    const { door, gate } = openDoor();
    let built = 0;
    const { fetch } = worker(() => {
      built++;
      return gate;
    }, site);
    const [one, other] = [{}, {}];
    const { ctx } = openContext();
    await Promise.all([fetch(REQUEST, one, ctx), fetch(REQUEST, one, ctx), fetch(REQUEST, other, ctx)]);
    expect([built, door.tended]).toEqual([2, 1]);
  });

  it('builds one gate for all who come while it is being built', async () => {
    const { gate } = openDoor();
    let built = 0;
    const { fetch } = worker(async () => {
      built++;
      await settle();
      return gate;
    }, site);
    const env = {};
    const answers = await Promise.all([1, 2, 3].map(() => fetch(REQUEST, env, openContext().ctx)));
    expect([built, ...answers.map(({ status }) => status)]).toEqual([1, 200, 200, 200]);
  });

  it.each<[string, () => AgeGate | Promise<AgeGate>]>([
    [
      'throws',
      () => {
        throw new TypeError('ageGate cannot start');
      },
    ],
    ['rejects', async () => Promise.reject(new TypeError('ageGate cannot start'))],
    ['gives no gate', () => ({}) as AgeGate],
    ['promises no gate', async () => undefined as unknown as AgeGate],
  ])('is shut when the builder %s, tells the platform, and tries again', async (_, fail) => {
    const { gate } = openDoor();
    let built = 0;
    let ran = 0;
    const { fetch } = worker(() => (built++ === 0 ? fail() : gate), {
      fetch: () => {
        ran++;
        return new Response('a film');
      },
    });
    const env = {};
    const { ctx, faults } = openContext();
    const answer = await fetch(REQUEST, env, ctx);
    await settle();
    expect([answer.status, answer.headers.get('retry-after'), ran]).toEqual([503, '60', 0]);
    expect(faults).toEqual([expect.any(TypeError)]);
    expect((await fetch(REQUEST, env, ctx)).status).toBe(200);
  });

  it('is shut when the gate fails, and the site does not run', async () => {
    const { gate } = openDoor();
    const broken = { ...gate, handle: () => Promise.reject(new Error('away')) } as AgeGate;
    const answer = await worker(() => broken, site).fetch(REQUEST, {}, openContext().ctx);
    expect(answer.status).toBe(503);
  });

  it('answers 500 with its headers when the site throws, and the platform hears of it', async () => {
    const { gate } = openDoor();
    const fault = new Error('a fault of the site');
    const { ctx, faults } = openContext();
    const { fetch } = worker(() => gate, { fetch: () => Promise.reject(fault) });
    const answer = await fetch(REQUEST, {}, ctx);
    await settle();
    expect([answer.status, await answer.text(), faults]).toEqual([500, '', [fault]]);
    expect(Object.fromEntries(answer.headers)).toMatchObject(HELD);
  });

  it('gives the site the platform’s context without the way past the gate', async () => {
    const { gate } = openDoor();
    const { ctx, passed, faults } = openContext();
    const { fetch } = worker(() => gate, {
      fetch(_, __, given) {
        (given as unknown as { passThroughOnException(): void }).passThroughOnException();
        given.waitUntil(Promise.reject(new Error('beside the request')));
        return new Response('a film');
      },
    });
    expect((await fetch(REQUEST, {}, ctx)).status).toBe(200);
    await settle();
    expect([passed, faults.length]).toEqual([[], 1]);
  });

  it('reads the directory by cron, and runs what the site does by cron whatever comes of it', async () => {
    const { door, gate } = openDoor();
    let ran = 0;
    const scheduled = (): void => void ran++;
    await worker(() => gate, { ...site, scheduled }).scheduled({}, {}, openContext().ctx);
    expect([door.refreshed, ran]).toEqual([1, 1]);
    const away = { ...gate, refresh: () => Promise.reject(new Error('fetch failed')) } as AgeGate;
    const failing = worker(() => away, { ...site, scheduled }).scheduled({}, {}, openContext().ctx);
    await expect(failing).rejects.toThrow('fetch failed');
    expect(ran).toBe(2);
  });

  it('takes a function and a site, and nothing else', () => {
    expect(() => worker(openDoor().gate as never, site)).toThrow(TypeError);
    expect(() => worker(() => openDoor().gate, (() => new Response()) as never)).toThrow(TypeError);
  });
});
