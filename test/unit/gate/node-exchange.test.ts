import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type Http2ServerResponse,
  type IncomingHttpHeaders,
} from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import type { AgeGate, GateAnswer } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { describe, expect, it } from 'vitest';
import { readLimitedBody } from '../../../sdk/gate/limited-body.ts';
import { listen } from '../../door/listen.ts';
import { ask } from '../../door/raw-ask.ts';

const gateOf = (handle: (request: Request) => Promise<GateAnswer>): AgeGate => ({ handle }) as unknown as AgeGate;
const HELD = new Headers([
  ['cache-control', 'private, no-store'],
  ['vary', 'Cookie'],
  ['set-cookie', 'a=1'],
  ['set-cookie', 'b=2'],
]);

describe('what the gate is shown', () => {
  it.each([
    ['/films/3?a=b', 'http://site.invalid/films/3?a=b'],
    ['/films/../public/a', 'http://site.invalid/films/../public/a'],
    ['/a\\b%2e', 'http://site.invalid/a\\b%2e'],
    ['//evil.example/public/', 'http://site.invalid//evil.example/public/'],
    ['http://evil.example/public/a', 'http://site.invalid//'],
    ['*', 'http://site.invalid//'],
  ])('of the target %s', async (target, url) => {
    const shown: string[] = [];
    const server = createServer(
      node(
        gateOf(async (request) => {
          shown.push(request.url, request.method, request.headers.get('cookie') ?? '');
          return { response: new Response('no', { status: 401 }) };
        }),
      )(() => {}),
    );
    const { port, close } = await listen(server);
    await ask(port, { line: `PROPFIND ${target}`, headers: ['Host: evil.example', 'Cookie: a=1', 'Cookie: b=2'] });
    await close();
    expect(shown).toEqual([url, 'PROPFIND', 'a=1; b=2']);
  });

  it('of a header that stands there twice is both lines, of all that Node reads one of', async () => {
    const names = ['authorization', 'content-type', 'dpop', 'x-original-uri'];
    const shown: (string | null)[] = [];
    const gate = gateOf(async ({ headers }) => {
      shown.push(...names.map((name) => headers.get(name)), headers.get('accept'), String(headers.has('accept')));
      return { response: new Response(null, { status: 401 }) };
    });
    const { port, close } = await listen(createServer(node(gate)(() => {})));
    const lines = names.flatMap((name) => [`${name}: a`, `${name.toUpperCase()}:  b `]);
    await ask(port, { line: 'GET /', headers: ['Host: a', ...lines] });
    await close();
    expect(shown).toEqual([...names.map(() => 'a, b'), null, 'false']);
  });
});

describe('a body', () => {
  const reading = (max: number): AgeGate =>
    gateOf(async (request) => {
      const text = await readLimitedBody(request, max, 'ERR_FORM_MALFORMED').then(
        (bytes) => Buffer.from(bytes).toString(),
        (error: { code: string }) => error.code,
      );
      return { response: new Response(text) };
    });

  it('of the gate’s own POST is streamed to it, up to its limit', async () => {
    const { port, close } = await listen(createServer(node(reading(8))(() => {})));
    const post = (body: string, headers = ['Host: a']) => ask(port, { line: 'POST /_age/beat', headers, body });
    expect((await post('still')).body.toString()).toBe('still');
    expect((await post('s'.repeat(9))).body.toString()).toBe('ERR_TOO_LARGE');
    const endless = `${'ffff\r\n'}${'x'.repeat(65_535)}\r\n`.repeat(20);
    const answer = await post(endless, ['Host: a', 'Transfer-Encoding: chunked', 'Connection: keep-alive']);
    expect([answer.body.toString(), answer.headers.connection]).toEqual(['ERR_TOO_LARGE', ['close']]);
    await close();
  });

  it('of any other request is left to the application', async () => {
    const server = createServer(
      node(gateOf(async (request) => ({ headers: new Headers({ 'x-body': String(request.body) }) })))(
        async (request: IncomingMessage, response: ServerResponse) => {
          response.end((await request.toArray()).join(''));
        },
      ),
    );
    const { port, close } = await listen(server);
    const answer = await ask(port, { line: 'POST /films', body: 'abc' });
    expect([answer.body.toString(), answer.headers['x-body']]).toEqual(['abc', ['null']]);
    await close();
  });
});

it('lets the application rest when the client has gone away', async () => {
  let runs = 0;
  const events = new EventEmitter();
  const [asked, gone] = [once(events, 'asked'), once(events, 'gone')];
  const gate = gateOf(async () => {
    events.emit('asked');
    await gone;
    return { headers: HELD };
  });
  const guarded = node(gate)(() => runs++);
  const server = createServer((request, response) => {
    response.once('close', () => events.emit('gone'));
    guarded(request, response);
  });
  const { port, close } = await listen(server);
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write('GET /films HTTP/1.1\r\nHost: a\r\n\r\n');
  await asked;
  socket.destroy();
  await gone;
  await new Promise((turn) => setImmediate(turn));
  await close();
  expect(runs).toBe(0);
});

it('joins cookies and Vary with the application’s own, once', async () => {
  const server = createServer(
    node(gateOf(async () => ({ headers: HELD })))((_, response: ServerResponse) => {
      response
        .writeHead(200, { 'Set-Cookie': ['own=1', 'a=1'], vary: 'Accept, cookie', 'CACHE-CONTROL': 'public' })
        .end();
    }),
  );
  const { port, close } = await listen(server);
  const { headers } = await ask(port, { line: 'GET /' });
  await close();
  expect(headers).toMatchObject({
    'set-cookie': ['own=1', 'a=1', 'b=2'],
    vary: ['Accept, cookie'],
    'cache-control': ['private, no-store'],
  });
});

it.each<[string, (response: Http2ServerResponse) => void]>([
  [
    'writeHead',
    (response) => void response.writeHead(200, { 'Cache-Control': 'public', 'set-cookie': 'own=1' }).end('x'),
  ],
  [
    'end',
    (response) => {
      response.setHeader('set-cookie', 'own=1');
      response.end();
    },
  ],
  [
    'the stream',
    ({ stream }) => {
      stream.respond({ ':status': 200, 'set-cookie': 'own=1', Expires: '1' });
      stream.end();
    },
  ],
])('holds over HTTP/2, by %s', async (_, answer) => {
  const server = createHttp2Server(
    node(gateOf(async () => ({ headers: HELD })))((_, response) => answer(response as never)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const stream = client.request({ ':path': '/films' });
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  client.close();
  server.close();
  expect([headers['cache-control'], headers.vary, headers['set-cookie'], headers.expires]).toEqual([
    'private, no-store',
    'Cookie',
    ['own=1', 'a=1', 'b=2'],
    undefined,
  ]);
});
