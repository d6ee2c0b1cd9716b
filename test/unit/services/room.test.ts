import { AgeError } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock, testClock } from '../../../services/clock.ts';
import { answerEmpty, answerJson } from '../../../services/http/answer.ts';
import { bytesBody, formBody, jsonBody } from '../../../services/http/body.ts';
import { createRoom, type RoomOptions } from '../../../services/http/room.ts';
import { type Route, route } from '../../../services/http/route.ts';
import type { LogEvent } from '../../../services/log-events.ts';

const WALLET = 'https://wallet.example';

function roomWith(routes: readonly Route[], more: Partial<RoomOptions> = {}) {
  const events: LogEvent[] = [];
  const app = createRoom({
    name: 'issuer',
    routes,
    healthy: () => true,
    clock: systemClock(),
    log: (event) => events.push(event),
    walletOrigin: WALLET,
    ...more,
  });
  return { app, events };
}

const answers = [{ status: 200, description: 'It.' }];
const echo = route({
  method: 'POST',
  path: '/echo',
  summary: 'Echo',
  reads: jsonBody(z.strictObject({ a: z.number(), b: z.strictObject({ c: z.string() }).optional() }), { max: 64 }),
  answers,
  cors: 'wallet',
  refusalHeaders: (code) => (code === 'ERR_BODY_MALFORMED' ? { 'www-authenticate': 'PrivateToken' } : {}),
  handle: (input, { query, now }) => answerJson({ input, q: query.get('q'), isTime: Number.isSafeInteger(now) }),
});
const raw = route({
  method: 'POST',
  path: '/raw',
  summary: 'Raw',
  reads: bytesBody({ mediaTypes: ['application/a', 'application/b'], max: 16, tooLong: 'ERR_REQUEST_MALFORMED' }),
  answers,
  handle: ({ bytes, mediaType }) => answerJson({ length: bytes.length, mediaType }),
});
const form = route({
  method: 'POST',
  path: '/form',
  summary: 'Form',
  reads: formBody(z.strictObject({ token: z.string(), dpop: z.string() })),
  answers,
  handle: ({ token, dpop }) => answerJson({ token, dpop }),
});
const directory = route({
  method: 'GET',
  path: '/directory',
  summary: 'Directory',
  answers,
  cors: 'any',
  handle: () => answerJson({}, { 'cache-control': 'public, max-age=3600' }),
});
const item = route({
  method: 'DELETE',
  path: '/items/:id',
  summary: 'Item',
  answers,
  handle: (_, { params }) => (params.id === 'x' ? answerEmpty() : fail(params.id ?? '')),
});

function fail(id: string): never {
  if (id === 'refused') throw new AgeError('ERR_RATE_LIMITED', 'three a minute');
  throw new RangeError(`row of ${id}`);
}

const post = (body: BodyInit, type = 'application/json') => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
});

