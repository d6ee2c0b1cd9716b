import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit, NAVIGATION } from './admit.ts';
import { HOST } from './headers.ts';
import { type ServedIssuer, serveIssuer } from './issuer-over-http.ts';
import { FILM, MARKER } from './marked.ts';
import { ORIGIN } from './open-gate.ts';
import { API_PATH, GATED_PATHS, MEDIA_PATH, PAGE_PATH, PUBLIC_PATH } from './paths.ts';
import { ask, type RawAnswer } from './raw-ask.ts';
import { findLeaks, ODD_TARGETS, type UnverifiedRequest } from './unverified.ts';

/** A test application behind an adapter, listening. */
export interface OpenedDoor {
  readonly port: number;
  close(): Promise<void> | void;
  /** True when the adapter judges the request line as it came. */
  readonly readsRaw?: true;
  /** Moves the gate's clock on, where it can be moved. */
  readonly wait?: (seconds: number) => void | Promise<void>;
}

/**
 * What every adapter must show over real HTTP. @param open gives the application with its gate. Beside the paths of
 * `paths.ts` it has those of `settings`, each of which sets headers of its own. @param settings status by path
 */
export function describeDoor(
  name: string,
  open: (issuer: ServedIssuer) => Promise<OpenedDoor>,
  settings: Readonly<Record<string, number>>,
): void {
  describe(`the door of ${name}`, { timeout: 60_000 }, () => {
    let issuer: ServedIssuer;
    let door: OpenedDoor;
    let cookie: string;
    beforeAll(async () => {
      issuer = await serveIssuer();
      door = await open(issuer);
      const [held] = await issuer.mint();
      if (held) cookie = await admit(door.port, ORIGIN, held);
    }, 120_000);
    afterAll(async () => {
      await door?.close();
      await issuer?.close();
    });

    const load = (path: string, headers: readonly string[] = [], method = 'GET'): Promise<RawAnswer> =>
      ask(door.port, { line: `${method} ${path}`, headers: [HOST, `Cookie: ${cookie}`, ...headers] });

    it('is open where it should be, so that the rest proves something', async () => {
      const answer = await ask(door.port, { line: `GET ${PUBLIC_PATH}` });
      expect([answer.status, answer.body.toString()]).toEqual([200, 'open to everyone']);
    });

    it('gives an unverified visitor no gated byte by any route', async () => {
      expect(await findLeaks(door.port, [MARKER])).toEqual([]);
      if (door.readsRaw) expect(await findLeaks(door.port, [MARKER], ODD_TARGETS)).toEqual([]);
    });

    it('gives a verified one everything: pages, data, media, ranges, HEAD', async () => {
      for (const path of GATED_PATHS) {
        const answer = await load(path, path === PAGE_PATH ? NAVIGATION : []);
        expect([path, answer.status, answer.raw.includes(MARKER)]).toEqual([path, 200, true]);
        expectHeld(path, answer);
      }
      expect(JSON.parse((await load(API_PATH)).body.toString())).toEqual({ films: [MARKER] });
      const part = await load(MEDIA_PATH, ['Range: bytes=5-9']);
      expect([part.status, part.body]).toEqual([206, Buffer.from(FILM.subarray(5, 10))]);
      expectHeld('a range', part);
      const head = await load(PAGE_PATH, [], 'HEAD');
      expect([head.status, head.body.length]).toEqual([200, 0]);
      expectHeld('HEAD', head);
    });

    it.each(Object.entries(settings))(
      'holds its headers on %s, which sets others and answers %i',
      async (path, status) => {
        const answer = await load(path);
        expect(answer.status).toBe(status);
        expectHeld(path, answer);
      },
    );

    it('gives an unverified one nothing of what a verified one asked for with poisoned headers', async () => {
      const poison = ['X-Forwarded-Host: localhost', 'X-Original-URL: /public/a', 'Range: bytes=0-'];
      for (const path of GATED_PATHS) await load(path, poison);
      const requests = GATED_PATHS.map((path) => ({
        name: path,
        line: `GET ${path}`,
        headers: [HOST, ...poison],
        isGated: true,
      }));
      expect(await findLeaks(door.port, [MARKER], requests)).toEqual([]);
    });

    it('tells no cache to keep what it answers by itself', async () => {
      for (const path of GATED_PATHS) {
        for (const headers of [[HOST], [HOST, ...NAVIGATION]]) {
          const answer = await ask(door.port, { line: `GET ${path}`, headers });
          expect(answer.headers['cache-control']).toEqual(['private, no-store']);
          expect(answer.headers.vary?.join()).toMatch(/\bCookie\b/i);
        }
      }
    });

    it('is shut again once the session is over', async () => {
      if (!door.wait) return;
      await door.wait(91);
      const stale: UnverifiedRequest[] = GATED_PATHS.flatMap((path) =>
        ['GET', 'HEAD', 'POST'].map((method) => ({
          name: `${method} ${path}`,
          line: `${method} ${path}`,
          headers: [HOST, `Cookie: ${cookie}`],
          isGated: true,
        })),
      );
      expect(await findLeaks(door.port, [MARKER], stale)).toEqual([]);
    });
  });
}

function expectHeld(what: string, { headers }: RawAnswer): void {
  expect([what, headers['cache-control']]).toEqual([what, ['private, no-store']]);
  expect(headers.vary?.join()).toMatch(/\bCookie\b/i);
  for (const order of ['cdn-cache-control', 'surrogate-control', 'x-accel-expires', 'expires']) {
    expect([what, order, headers[order]]).toEqual([what, order, undefined]);
  }
}
