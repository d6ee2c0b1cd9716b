import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OpenedDoor } from './describe-door.ts';

/** Listens on any free port of this machine. */
export async function listen(server: Server): Promise<OpenedDoor> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
