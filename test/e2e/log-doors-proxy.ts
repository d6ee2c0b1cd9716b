import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loopbackFetch } from '@bauta/services/loopback';

/** In place of what the room behind would answer; undefined leaves it. */
export type Answer = (path: string) => Response | undefined | Promise<Response | undefined>;

/** Stands where a room is known, and answers in its place when it is told to. */
export interface CrookedProxy {
  readonly port: number;
  /** The origin of the room behind, which listens elsewhere. */
  behind: string;
  answer: Answer;
  close(): Promise<void>;
}

/** What is passed on must be asked for again each time: a cache would hide what changed. */
const NO_STORE = { 'cache-control': 'no-store' };
/** Of a message between two parties, and not for the next one. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

/** A proxy on a free port of this machine. */
export async function openProxy(): Promise<CrookedProxy> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.entries(request.headers).filter(([name]) => !HOP.includes(name)) as [string, string][];
      const { method = 'GET', url = '/' } = request;
      const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
      const crooked = await proxy.answer(url);
      const given = crooked ?? (await loopbackFetch(proxy.behind + url, { method, headers, body }));
      const passed = [...given.headers].filter(([name]) => !HOP.includes(name));
      const open = crooked ? { 'access-control-allow-origin': '*' } : {};
      const bytes = Buffer.from(await given.arrayBuffer());
      response.writeHead(given.status, { ...Object.fromEntries(passed), ...open, ...NO_STORE });
      response.end(method === 'HEAD' ? undefined : bytes);
      // Whoever is behind may be away: then so is this.
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: CrookedProxy = {
    port: (server.address() as AddressInfo).port,
    behind: '',
    answer: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return proxy;
}