describe('a room', () => {
  const { app, events } = roomWith([echo, raw, form, directory, item]);

  async function codeOf(path: string, init?: RequestInit): Promise<[number, string]> {
    const answer = await app.request(path, init);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await answer.json()) as { code: string; status: number };
    expect(problem.status).toBe(answer.status);
    return [answer.status, problem.code];
  }

  it('hands the body, the query and the time to the handler', async () => {
    const answer = await app.request('/echo?q=1', post('{"a": 1}', 'Application/JSON; charset=utf-8'));
    expect([answer.status, await answer.json()]).toEqual([200, { input: { a: 1 }, q: '1', isTime: true }]);
  });

  it.each([
    ['not JSON', '{"a":1'],
    ['a member twice', '{"a":1,"a":2}'],
    ['a member twice, deeper', '{"a":1,"b":{"c":"x","c":"y"}}'],
    ['an unknown member', '{"a":1,"z":1}'],
    ['an unknown member, deeper', '{"a":1,"b":{"c":"x","z":1}}'],
    ['a member called __proto__', '{"a":1,"__proto__":{"b":1}}'],
    ['a wrong type', '{"a":"1"}'],
    ['a missing member', '{}'],
    ['nothing', ''],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
  ])('refuses %s as malformed', async (_, body) => {
    expect(await codeOf('/echo', post(body))).toEqual([400, 'ERR_BODY_MALFORMED']);
  });

  it('puts the headers of a refusal on it, and none of what was sent into it', async () => {
    const answer = await app.request('/echo', post('{"a":1,"canary-x":"canary-y"}'));
    expect(answer.headers.get('www-authenticate')).toBe('PrivateToken');
    expect(answer.headers.get('access-control-allow-origin')).toBe(WALLET);
    expect(await answer.text()).not.toContain('canary');
    expect(JSON.stringify(events)).not.toContain('canary');
  });

  it('refuses other media types, and none', async () => {
    expect(await codeOf('/echo', post('{"a":1}', 'text/plain'))).toEqual([415, 'ERR_MEDIA_TYPE']);
    expect(await codeOf('/echo', { method: 'POST', body: new Uint8Array([1]) })).toEqual([415, 'ERR_MEDIA_TYPE']);
    expect(await codeOf('/raw', post('x', 'application/c'))).toEqual([415, 'ERR_MEDIA_TYPE']);
  });

  it('takes as many bytes as it says and not one more, whatever length was announced', async () => {
    expect((await app.request('/raw', post(new Uint8Array(16), 'application/b'))).status).toBe(200);
    expect(await codeOf('/raw', post(new Uint8Array(17), 'application/b'))).toEqual([422, 'ERR_REQUEST_MALFORMED']);
    expect(await codeOf('/echo', post(`{"a":1${' '.repeat(64)}}`))).toEqual([413, 'ERR_TOO_LARGE']);
    const lied = { ...post(new Uint8Array(17), 'application/b') };
    expect((await app.request('/raw', { ...lied, headers: { ...lied.headers, 'content-length': '3' } })).status).toBe(
      422,
    );
  });

  it('stops reading at the limit', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(32));
      },
    });
    const init = { ...post(''), body, duplex: 'half' } as RequestInit;
    expect(await codeOf('/echo', init)).toEqual([413, 'ERR_TOO_LARGE']);
    expect(pulled).toBeLessThan(6);
  });

  it('takes a form with each field once', async () => {
    const type = 'application/x-www-form-urlencoded';
    const answer = await app.request('/form', post('token=a%2Bb&dpop=c', type));
    expect(await answer.json()).toEqual({ token: 'a+b', dpop: 'c' });
    for (const wrong of ['token=a', 'token=a&dpop=c&x=1', 'token=a&dpop=c&token=a', '']) {
      expect(await codeOf('/form', post(wrong, type))).toEqual([400, 'ERR_FORM_MALFORMED']);
    }
  });

  it('answers what it does not know with problems', async () => {
    expect(await codeOf('/nothing')).toEqual([404, 'ERR_NOT_FOUND']);
    expect(await codeOf('/echo/')).toEqual([404, 'ERR_NOT_FOUND']);
    expect(await codeOf('/nothing', { method: 'OPTIONS' })).toEqual([404, 'ERR_NOT_FOUND']);
    expect(await codeOf('/echo')).toEqual([405, 'ERR_METHOD']);
    expect(await codeOf('/raw', { method: 'OPTIONS' })).toEqual([405, 'ERR_METHOD']);
    expect((await app.request('/echo')).headers.get('allow')).toBe('POST, OPTIONS');
    expect((await app.request('/directory', { method: 'HEAD' })).status).toBe(200);
  });

  it('logs a refusal by code and week, and a fault by class', async () => {
    events.length = 0;
    expect((await app.request('/items/x', { method: 'DELETE' })).status).toBe(204);
    expect(await codeOf('/items/refused', { method: 'DELETE' })).toEqual([429, 'ERR_RATE_LIMITED']);
    expect(await codeOf('/items/canary', { method: 'DELETE' })).toEqual([500, 'ERR_FAULT']);
    const epoch = expect.stringMatching(/^\d{4}-W\d\d$/);
    expect(events).toEqual([
      { event: 'refusal', code: 'ERR_RATE_LIMITED', epoch },
      { event: 'fault', fault: 'RangeError', epoch },
    ]);
  });

  it('keeps every answer out of caches, frames, sniffing and referrers, unless the route says otherwise', async () => {
    for (const path of ['/healthz', '/nothing', '/echo']) {
      const { headers } = await app.request(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      for (const name of ['etag', 'last-modified', 'server', 'x-powered-by', 'set-cookie'])
        expect(headers.has(name)).toBe(false);
    }
    expect((await app.request('/directory')).headers.get('cache-control')).toBe('public, max-age=3600');
  });
});

