import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server of this machine, which can be cut in the middle of what is being said. */
export interface Link {
  readonly port: number;
  /** From now on nothing gets through, in either direction, and nobody is told. */
  lose(): void;
  close(): void;
}

/** Opens a port that leads to another one. */
export async function openLink(target: number): Promise<Link> {
  const sockets = new Set<Socket>();
  let isLost = false;
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (bytes) => {
      if (!isLost) to.write(bytes);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    join(near, far);
    join(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    lose() {
      isLost = true;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
