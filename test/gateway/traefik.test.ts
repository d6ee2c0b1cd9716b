import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit, NAVIGATION } from '../door/admit.ts';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { ask, type RawAnswer } from '../door/raw-ask.ts';
import { type BreakableGateway, openBreakableGateway } from './breakable-gateway.ts';
import { first } from './recipe-duties.ts';

const RECIPE = readFileSync(join(import.meta.dirname, '../../services/gateway/recipes/traefik.yml'), 'utf8');
/** The headers that Traefik documents for ForwardAuth, for a visitor at `target`. */
const forwarded = (target: string, method = 'GET'): readonly string[] => [
  'Host: 127.0.0.1:4006',
  `X-Forwarded-Method: ${method}`,
  'X-Forwarded-Proto: https',
  'X-Forwarded-Host: site.example',
  `X-Forwarded-Uri: ${target}`,
  'X-Forwarded-For: 192.0.2.7',
];

describe('what Traefik documents that ForwardAuth sends (replayed; not run against Traefik)', () => {
  let issuer: ServedIssuer;
  let gateway: BreakableGateway;
  beforeAll(async () => {
    issuer = await serveIssuer();
    gateway = await openBreakableGateway(issuer.name);
  });
  afterAll(async () => {
    await gateway?.close();
    await issuer?.close();
  });

  const check = (headers: readonly string[]): Promise<RawAnswer> =>
    ask(gateway.port, { line: 'GET /_age/check', headers });

  it('is what the recipe asks for', () => {
    const address = /address: "http:\/\/127\.0\.0\.1:4006(.*)"/.exec(RECIPE)?.[1];
    expect(address).toBe('/_age/check');
    expect(RECIPE).toMatch(/addAuthCookiesToResponse:\n\s+- __Host-age\n/);
    expect(RECIPE).toContain('trustForwardHeader: false');
  });

  it('gets people the gate page with 401, and the way back, and no challenge', async () => {
    const answer = await check([...forwarded('/films/3?a=1'), ...NAVIGATION]);
    expect([answer.status, first(answer, 'content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    expect(answer.body.toString()).toContain('/_age/go');
    expect(first(answer, 'set-cookie')).toMatch(/^__Host-age-return=\/films\/3\?a=1; /);
    expect(answer.headers['www-authenticate']).toBeUndefined();
    expect(first(answer, 'cache-control')).toBe('private, no-store');
  });

  it('gets programs a challenge with 401', async () => {
    const answer = await check([...forwarded('/api/films'), 'Accept: application/json']);
    expect([answer.status, first(answer, 'dpop-nonce').length]).toEqual([401, 95]);
    expect(first(answer, 'www-authenticate')).toMatch(/^PrivateToken challenge="/);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each(['/robots.txt', '/public/a', '/_age/gate', 'https://evil.example/', '//evil.example', '/\\evil.example'])(
    'opens nothing by naming %s',
    async (target) => {
      for (const headers of [[], NAVIGATION]) {
        const answer = await check([...forwarded(target), ...headers]);
        expect(answer.status).toBe(401);
        expect(first(answer, 'set-cookie')).not.toContain('evil');
      }
    },
  );

  it('gets whoever is verified 204, with the next id of the session', async () => {
    const front = await standIn(gateway.port);
    try {
      const [held] = await issuer.mint();
      if (held === undefined) throw new Error('no token');
      const cookie = await admit(front.port, 'https://site.example', held);
      const answer = await check([...forwarded('/films/3'), ...NAVIGATION, `Cookie: ${cookie}`]);
      expect(answer.status).toBe(204);
      expect(first(answer, 'set-cookie')).toMatch(/^__Host-age=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
      const part = await check([...forwarded('/media/film.webm'), 'Accept: */*', `Cookie: ${cookie}`]);
      expect(part.status).toBe(204);
      gateway.store = 'down';
      expect((await check([...forwarded('/films/3'), `Cookie: ${cookie}`])).status).toBe(401);
      expect((await check([...forwarded('/films/3'), ...NAVIGATION, `Cookie: ${cookie}`])).status).toBe(401);
    } finally {
      gateway.store = 'well';
      front.server.close();
    }
  });
});

/** Does what the recipe's routers say: the gateway's pages as they are, and the check's own answer for the rest. */
async function standIn(port: number): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer(async (request, response) => {
    const target = request.url ?? '/';
    const isOwn = target.startsWith('/_age/');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const own = Object.entries(request.headers)
      .filter(([name]) => name !== 'connection' && name !== 'content-length')
      .map(([name, value]) => `${name}: ${value}`);
    const answer = isOwn
      ? await ask(port, { line: `${request.method} ${target}`, headers: own, body: Buffer.concat(chunks).toString() })
      : await ask(port, {
          line: 'GET /_age/check',
          headers: [...forwarded(target), ...own.filter((line) => !line.startsWith('host'))],
        });
    // The gate page comes with 401 here; `admit` knows the gate's own 403.
    const status = !isOwn && answer.status === 401 ? 403 : answer.status;
    for (const [name, values] of Object.entries(answer.headers)) {
      if (!/^(connection|transfer-encoding|content-length)$/.test(name)) response.setHeader(name, values);
    }
    response.writeHead(status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}
