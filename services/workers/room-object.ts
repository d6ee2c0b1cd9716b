import { answerPort, type PortAnswer } from '@bauta/sdk/stores/durable-object';
import { openedOnce } from './opened-once.ts';

/** The ports of an object by name, or what makes one when it is first asked for. */
export type ObjectPorts = Readonly<Record<string, object | (() => Promise<object>)>>;

/** Answers calls of the ports of a room's object. */
export function answerPorts(
  ports: ObjectPorts,
): (port: string, method: string, args: readonly unknown[]) => Promise<PortAnswer> {
  const opened = new Map(
    Object.entries(ports).map(([name, port]) => [
      name,
      typeof port === 'function' ? openedOnce(port as () => Promise<object>) : async () => port,
    ]),
  );
  return async (name, method, args) => answerPort(await opened.get(name)?.(), method, args);
}
