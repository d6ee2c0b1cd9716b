import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLoopbackFetch, lookupLoopback, loopbackFetch } from '../../../services/loopback.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));

describe('loopbackFetch', () => {
  it('finds *.localhost, which Node cannot, and keeps the public name in Host', async () => {
    const port = await serve((request, response) => response.end(`${request.headers.host} ${request.url}`));
    const url = `http://issuer.localhost:${port}/a?b=c`;
    expect(await (await loopbackFetch(url)).text()).toBe(`issuer.localhost:${port} /a?b=c`);
    expect(await (await loopbackFetch(new URL(url))).text()).toContain('issuer.localhost');
    await expect(fetch(url)).rejects.toThrow();
  });

  it('sends again what may be sent twice when the other side was closing the idle connection', async () => {
    let asked = 0;
    const port = await serve((request, response) => {
      asked++;
      // The second one meets a connection that is gone.
      if (asked === 2) request.socket.destroy();
      else response.end('here');
    });
    const send = createLoopbackFetch();
    const url = `http://issuer.localhost:${port}/`;
    expect(await (await send(url)).text()).toBe('here');
    expect(await (await send(url)).text()).toBe('here');
    expect(asked).toBe(3);
    asked = 1;
    await expect(send(url, { method: 'POST', body: 'once' })).rejects.toThrow(TypeError);
    expect(asked).toBe(2);
  });

  it('sends method, headers and bytes, and gives back status, headers and bytes', async () => {
    const port = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      response.writeHead(422, {
        'x-method': request.method,
        'x-type': request.headers['content-type'] ?? '',
        'x-a': '1',
      });
      response.end(Buffer.concat(chunks).reverse());
    });
    const answer = await loopbackFetch(`http://a.localhost:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x' },
      body: new Uint8Array([1, 0, 255]),
    });
    expect(answer.status).toBe(422);
    expect(answer.ok).toBe(false);
    expect(answer.headers.get('x-method')).toBe('POST');
    expect(answer.headers.get('x-type')).toBe('application/x');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([255, 0, 1]));
    const formed = await loopbackFetch(`http://a.localhost:${port}/`, {
      method: 'POST',
      body: new URLSearchParams({ b: '2' }),
    });
    expect(formed.headers.get('x-type')).toContain('application/x-www-form-urlencoded');
    expect(await formed.text()).toBe('2=b');
  });

  it('shows redirects, cookies and empty answers as they are', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/204') response.writeHead(204).end();
      else response.writeHead(303, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end();
    });
    const answer = await loopbackFetch(`http://a.localhost:${port}/`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/elsewhere']);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect((await loopbackFetch(`http://a.localhost:${port}/204`)).status).toBe(204);
  });

  it('refuses what is too large or cut short', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': '100' }).write('x');
        setTimeout(() => response.destroy(), 20);
      } else response.end(Buffer.alloc(101));
    });
    const limited = createLoopbackFetch({ maxBytes: 100 });
    await expect(limited(`http://a.localhost:${port}/`)).rejects.toThrow(TypeError);
    await expect(limited(`http://a.localhost:${port}/cut`)).rejects.toThrow(TypeError);
    expect((await createLoopbackFetch({ maxBytes: 101 })(`http://a.localhost:${port}/`)).status).toBe(200);
  });

  it('gives up in time, also when the answer stops halfway, and when it is told to', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/half') response.write('x');
    });
    const hasty = createLoopbackFetch({ timeoutMs: 60 });
    await expect(hasty(`http://a.localhost:${port}/`)).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(hasty(`http://a.localhost:${port}/half`)).rejects.toMatchObject({ name: 'TimeoutError' });
    const abort = new AbortController();
    const pending = loopbackFetch(`http://a.localhost:${port}/`, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
  });

  it('rejects with TypeError when nobody listens', async () => {
    await expect(loopbackFetch('http://a.localhost:1/')).rejects.toThrow(TypeError);
  });

  it('speaks https under the public name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
    try {
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const name = ['-subj', '/CN=test', '-addext', 'subjectAltName=DNS:issuer.localhost'];
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
      spawnSync('openssl', ['req', '-x509', ...curve, ...name, '-days', '1', '-keyout', key, '-out', cert]);
      const ca = readFileSync(cert, 'utf8');
      const server = createHttpsServer({ key: readFileSync(key), cert: ca }, (request, response) => {
        response.end(request.headers.host);
      });
      const port = await listen(server as unknown as Server);
      const trusting = createLoopbackFetch({ ca });
      expect(await (await trusting(`https://issuer.localhost:${port}/`)).text()).toBe(`issuer.localhost:${port}`);
      await expect(trusting(`https://other.localhost:${port}/`)).rejects.toThrow(TypeError);
      await expect(loopbackFetch(`https://issuer.localhost:${port}/`)).rejects.toThrow(TypeError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('lookupLoopback', () => {
  const lookup = (hostname: string): Promise<unknown> =>
    new Promise((resolve) => lookupLoopback(hostname, { all: true }, (error, found) => resolve(error?.code ?? found)));

  it('knows localhost and what ends in .localhost, nothing that only looks like it', async () => {
    expect(await lookup('localhost')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await lookup('a.b.localhost')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await lookup('notlocalhost')).not.toEqual([{ address: '127.0.0.1', family: 4 }]);
  });
});
