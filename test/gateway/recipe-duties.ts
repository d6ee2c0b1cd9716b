import { beforeAll, describe, expect, it } from 'vitest';
import { admit, NAVIGATION } from '../door/admit.ts';
import { HOST, RANGES } from '../door/headers.ts';
import type { ServedIssuer } from '../door/issuer-over-http.ts';
import { API_PATH, MEDIA_PATH, PAGE_PATH, PUBLIC_PATH } from '../door/paths.ts';
import { ask, type RawAnswer } from '../door/raw-ask.ts';
import { findLeaks, UNVERIFIED } from '../door/unverified.ts';
import { type BreakableGateway, ORIGIN } from './breakable-gateway.ts';
import { MARKER, MEDIA } from './gated-site.ts';

/** A server in front that runs by its recipe. */
export interface Front {
  readonly port: number;
  readonly gateway: BreakableGateway;
  readonly issuer: ServedIssuer;
}

export const get = (port: number, path: string, headers: readonly string[] = []): Promise<RawAnswer> =>
  ask(port, { line: `GET ${path}`, headers: [HOST, ...headers] });

export const first = (answer: RawAnswer, name: string): string => answer.headers[name]?.join(' | ') ?? '';

/** Where this site keeps its film, and what of it is public. */
interface Paths {
  readonly media?: string;
  readonly open?: readonly string[];
}

