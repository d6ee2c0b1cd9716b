import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openLines, readAnswer } from '../../load/traffic.ts';
import { watchTraffic } from '../../load/watch-traffic.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const get = (path: string): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: site.example\r\n\r\n`);
const numbers = Array.from({ length: 40 }, (_, i) => get(`/${i}`));

describe('an answer', () => {
  it('is whole with its last byte, told by its length or its last chunk', () => {
    const counted = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc');
    const chunked = Buffer.from('HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n');
    for (const whole of [counted, chunked]) {
      for (let end = 0; end < whole.length; end++) expect(readAnswer(whole.subarray(0, end))).toBeUndefined();
    }
    expect(readAnswer(counted)).toMatchObject({ status: 200, body: Buffer.from('abc') });
    expect(readAnswer(chunked)?.status).toBe(503);
  });
});

describe('traffic', () => {
  it('brings each answer to its request, on as many connections as are under way', async () => {
    const port = await listen((request, response) => setTimeout(() => response.end(request.url), Math.random() * 5));
    const lines = openLines([port]);
    const moments = numbers.map((_, i) => i);
    for (const { exchanges } of [await lines.pour(numbers, 4), await lines.rain(numbers, moments)]) {
      expect(exchanges.map(({ answer }) => answer?.body.toString())).toEqual(numbers.map((_, i) => `/${i}`));
    }
    lines.close();
  });

  it('counts a wait from the moment at which a request was due', async () => {
    const held: (() => void)[] = [];
    const port = await listen((_, response) => {
      held.push(() => response.end());
      if (held.length === 2) for (const end of held) end();
    });
    const lines = openLines([port]);
    const { exchanges } = await lines.rain([get('/a'), get('/b')], [0, 80]);
    // The first was answered when the second came: it had waited from its own moment on.
    expect((exchanges[0]?.latency ?? 0) - (exchanges[1]?.latency ?? 0)).toBeGreaterThan(40);
    lines.close();
  });

  it('asks again where an idle connection was closed, as browsers do, and nowhere else', async () => {
    let asked = 0;
    const port = await listen((request, response) => {
      asked++;
      if (request.url === '/closes-idle') setImmediate(() => request.socket.destroy());
      else if (request.url === '/breaks') return void request.socket.destroy();
      response.end(request.url);
    });
    const lines = openLines([port]);
    // Answered and closed: the next one may still find it open.
    const first = await lines.pour([get('/closes-idle'), get('/a'), get('/b')], 1);
    expect(first.exchanges.map(({ answer }) => answer?.status)).toEqual([200, 200, 200]);
    lines.close();
    const others = openLines([port]);
    asked = 0;
    const onNew = await others.pour([get('/breaks')], 1);
    expect([onNew.exchanges[0]?.answer, onNew.again, asked]).toEqual([undefined, 0, 1]);
    const onUsed = await others.pour([get('/a'), get('/breaks')], 1);
    expect([onUsed.exchanges[1]?.answer, onUsed.again, asked]).toEqual([undefined, 1, 4]);
    others.close();
  });

  it('tells what was admitted, refused with a time to come again, lost, and wrong', async () => {
    const port = await listen((request, response) => {
      const i = Number(request.url?.slice(1));
      if (i % 4 === 0) response.writeHead(503, { 'retry-after': '7' }).end();
      else if (i % 4 === 1) response.writeHead(503).end();
      else if (i % 4 === 2) request.socket.destroy();
      else response.end(i === 3 ? 'wrong' : 'right');
    });
    const lines = openLines([port]);
    const prepared = {
      requests: numbers,
      isRight: async (_: number, { body }: { body: Buffer }) => body.toString() === 'right',
    };
    const target = { lines, servers: [{ ask: async () => 0 as never }] } as never;
    const outcome = await watchTraffic(target, prepared, (all, requests) => all.pour(requests, 3));
    expect(outcome).toMatchObject({ asked: 40, admitted: 10, refused: 10, lost: 20, wrong: 1 });
    expect(outcome.statuses).toEqual({ 200: 10, 503: 20, broken: 10 });
    lines.close();
  });
});
