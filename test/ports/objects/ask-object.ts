import { setImmediate as turn } from 'node:timers/promises';
import { askPort, type PortAnswer } from '../../../sdk/stores/durable-object/port-call.ts';
import { readWire, type WireCall, writeWire } from './wire.ts';

/** One place in the Worker of `worker.ts`, as a test or another process sees it. */
export interface ObjectPlace {
  port<T extends object>(name: string, methods: readonly (keyof T & string)[], now: () => number): T;
  /** From now on, whatever object is asked dies of it; what is under way too. */
  close(): void;
}

/** @param url of the Worker. @param place any name. */
export function openObjectPlace(url: string, place: string): ObjectPlace {
  let dies = false;
  return {
    port: (name, methods, now) =>
      askPort(
        {
          ask: async (port: string, method: string, args: readonly unknown[]) => {
            const call = readWire(writeWire({ place, now: now(), dies, port, method, args })) as WireCall;
            await turn();
            return send(url, { ...call, dies });
          },
        },
        name,
        methods,
      ),
    close() {
      dies = true;
    },
  };
}

/** What goes wrong on the way is no answer of a store. */
async function send(url: string, call: WireCall): Promise<PortAnswer> {
  try {
    const answer = await fetch(url, { method: 'POST', body: writeWire(call) });
    const text = await answer.text();
    return answer.ok ? (readWire(text) as PortAnswer) : { mistake: `the Worker of the test answers ${text}` };
  } catch (error) {
    return { mistake: `the Worker of the test does not answer: ${(error as Error).message}` };
  }
}
