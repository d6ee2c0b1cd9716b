import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nameOf } from '@bauta/sdk/protocol';
import type { BuiltFile } from '../../../services/wallet/built-file.ts';

/** A request as it arrived at a fake room. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A server on loopback under `http://NAME.localhost:PORT`, which remembers all that arrived. */
export interface FakeRoom {
  readonly origin: string;
  readonly name: string;
  readonly arrivals: Arrival[];
  handle: (arrival: Arrival) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

export async function startRoom(host: string): Promise<FakeRoom> {
  const server: Server = createServer(async (request, response) => {
    const arrival = await readArrival(request);
    room.arrivals.push(arrival);
    try {
      send(response, await room.handle(arrival));
    } catch (error) {
      send(response, { status: 500, body: String(error) });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://${host}.localhost:${(server.address() as AddressInfo).port}`;
  const room: FakeRoom = {
    origin,
    name: nameOf(origin),
    arrivals: [],
    handle: () => ({ status: 404 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return room;
}

/** The same without a server, for `fetchFrom`. */
export function createOfflineRoom(host: string): FakeRoom {
  const origin = `http://${host}.localhost:4999`;
  return { origin, name: nameOf(origin), arrivals: [], handle: () => ({ status: 404 }), close: async () => {} };
}

/** A `fetch` that reaches these rooms and nothing else. */
export function fetchFrom(rooms: readonly FakeRoom[]): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const { origin, pathname } = new URL(url);
    const room = rooms.find((one) => one.origin === origin);
    if (!room) throw new TypeError('fetch failed');
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = typeof init.body === 'string' ? Buffer.from(init.body) : Buffer.from((init.body ?? '') as Uint8Array);
    const arrival = { method: init.method ?? 'GET', path: pathname, headers, body };
    room.arrivals.push(arrival);
    const answer = await room.handle(arrival);
    return new Response((answer.body ?? '') as BodyInit, { status: answer.status, headers: answer.headers ?? {} });
  };
}

async function readArrival(request: IncomingMessage): Promise<Arrival> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** Serves the built wallet from a room, as any static host would. */
export function serveFiles(room: FakeRoom, files: readonly BuiltFile[]): void {
  room.handle = ({ path }) => {
    const file = files.find((one) => one.path === path);
    return file ? { status: 200, headers: file.headers, body: file.bytes } : { status: 404 };
  };
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** A refusal as the rooms write them. */
export const problem = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: `urn:bauta:error:${code}`, title: '', status, code }),
});

/** The CORS of protocol.md §2: the wallet's origin, POST, two headers, never credentials. */
export function allowCors(wallet: string, handle: FakeRoom['handle']): FakeRoom['handle'] {
  const headers = {
    'access-control-allow-origin': wallet,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type',
  };
  return async (arrival) => {
    if (arrival.method === 'OPTIONS') return { status: 204, headers };
    const answer = await handle(arrival);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
}