describe('CORS', () => {
  const { app } = roomWith([echo, directory, raw]);
  const preflight = (path: string, method: string) =>
    app.request(path, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': method },
    });

  it("is the wallet's origin, POST, two headers and no credentials, cached", async () => {
    const { status, headers } = await preflight('/echo', 'POST');
    expect(status).toBe(204);
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')))).toEqual({
      'access-control-allow-origin': WALLET,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '7200',
    });
    const answer = await app.request('/echo', post('{"a":1}'));
    expect(answer.headers.get('access-control-allow-origin')).toBe(WALLET);
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('refuses no request for its Origin', async () => {
    const init = post('{"a":1}');
    const answer = await app.request('/echo', {
      ...init,
      headers: { ...init.headers, origin: 'https://elsewhere.example' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(WALLET);
  });

  it('is anyone for directories, and nobody for the rest', async () => {
    expect((await app.request('/directory')).headers.get('access-control-allow-origin')).toBe('*');
    expect((await app.request('/healthz')).headers.has('access-control-allow-origin')).toBe(false);
    expect((await app.request('/raw', post('', 'application/a'))).headers.has('access-control-allow-origin')).toBe(
      false,
    );
  });

  it('needs to know the wallet', () => {
    const { walletOrigin: _, ...rest } = { walletOrigin: WALLET, name: 'issuer' as const, routes: [echo] };
    expect(() => createRoom({ ...rest, healthy: () => true, clock: systemClock(), log: () => {} })).toThrow(TypeError);
  });
});

describe('/healthz', () => {
  const stores: readonly [string, RoomOptions['healthy'], number][] = [
    ['true', () => true, 200],
    ['a promise of true', async () => true, 200],
    ['false', () => false, 503],
    ['a throw', () => fail('x'), 503],
    ['a rejection', async () => fail('x'), 503],
  ];
  it.each(stores)('says what the store says: %s', async (_, healthy, status) => {
    const answer = await roomWith([], { healthy }).app.request('/healthz');
    expect([answer.status, await answer.json()]).toEqual([status, { room: 'issuer', ok: status === 200 }]);
  });
});

describe('/_test/clock', () => {
  const put = (body: string) => ({ method: 'PUT', body, headers: { 'content-type': 'application/json' } });

  it('sets the time, from where it runs on, once the room has caught up', async () => {
    let wall = 1000;
    const clock = testClock(() => wall);
    const { app } = roomWith([], { clock, testClock: clock });
    const seen: number[] = [];
    clock.onJump(async () => {
      await Promise.resolve();
      seen.push(clock.now());
    });
    const answer = await app.request('/_test/clock', put('{"now":"2026-11-21T10:00:00Z"}'));
    expect(await answer.json()).toEqual({ now: '2026-11-21T10:00:00Z' });
    expect(seen).toEqual([Date.UTC(2026, 10, 21, 10) / 1000]);
    wall += 61;
    expect(await (await app.request('/_test/clock')).json()).toEqual({ now: '2026-11-21T10:01:01Z' });
  });

  it.each(['2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00+00:00', '2026-02-30T10:00:00Z', '2026-11-21', 'now'])(
    'refuses %s',
    async (now) => {
      const clock = testClock(() => 1000);
      const { app } = roomWith([], { clock, testClock: clock });
      expect((await app.request('/_test/clock', put(JSON.stringify({ now })))).status).toBe(400);
      expect(clock.now()).toBe(1000);
    },
  );

  it('is not there without a test clock', async () => {
    const { app } = roomWith([]);
    expect((await app.request('/_test/clock')).status).toBe(404);
    expect((await app.request('/_test/clock', put('{"now":"2026-11-21T10:00:00Z"}'))).status).toBe(404);
  });
});

describe('a route', () => {
  const loose: readonly [string, z.ZodType][] = [
    ['z.object', z.object({ a: z.string() })],
    ['a z.object inside', z.strictObject({ a: z.array(z.object({ b: z.string() })) })],
    ['z.looseObject', z.looseObject({ a: z.string() })],
    ['a record', z.record(z.string(), z.string())],
  ];
  it.each(loose)('cannot read JSON that lets unknown members through: %s', (_, schema) => {
    expect(() => jsonBody(schema)).toThrow(TypeError);
    expect(() => formBody(schema)).toThrow(TypeError);
  });
});

describe('the rest', () => {
  it('goes to what stands behind the room, as it is', async () => {
    const { app } = roomWith([], { rest: () => new Response('site', { headers: { 'cache-control': 'private' } }) });
    const answer = await app.request('/any');
    expect([await answer.text(), answer.headers.get('cache-control')]).toEqual(['site', 'private']);
    expect(answer.headers.has('content-security-policy')).toBe(false);
    expect((await app.request('/healthz')).status).toBe(200);
  });
});
