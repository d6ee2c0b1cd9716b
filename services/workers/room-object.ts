import { answerPort, type PortAnswer } from '@bauta/sdk/stores/durable-object';
import { ConfigFault } from '../settings/config-fault.ts';

/** The ports of an object by name, or what makes one when it is first asked for. */
export type ObjectPorts = Readonly<Record<string, object | (() => Promise<object>)>>;

/** Answers calls of the ports of a room's object; one that could not be made is tried again with the next call. */
export function answerPorts(
  ports: ObjectPorts,
): (port: string, method: string, args: readonly unknown[]) => Promise<PortAnswer> {
  const made = new Map<string, Promise<object>>();

  async function find(name: string): Promise<object | undefined> {
    const port = Object.hasOwn(ports, name) ? ports[name] : undefined;
    if (typeof port !== 'function') return port;
    const known = made.get(name);
    if (known) return known;
    const making = (port as () => Promise<object>)().catch((error) => {
      made.delete(name);
      for (const line of error instanceof ConfigFault ? error.lines : []) console.error(line);
      throw error;
    });
    made.set(name, making);
    return making;
  }

  return async (name, method, args) => answerPort(await find(name), method, args);
}
