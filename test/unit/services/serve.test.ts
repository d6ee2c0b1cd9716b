import { connect } from 'node:net';
import { listen } from '@bauta/services/gateway/listen';
import { type Listening, serve } from '@bauta/services/http/serve';
import { afterEach, expect, it } from 'vitest';
import { freePort } from '../../programs/ports.ts';

let listening: Listening | undefined;
afterEach(() => listening?.close());

const answerHere = async (): Promise<Response> => new Response('here');

/** Seconds for which proxies keep idle connections that nobody has configured: Caddy's two minutes are the most. */
const PROXY = 120;

const DOORS = [
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
] as const;

it.each(DOORS)('%s keeps idle connections for longer than the proxy before it', async (_, open) => {
  const answer = await fetch(`http://127.0.0.1:${await open()}/`);
  expect(await answer.text()).toBe('here');
  const [, seconds] = /^timeout=(\d+)$/.exec(answer.headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(PROXY);
});

it.each(DOORS)('%s refuses a Host that is no host, and asks nobody behind', async (_, open) => {
  const port = await open();
  const askedFor = (host: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`GET /a HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
      });
      let said = '';
      socket.setEncoding('latin1');
      socket.on('data', (text) => {
        said += text;
      });
      socket.once('error', reject).once('close', () => resolve(said));
    });
  expect(await askedFor('site.example')).toMatch(/^HTTP\/1\.1 200 /);
  for (const host of ['.1', 'site.3', '[', 'a b']) {
    const said = await askedFor(host);
    expect(said, `host: ${host}`).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).not.toContain('here');
  }
});