/** What every recipe must do. `front` is there once the suite's own hooks have run. */
export function describeDuties(
  front: () => Front,
  { media = MEDIA_PATH, open = [PUBLIC_PATH, '/robots.txt', '/robots.txt?x=1'] }: Paths = {},
): void {
  let cookie: string;
  beforeAll(async () => {
    const [held] = await front().issuer.mint();
    if (held === undefined) throw new Error('no token');
    cookie = `Cookie: ${await admit(front().port, ORIGIN, held)}`;
  });

  it('gives an unverified visitor no gated byte by any route', { timeout: 60_000 }, async () => {
    const ranges = RANGES.flatMap((range) =>
      ['GET', 'HEAD', 'POST'].map((method) => ({ line: `${method} ${media}`, headers: [HOST, `Range: ${range}`] })),
    );
    const film = ranges.map((request) => ({
      ...request,
      name: `${request.line} ${request.headers[1]}`,
      isGated: true,
    }));
    expect(await findLeaks(front().port, [MARKER], [...UNVERIFIED, ...film])).toEqual([]);
  });

  it('gives whoever is verified the page, the interface and the media', async () => {
    const { port } = front();
    for (const path of ['/', PAGE_PATH, API_PATH, media]) {
      const answer = await get(port, path, [cookie]);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.body.toString('latin1')).toContain(MARKER);
      expect(first(answer, 'cache-control')).toBe('private, no-store');
      expect(first(answer, 'vary')).toContain('Cookie');
    }
  });

  it('gives them ranges of the media', async () => {
    const { port } = front();
    const part = await get(port, media, [cookie, 'Range: bytes=7-1030']);
    expect([part.status, first(part, 'content-range')]).toEqual([206, `bytes 7-1030/${MEDIA.length}`]);
    expect(part.body.equals(MEDIA.subarray(7, 1031))).toBe(true);
    const last = await get(port, media, [cookie, 'Range: bytes=-5']);
    expect(last.body.equals(MEDIA.subarray(-5))).toBe(true);
    const open = await get(port, media, [cookie, `Range: bytes=${MEDIA.length - 9}-`]);
    expect(open.body.equals(MEDIA.subarray(-9))).toBe(true);
    expect((await get(port, media, [cookie, `Range: bytes=${MEDIA.length}-`])).status).toBe(416);
    const head = await ask(port, { line: `HEAD ${media}`, headers: [HOST, cookie] });
    expect([head.status, first(head, 'content-length'), head.body.length]).toEqual([200, String(MEDIA.length), 0]);
  });

  it('leaves what is public open, whoever asks', async () => {
    for (const path of open) {
      const answer = await get(front().port, path);
      expect([path, answer.status, first(answer, 'set-cookie')]).toEqual([path, 200, '']);
    }
  });

  it('shows people the gate page with 403, and the way back', async () => {
    const answer = await get(front().port, `${PAGE_PATH}?a=1`, NAVIGATION);
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).toContain('/_age/go');
    expect(first(answer, 'cache-control')).toBe('private, no-store');
    expect(first(answer, 'set-cookie')).toMatch(/^__Host-age-return=\/films\/3\?a=1; /);
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  it('does not come back to what was posted', async () => {
    const answer = await ask(front().port, { line: `POST ${PAGE_PATH}`, headers: [HOST, ...NAVIGATION], body: 'a=1' });
    expect([answer.status, first(answer, 'set-cookie').split(';')[0]]).toEqual([403, '__Host-age-return=/']);
  });

  it.each([API_PATH, media])('asks programs for a proof at %s with 401', async (path) => {
    const answer = await get(front().port, path);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toHaveLength(1);
    expect(first(answer, 'www-authenticate')).toMatch(/^PrivateToken challenge="/);
    expect(first(answer, 'dpop-nonce')).toMatch(/^[\w-]{95}$/);
    expect(first(answer, 'cache-control')).toBe('private, no-store');
  });

  it('passes on the next id of a session, beside the cookies of the application', async () => {
    const [held] = await front().issuer.mint();
    if (held === undefined) throw new Error('no token');
    const own = await admit(front().port, ORIGIN, held);
    const answer = await get(front().port, API_PATH, [...NAVIGATION, `Cookie: ${own}`]);
    expect(answer.status).toBe(200);
    const cookies = answer.headers['set-cookie'] ?? [];
    expect(cookies.filter((line) => line.startsWith('__Host-age='))).toHaveLength(1);
    expect(cookies.filter((line) => /^(own|other)=/.test(line))).toHaveLength(2);
    const next = cookies.find((line) => line.startsWith('__Host-age='))?.split(';')[0] ?? '';
    expect(next).not.toBe(own);
    expect((await get(front().port, '/', [`Cookie: ${next}`])).status).toBe(200);
  });

  describe('is shut', () => {
    const BREAKS: readonly (readonly [string, (gateway: BreakableGateway) => unknown])[] = [
      ['when the store is down', (gateway) => Object.assign(gateway, { store: 'down' })],
      ['when the store does not answer in time', (gateway) => Object.assign(gateway, { store: 'slow' })],
      ['when the gateway is killed', (gateway) => gateway.kill()],
      ['when the gateway does not answer in time', (gateway) => gateway.stall()],
    ];
    it.each(BREAKS)('%s, to verified visitors too', { timeout: 60_000 }, async (_, breakIt) => {
      const { port, gateway } = front();
      try {
        await breakIt(gateway);
        const programs = [PAGE_PATH, API_PATH, media].map((path) => get(port, path, [cookie]));
        const people = [PAGE_PATH, media].map((path) => get(port, path, [...NAVIGATION, cookie]));
        for (const answer of await Promise.all([...programs, ...people])) {
          expect([401, 503]).toContain(answer.status);
          expect(answer.raw.includes(MARKER)).toBe(false);
        }
        for (const page of await Promise.all(people)) {
          expect([page.status, first(page, 'retry-after')]).toEqual([503, '60']);
          expect(first(page, 'content-type')).toContain('text/html');
        }
      } finally {
        await gateway.revive();
      }
    });

    it('and opens again by itself', { timeout: 30_000 }, async () => {
      const [held] = await front().issuer.mint();
      if (held === undefined) throw new Error('no token');
      const again = await admit(front().port, ORIGIN, held);
      expect((await get(front().port, media, [`Cookie: ${again}`])).status).toBe(200);
    });
  });
}
