import { randomBytes } from 'node:crypto';
import { ageGate } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import type { ErrorCode } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { Hono } from 'hono';
import { type FakeRoom, fetchFrom, startRoom } from './fake-room.ts';
import type { World } from './world.ts';

/** A site behind the real gate, in a room of its own. */
export interface GatedSite {
  readonly room: FakeRoom;
  /** The true codes of what it refused. */
  readonly refused: ErrorCode[];
  /** Where it would lead a browser that comes to its gate now, and the cookies it would set. */
  go(): Promise<{ readonly location: string; readonly cookies: string }>;
  /** What it answers to a browser with these cookies. */
  get(path: string, cookies: string): Promise<Response>;
}

export async function startGatedSite(host: string, world: World): Promise<GatedSite> {
  const room = await startRoom(host);
  const now = (): number => world.now;
  const refused: ErrorCode[] = [];
  const gate = ageGate({
    origin: room.origin,
    issuer: world.rooms.issuer.name,
    wallet: world.rooms.wallet.origin,
    secrets: [new Uint8Array(randomBytes(32))],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: ['/trap'],
    fetch: (url) => fetchFrom([world.rooms.issuer])(url),
    now,
    onRefused: (code) => refused.push(code),
  });
  await gate.refresh();
  const app = new Hono().use(hono(gate)).all('*', (c) => c.text('open'));
  room.handle = async ({ method, path, headers, body }) => {
    const request = new Request(`${room.origin}${path}`, {
      method,
      headers: headers as Record<string, string>,
      ...(method === 'POST' ? { body: new Uint8Array(body) } : {}),
    });
    const answer = await app.fetch(request);
    const cookies = answer.headers.getSetCookie();
    return {
      status: answer.status,
      // Node sends a list as one line each.
      headers: {
        ...Object.fromEntries(answer.headers),
        ...(cookies.length > 0 ? { 'set-cookie': cookies as never } : {}),
      },
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  };
  const get = async (path: string, cookie: string): Promise<Response> =>
    app.fetch(new Request(`${room.origin}${path}`, { headers: { accept: 'text/html', cookie } }));
  return {
    room,
    refused,
    get,
    async go() {
      const answer = await get('/_age/go', '');
      const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
      return { location: answer.headers.get('location') ?? '', cookies: cookies.join('; ') };
    },
  };
}
