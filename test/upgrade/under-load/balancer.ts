import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Stands before the instances of one site, as a load balancer does. It tries nothing twice. */
export interface Balancer {
  readonly port: number;
  /** From now on this port gets its share. */
  add(port: number): void;
  /** Sends it nothing more, and waits until it has answered what it has. */
  remove(port: number): Promise<void>;
  close(): void;
}

export async function openBalancer(): Promise<Balancer> {
  /** Requests under way, by port. */
  const instances = new Map<number, number>();
  const leaving = new Map<number, number>();
  let turn = 0;
  const server = createServer((request, response) => {
    const port = [...instances.keys()][turn++ % instances.size];
    if (port === undefined) {
      response.writeHead(502).end();
      return;
    }
    count(port, 1);
    const { method, url: path, headers } = request;
    const onward = send({ host: '127.0.0.1', port, method, path, headers: { ...headers, connection: 'close' } });
    onward.once('response', (answer) => {
      const { 'transfer-encoding': _, connection: __, ...rest } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, rest);
      answer.pipe(response);
    });
    onward.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    onward.once('close', () => count(port, -1));
    request.pipe(onward);
  });
  const count = (port: number, by: number): void => {
    const where = instances.has(port) ? instances : leaving;
    where.set(port, (where.get(port) ?? 0) + by);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    add: (port) => void instances.set(port, 0),
    async remove(port) {
      leaving.set(port, instances.get(port) ?? 0);
      instances.delete(port);
      while ((leaving.get(port) ?? 0) > 0) await pause(10);
      leaving.delete(port);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
