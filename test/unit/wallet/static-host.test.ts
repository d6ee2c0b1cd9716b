import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../services/clock.ts';
import { createRoom } from '../../../services/http/room.ts';
import { type Listening, serve } from '../../../services/http/serve.ts';
import { createWallet } from '../../../services/wallet/app.ts';
import { buildWallet } from '../../../services/wallet/build.ts';
import { SETTINGS } from './built-wallet.ts';

const files = await buildWallet(SETTINGS);
const PORT = 23_300;

describe('the wallet’s host', () => {
  const wallet = createWallet(files);

  it('answers exactly these bytes under exactly these headers', async () => {
    for (const { path, bytes, headers } of files) {
      const answer = await wallet.request(`https://wallet.example${path}`);
      expect(answer.status).toBe(200);
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
      expect(Object.fromEntries(answer.headers)).toEqual(headers);
    }
  });

  it('has nothing else, for nobody', async () => {
    for (const path of ['/present/', '/app', '/assets/', '/assets/present.js', '/..%2fpackage.json', '/sw.js']) {
      const answer = await wallet.request(`https://wallet.example${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ code: 'ERR_NOT_FOUND' });
    }
    expect((await wallet.request('https://wallet.example/present', { method: 'POST' })).status).toBe(404);
  });
});

describe('the wallet’s room on a socket', () => {
  let listening: Listening;

  beforeAll(async () => {
    const wallet = createWallet(files);
    const room = createRoom({
      name: 'wallet',
      routes: [],
      healthy: () => true,
      clock: systemClock(),
      log: () => {},
      rest: (asked) => wallet.fetch(asked),
    });
    listening = await serve(room, PORT);
  });
  afterAll(() => listening?.close());

  /** What HTTP/1.1 itself says of the message and of the connection. */
  const FRAMING = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

  function ask(path: string, method = 'GET'): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port: PORT, path, method }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const own = Object.entries(answer.headers).filter(([name]) => !FRAMING.includes(name));
          resolve({ headers: Object.fromEntries(own), body: Buffer.concat(chunks) });
        });
      });
      asking.on('error', reject);
      asking.end();
    });
  }

  it('adds no header to a file, and takes none away', async () => {
    for (const { path, bytes, headers } of files) {
      const answer = await ask(path);
      expect([path, answer.headers]).toEqual([path, headers]);
      expect(new Uint8Array(answer.body)).toEqual(bytes);
      expect([path, (await ask(path, 'HEAD')).headers]).toEqual([path, headers]);
    }
  });
});
