import { fork } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a process can be asked: its methods take and give what can be cloned. */
type Methods = Readonly<Record<string, (...given: never[]) => unknown>>;

/** A process beside the one that measures. */
export interface Child<M extends Methods> {
  ask<N extends keyof M & string>(method: N, ...given: Parameters<M[N]>): Promise<Awaited<ReturnType<M[N]>>>;
  /** Ends it once it has put its things away. */
  close(): Promise<void>;
}

interface Question {
  readonly method: string;
  readonly given: readonly unknown[];
}
type Answer = { readonly value: unknown } | { readonly fault: string };

/** Starts a module that calls `answerParent`, and waits until it answers. @param flags further flags of node. */
export async function openChild<M extends Methods>(module: URL, flags: readonly string[] = []): Promise<Child<M>> {
  const file = basename(fileURLToPath(module));
  const child = fork(module, {
    cwd: dirname(dirname(import.meta.dirname)),
    execArgv: ['--conditions=bauta-source', '--import', 'tsx', ...flags],
    serialization: 'advanced',
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`${file} ended with ${code ?? signal}`);
  });
  // Looked at only while an answer is awaited.
  ended.catch(() => {});
  await Promise.race([once(child, 'message'), ended]);
  return {
    async ask(method, ...given) {
      const answered = once(child, 'message') as Promise<[Answer]>;
      child.send({ method, given } satisfies Question);
      const [answer] = await Promise.race([answered, ended]);
      if ('fault' in answer) throw new Error(`${file}: ${answer.fault}`);
      return answer.value as never;
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}

/**
 * The child's side: answers one question after the other. @param close runs once the parent has let go, or has died.
 */
export function answerParent(methods: Methods, close: () => unknown): void {
  const send = (message: unknown): void => void process.send?.(message);
  process.on('message', async ({ method, given }: Question) => {
    try {
      const act = methods[method] as (...all: readonly unknown[]) => unknown;
      send({ value: await act(...given) });
    } catch (error) {
      send({ fault: error instanceof Error ? (error.stack ?? error.message) : 'an unknown fault' });
    }
  });
  process.once('disconnect', async () => {
    await close();
    process.exit();
  });
  send('ready');
}
