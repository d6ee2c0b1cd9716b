import { AgeError, type ErrorCode } from '../../protocol/errors.ts';

/** How a call ended, as it crosses between isolates: an error that crosses by itself loses its class and its code. */
export type PortAnswer =
  | { readonly value: unknown }
  | { readonly code: ErrorCode; readonly cause?: string }
  /** A programming mistake of the caller. */
  | { readonly mistake: string };

/** A Durable Object with ports, as its callers see it; it answers by `answerPort`. */
export interface PortObject {
  /** @param port its name in the object. */
  ask(port: string, method: string, args: readonly unknown[]): Promise<PortAnswer>;
}

/**
 * Calls a method of a port, in the object. Only what the port has itself can be called.
 * @param port undefined when the object has none of the name that was asked for.
 */
export async function answerPort(
  port: object | undefined,
  method: string,
  args: readonly unknown[],
): Promise<PortAnswer> {
  const act: unknown = port && Object.hasOwn(port, method) ? (port as Record<string, unknown>)[method] : undefined;
  if (typeof act !== 'function') return { mistake: 'the object has no such port or method' };
  try {
    return { value: await act.apply(port, args) };
  } catch (error) {
    if (error instanceof AgeError) {
      return { code: error.code, ...(typeof error.cause === 'string' ? { cause: error.cause } : {}) };
    }
    if (error instanceof TypeError) return { mistake: error.message };
    return { code: 'ERR_STORE_UNAVAILABLE', cause: 'the object failed' };
  }
}

/**
 * A port whose methods run in a Durable Object.
 * @param stub the object; better what gives a new stub for each call, since one may be of no use after a fault.
 * @param name of the port in the object. @param methods of the port; each takes and gives what `structuredClone` does.
 * @throws AgeError from each method: what the port refuses with there; ERR_STORE_UNAVAILABLE when the object is
 *   overloaded, away or broken, and when its answer is lost: whether it acted, nobody knows then.
 */
export function askPort<T extends object>(
  stub: object | (() => object),
  name: string,
  methods: readonly (keyof T & string)[],
): T {
  const find = typeof stub === 'function' ? (stub as () => object) : () => stub;
  const asking = methods.map((method) => [
    method,
    async (...args: unknown[]) => readAnswer(await ask(find, name, method, args)),
  ]);
  return Object.fromEntries(asking) as T;
}

async function ask(find: () => object, name: string, method: string, args: unknown[]): Promise<PortAnswer> {
  try {
    return await (find() as PortObject).ask(name, method, args);
  } catch {
    // What the platform says may quote what was sent.
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the object does not answer');
  }
}

function readAnswer(answer: PortAnswer): unknown {
  if ('mistake' in answer) throw new TypeError(answer.mistake);
  if ('code' in answer) throw new AgeError(answer.code, answer.cause);
  return answer.value;
}
