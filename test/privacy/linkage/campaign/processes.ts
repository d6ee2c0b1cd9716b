import { availableParallelism } from 'node:os';
import { openChild } from '../../../programs/child.ts';
import type { WorldProcess } from './world-process.ts';

/** Processes that each live through one world at a time. */
export interface Processes {
  /** Has whichever is free do it. */
  ask<N extends keyof WorldProcess & string>(
    method: N,
    ...given: Parameters<WorldProcess[N]>
  ): Promise<Awaited<ReturnType<WorldProcess[N]>>>;
  /** Does `work` as often at once as there are processes. */
  inLanes(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** One more than cores: a world waits for its signing threads now and then. */
export async function openProcesses(count = availableParallelism() + 1): Promise<Processes> {
  const open = () => openChild<WorldProcess>(new URL('./world-process.ts', import.meta.url));
  const all = await Promise.all(Array.from({ length: count }, open));
  const idle = [...all];
  const waiting: ((child: (typeof all)[number]) => void)[] = [];
  return {
    async ask(method, ...given) {
      const child = idle.pop() ?? (await new Promise<(typeof all)[number]>((resolve) => waiting.push(resolve)));
      try {
        return (await child.ask(method, ...given)) as never;
      } finally {
        const next = waiting.shift();
        if (next) next(child);
        else idle.push(child);
      }
    },
    async inLanes(work) {
      await Promise.all(all.map(work));
    },
    async close() {
      await Promise.all(all.map((child) => child.close()));
    },
  };
}
