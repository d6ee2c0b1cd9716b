import { AgeError } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { answerPort, askPort, type PortAnswer } from '../../sdk/stores/durable-object/port-call.ts';
import { durableObjectStores } from '../../sdk/stores/durable-object/stores.ts';
import { figure, upTo } from './figures.ts';

interface Port {
  add(a: number, b: number): Promise<number>;
  fail(how: 'refusal' | 'mistake' | 'fault'): Promise<never>;
}

const SECRET = 'what was sent';
const port: Port = {
  add: async (a, b) => a + b,
  async fail(how) {
    if (how === 'refusal') throw new AgeError('ERR_ACCOUNT', 'none of the account');
    if (how === 'mistake') throw new TypeError('a hash has 32 bytes');
    throw new Error(SECRET);
  },
};

/** An object with the port, over a line that carries what `structuredClone` does. */
const object = {
  ask: async (name: string, method: string, args: readonly unknown[]): Promise<PortAnswer> =>
    structuredClone(await answerPort(name === 'port' ? port : undefined, method, structuredClone(args))),
};
const far = askPort<Port>(object, 'port', ['add', 'fail']);

describe('a port in another isolate', () => {
  it('answers what it answers at home', async () => {
    expect(await far.add(1, 2)).toBe(3);
  });

  it('refuses with the same code and cause', async () => {
    const refusal = await far.fail('refusal').catch((error) => error);
    expect(refusal).toBeInstanceOf(AgeError);
    expect([refusal.code, refusal.cause]).toEqual(['ERR_ACCOUNT', 'none of the account']);
    await expect(far.fail('mistake')).rejects.toThrow(new TypeError('a hash has 32 bytes'));
  });

  it('cannot know when it, or the way there, fails, and repeats nothing of what was said', async () => {
    const away = { ask: () => Promise.reject(new Error(SECRET)) };
    const gone = (): never => {
      throw new Error(SECRET);
    };
    for (const broken of [far, askPort<Port>(away, 'port', ['fail']), askPort<Port>(gone, 'port', ['fail'])]) {
      const fault = await broken.fail('fault').catch((error) => error);
      expect(fault).toMatchObject({ name: 'AgeError', code: 'ERR_STORE_UNAVAILABLE' });
      expect(String(fault.cause)).not.toContain(SECRET);
    }
  });

  it('has no methods but its own', async () => {
    const methods = ['toString', 'constructor', '__proto__', 'nothing'];
    const other = askPort<Record<string, () => Promise<unknown>>>(object, 'port', methods);
    for (const method of methods.filter((name) => name !== '__proto__')) {
      await expect(other[method]?.()).rejects.toThrow(TypeError);
    }
    expect(await answerPort(port, '__proto__', [])).toHaveProperty('mistake');
    await expect(askPort<Port>(object, 'other', ['add']).add(1, 2)).rejects.toThrow(TypeError);
  });

  it('asks for a new stub with each call', async () => {
    let asked = 0;
    const fresh = askPort<Port>(() => [object][asked++ * 0] as object, 'port', ['add']);
    await Promise.all([fresh.add(1, 1), fresh.add(2, 2)]);
    expect(asked).toBe(2);
  });
});

describe('the stores of a site', () => {
  it('spread nullifiers over 64 objects, by nothing but their first bits', async () => {
    const asked = new Map<string, number>();
    const { spent } = durableObjectStores({
      getByName: (name) => ({
        ask: async () => {
          asked.set(name, (asked.get(name) ?? 0) + 1);
          return { value: true };
        },
      }),
    });
    await Promise.all(upTo(6400).map((i) => spent.spend(figure(i), 1)));
    expect(asked.size).toBe(64);
    expect(Math.min(...asked.values())).toBeGreaterThan(50);
    expect(Math.max(...asked.values())).toBeLessThan(160);
    const first = figure(1);
    first[0] = 0b1010_1111;
    asked.clear();
    await spent.spend(first, 1);
    expect([...asked.keys()]).toEqual(['shard 43']);
  });

  it('let nobody in by an answer that is not true itself', async () => {
    for (const value of [1, 'true', {}, undefined]) {
      const { spent } = durableObjectStores({ getByName: () => ({ ask: async () => ({ value }) }) });
      expect(await spent.spend(figure(1), 1)).toBe(false);
    }
  });
});
