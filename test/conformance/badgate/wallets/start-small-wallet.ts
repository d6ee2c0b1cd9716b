import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Standing } from '../fixture.ts';
import { smallWalletScripts, type WalletFault } from './small-wallet-scripts.ts';

const BATCH_SIZE = 30;
const SIGNATURE = 256;
const THRESHOLD = 18;

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * A small wallet of our own with its issuer, on one port under several names. It has the protocol's pages, requests and
 * records, and none of its cryptography at the issuer: signatures are noise, which nobody at a wallet's door can tell.
 * @param fault what it does wrong; null: nothing.
 */
export async function startSmallWallet(port: number, fault: WalletFault | null): Promise<Standing> {
  const server = createServer(listen);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  const originOf = (name: string): string => `http://${name}.localhost:${own}`;
  const [wallet, issuer] = [originOf('small-wallet'), originOf('small-issuer')];
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const issuerName = new URL(issuer).host;
  const scripts = smallWalletScripts({
    issuer: issuerName,
    issuerOrigin: issuer,
    counter: originOf('visit-counter'),
    keyId: createHash('sha256').update(spki).digest('hex'),
    fault,
  });
  const directory = {
    'issuer-request-uri': `${issuer}/token-request`,
    'batch-size': BATCH_SIZE,
    'token-keys': [{ 'token-type': 2, 'token-key': spki.toString('base64url'), threshold: THRESHOLD }],
  };
  const settings = { wallet, issuer: issuerName, attesters: [{ name: issuerName, label: 'Small' }] };
  const answers: Readonly<Record<string, () => Answer>> = {
    [`${wallet}/`]: () => page('app'),
    [`${wallet}/app/`]: () => page('app'),
    [`${wallet}/present`]: () => page('present'),
    [`${wallet}/app.js`]: () => script('/app.js'),
    [`${wallet}/present.js`]: () => script('/present.js'),
    [`${wallet}/integrity.json`]: () => json({ version: 'small', settings, files: [] }),
    [`${wallet}/seen`]: () => ({ status: 204 }),
    [`${wallet}/icon`]: () => ({ status: 204 }),
    [`${issuer}/.well-known/private-token-issuer-directory`]: () => json(directory),
    [`${issuer}/token-request`]: () => ({ body: randomBytes(SIGNATURE * BATCH_SIZE) }),
    [`${issuer}/status`]: () => ({ status: 204 }),
    [`${originOf('visit-counter')}/count`]: () => ({ status: 204 }),
  };
  const script = (path: string): Answer => ({
    headers: { ...KEPT, 'content-type': 'text/javascript' },
    body: scripts[path] ?? '',
  });

  function listen(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', wallet);
    const {
      status = 200,
      headers = {},
      body = '',
    } = answers[`http://${request.headers.host}${pathname}`]?.() ?? { status: 404 };
    request.resume();
    request.once('end', () =>
      response.writeHead(request.method === 'OPTIONS' ? 204 : status, { ...CORS, ...headers }).end(body),
    );
  }

  return {
    origin: wallet,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'POST, GET',
};
const KEPT = { 'cache-control': 'public, max-age=31536000, immutable' };
const json = (value: object): Answer => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

function page(name: 'app' | 'present'): Answer {
  const kept = name === 'present' ? KEPT : { 'cache-control': 'no-cache' };
  const headers = { ...kept, 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' };
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small wallet</title><link rel="icon" href="data:,"><script defer src="/${name}.js"></script></head><body><main id="screen"></main></body></html>`;
  return { headers, body };
}
