import { createHash, randomBytes } from 'node:crypto';
import type { Fixture } from '../fixture.ts';
import { openRooms } from './open-rooms.ts';

export const DIRECTORY_PATH = '/.well-known/private-token-issuer-directory';
const REQUEST_PATH = '/token-request';

export type Answer = (request: Request) => Promise<Response>;

/** How an issuer differs from the honest one: `honest` gives the honest answer to the same request. */
export type Fault = (request: Request, honest: Answer) => Promise<Response>;

/** The reference issuer among its rooms, but for a fault. @param fault made anew for each start */
export function issuer(facts: Omit<Fixture, 'plan' | 'start'>, fault: () => Fault): Fixture {
  return {
    ...facts,
    plan: 'issuer',
    async start(port) {
      const broken = fault();
      const rooms = await openRooms(port, broken);
      return { origin: rooms.issuer, close: rooms.close };
    },
  };
}

export const isDirectory = (request: Request): boolean => new URL(request.url).pathname === DIRECTORY_PATH;
export const isAsk = (request: Request): boolean =>
  request.method === 'POST' && new URL(request.url).pathname === REQUEST_PATH;

/** A listed key as a fault changes it. */
export interface Entry {
  'token-key': string;
  readonly epoch: string;
  readonly 'not-before': number;
}

export interface Listed {
  'token-keys': Entry[];
  proof?: Record<string, string>;
}

/** The directory with a change. */
export const changeDirectory =
  (change: (listed: Listed, request: Request) => void): Fault =>
  async (request, honest) => {
    const response = await honest(request);
    if (!isDirectory(request)) return response;
    const listed = (await response.json()) as Listed;
    change(listed, request);
    return retold(response, JSON.stringify(listed));
  };

/** The answer with other headers. */
export const changeHeaders =
  (change: (headers: Headers, request: Request) => void): Fault =>
  async (request, honest) => {
    const response = await honest(request);
    const headers = new Headers(response.headers);
    change(headers, request);
    return retold(response, response.status === 204 ? null : await response.arrayBuffer(), headers);
  };

export function retold(
  { status, headers }: Response,
  body: ArrayBuffer | Uint8Array<ArrayBuffer> | string | null,
  own: Headers = new Headers(headers),
): Response {
  own.delete('content-length');
  return new Response(body, { status, headers: own });
}

/** The body of a request, beside the request as it was. */
export async function readBody(request: Request): Promise<{ readonly body: Uint8Array; readonly same: Request }> {
  const body = new Uint8Array(await request.clone().arrayBuffer());
  return { body, same: request };
}

/** 256 bytes below any modulus of 2,048 bits that look like a signature, the same for the same bytes. */
export function madeUpSignature(over: Uint8Array = randomBytes(32)): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(256);
  for (let i = 0; i < 8; i++) bytes.set(createHash('sha256').update(over).update(Uint8Array.of(i)).digest(), 32 * i);
  bytes[0] = 1;
  return bytes;
}

export const signed = (bytes: Uint8Array<ArrayBuffer>): Response =>
  new Response(bytes, { headers: { 'content-type': 'application/private-token-response' } });
