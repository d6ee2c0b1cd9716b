import { once } from 'node:events';
import { createServer } from 'node:net';
import { isTaken } from '@bauta/services/ports';

const FIRST = 27_000;
const ROOMS = 20;

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The first of as many ports as rooms need, none of them taken. @param first where the search begins. */
export async function freePortBase(first = FIRST): Promise<number> {
  for (let base = first; base < first + 2000; base += ROOMS) {
    const taken = await Promise.all(Array.from({ length: ROOMS }, (_, i) => isTaken(base + i)));
    if (!taken.includes(true)) return base;
  }
  throw new Error('no ports are free');
}
