import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server, on which what is said can come late or not at all. */
export interface Line {
  readonly port: number;
  /** Milliseconds that everything takes longer from now on, in either direction. */
  delay(ms: number): void;
  /** From now on nothing gets through, and nobody is told. */
  cut(): void;
  /** What was held back comes through, or its connection breaks. */
  mend(how: 'deliver' | 'break'): void;
  close(): void;
}

/** Opens a port of 127.0.0.1 that leads to another one. @param host of the other one. */
export async function openLine(target: number, host = '127.0.0.1'): Promise<Line> {
  const sockets = new Set<Socket>();
  let late = 0;
  let isCut = false;
  let held: (() => void)[] = [];

  const lead = (from: Socket, to: Socket): void => {
    sockets.add(from);
    // In order: what is said later never overtakes.
    let last: Promise<void> = Promise.resolve();
    const pass = (act: () => void): void => {
      const due = performance.now() + late;
      last = last.then(async () => {
        const left = due - performance.now();
        if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
        if (isCut) await new Promise<void>((resolve) => held.push(resolve));
        act();
      });
    };
    from.on('data', (bytes) => pass(() => void to.write(bytes)));
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      pass(() => void to.destroy());
    });
  };
  const server = createServer((near) => {
    const far = connect(target, host);
    lead(near, far);
    lead(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as { port: number }).port,
    delay(ms) {
      late = ms;
    },
    cut() {
      isCut = true;
    },
    mend(how) {
      isCut = false;
      if (how === 'break') for (const socket of sockets) socket.destroy();
      for (const release of held) release();
      held = [];
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
