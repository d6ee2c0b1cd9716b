import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '@bauta/services/gateway/listen';
import { type Listening, serve } from '@bauta/services/http/serve';
import { afterEach, expect, it } from 'vitest';

let listening: Listening | undefined;
afterEach(() => listening?.close());

const answerHere = async (): Promise<Response> => new Response('here');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Seconds for which proxies keep idle connections that nobody has configured: Caddy's two minutes are the most. */
const PROXY = 120;

it.each([
  [
    'a room',
    async () => {
      const port = await freePort();
      listening = await serve({ fetch: answerHere }, port);
      return port;
    },
  ],
  [
    'the gateway',
    async () => {
      const gateway = await listen(answerHere, { host: '127.0.0.1', port: 0 });
      listening = gateway;
      return gateway.port;
    },
  ],
])('%s keeps idle connections for longer than the proxy before it', async (_, open) => {
  const answer = await fetch(`http://127.0.0.1:${await open()}/`);
  expect(await answer.text()).toBe('here');
  const [, seconds] = /^timeout=(\d+)$/.exec(answer.headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(PROXY);
});
