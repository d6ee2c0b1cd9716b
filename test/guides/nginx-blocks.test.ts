import { createServer } from 'node:http';
import { request } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../door/listen.ts';
import { ask } from '../door/raw-ask.ts';
import { nginx } from '../gateway/start-nginx.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { makeCertificate } from './certificate.ts';
import { startNginxBlock } from './nginx-block.ts';

/** A server that says what it was asked as, from its own port. */
async function serveRoom(): Promise<number> {
  const { port, close } = await listen(
    createServer(({ headers, url }, answer) => {
      const { host, connection } = headers;
      answer.end(JSON.stringify({ url, host, connection, client: headers['x-real-ip'] }));
    }),
  );
  onTestFinished(close);
  return port;
}

async function serveBlock(
  name: string,
  port: number,
  own: Readonly<Record<string, string>>,
  folder = temporaryFolder(),
) {
  const running = await startNginxBlock(name, { folder, port, own });
  onTestFinished(() => running.kill('SIGTERM'));
}

/** Asks over TLS, whoever signed the certificate. */
const askSecurely = (
  port: number,
  host: string,
  path: string,
  method = 'GET',
): Promise<{ status: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', servername: host, path, method, headers: { host }, rejectUnauthorized: false },
      (answer) => {
        let body = '';
        answer.on('data', (chunk) => (body += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      },
    );
    asked.once('error', reject);
    asked.end();
  });

const whyNot = nginx ? '' : ': nginx is not installed';
describe.skipIf(nginx === undefined)(`what the guides say to nginx${whyNot}`, () => {
  it('before two gateways: goes on with one of them, and passes on nothing that is the balancer’s', async () => {
    const gateway = await serveRoom();
    const port = 31_260;
    await serveBlock('behind-a-load-balancer nginx', port, {
      '127.0.0.1:4006': `127.0.0.1:${port}`,
      '10.0.0.11:4006': `127.0.0.1:${gateway}`,
      '10.0.0.12:4006': '127.0.0.1:1',
    });
    for (let i = 0; i < 4; i++) {
      const { status, body } = await ask(port, { line: 'GET /_age/check', headers: ['Host: site.example'] });
      expect([status, JSON.parse(body.toString())]).toEqual([200, { url: '/_age/check', host: 'site.example' }]);
    }
    expect((await ask(port, { line: 'GET /healthz' })).status).toBe(404);
  });

  it('before a log: lets operators add, and whoever adds without end no more', async () => {
    const log = await serveRoom();
    const port = 31_261;
    await serveBlock('limits nginx', port, {
      '127.0.0.1:8080': `127.0.0.1:${port}`,
      '127.0.0.1:4004': `127.0.0.1:${log}`,
    });
    const add = () => ask(port, { line: 'POST /add', headers: ['Host: log.example'], body: 'a' });
    const statuses = await Promise.all(Array.from({ length: 40 }, add)).then((all) => all.map(({ status }) => status));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    const { status } = await ask(port, { line: 'GET /checkpoint', headers: ['Host: log.example'] });
    expect(status).toBe(200);
  });

  it('before all rooms of one machine: each name leads to its room, which is told who asks', async () => {
    const folder = temporaryFolder();
    const { certificate, key } = makeCertificate(folder, 'authority.example');
    const rooms = Object.fromEntries(
      await Promise.all(
        (['wallet', 'attester', 'issuer', 'log'] as const).map(async (room) => [room, await serveRoom()] as const),
      ),
    );
    const [port, plain] = [31_262, 31_263];
    const ports = Object.entries(rooms).map(([room, own], i) => [
      `${room}.authority.example ${4001 + i};`,
      `${room}.authority.example ${own};`,
    ]);
    const own = {
      ...Object.fromEntries(ports),
      'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
      'listen 80;': `listen 127.0.0.1:${plain};`,
      '/etc/letsencrypt/live/wallet.authority.example/fullchain.pem': certificate,
      '/etc/letsencrypt/live/wallet.authority.example/privkey.pem': key,
      '/var/log/nginx/bauta.log': `${folder}/nginx.log`,
    };
    await serveBlock('small-authority nginx', port, own, folder);
    for (const room of Object.keys(rooms)) {
      const host = `${room}.authority.example`;
      const { status, body } = await askSecurely(port, host, '/healthz');
      expect([status, JSON.parse(body)]).toEqual([200, { url: '/healthz', host, client: '127.0.0.1' }]);
      const sent = await ask(plain, { line: 'GET /a?b', headers: [`Host: ${host}`] });
      expect([sent.status, sent.headers.location]).toEqual([301, [`https://${host}/a?b`]]);
    }
    const adding = Array.from({ length: 40 }, () => askSecurely(port, 'log.authority.example', '/add', 'POST'));
    expect(new Set((await Promise.all(adding)).map(({ status }) => status))).toEqual(new Set([200, 429]));
  });
});
