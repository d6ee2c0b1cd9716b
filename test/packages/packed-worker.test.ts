import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit } from '../door/admit.ts';
import { HOST } from '../door/headers.ts';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { ORIGIN } from '../door/open-gate.ts';
import { GATED_PATHS } from '../door/paths.ts';
import { ask } from '../door/raw-ask.ts';
import { relayTo } from '../door/relay-to.ts';
import { findLeaks } from '../door/unverified.ts';
import { startWorker } from '../workerd/start-worker.ts';
import { type PackedSdk, packSdk } from './packed-sdk.ts';
import { snippetsOf } from './snippets.ts';

/** The rest of a site, with what the README's lines name. */
const LINES = `
const [origin, issuer, wallet] = ['https://site.example', 'issuer.example', 'https://wallet.example'];
const secrets = [new Uint8Array(32).fill(1)];
const site = { fetch: () => new Response('<p>For adults.</p>', { headers: { 'content-type': 'text/html' } }) };
`;
const SNIPPETS = [
  ...snippetsOf('worker-lines').map(({ file, code }) => ({ file, code: LINES + code })),
  ...snippetsOf('worker'),
];

let packed: PackedSdk;
let issuer: ServedIssuer;
beforeAll(async () => {
  packed = packSdk();
  issuer = await serveIssuer();
}, 120_000);
afterAll(async () => {
  packed?.remove();
  await issuer?.close();
});

describe.each(SNIPPETS)('the Worker of $file, with the packed SDK in workerd', { timeout: 60_000 }, ({ code }) => {
  it('guards a page, without nodejs_compat', async () => {
    const { outputFiles } = await build({
      stdin: { contents: code.replaceAll('issuer.example', issuer.name), resolveDir: join(packed.folder) },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['cloudflare:*'],
    });
    const worker = await startWorker({
      code: outputFiles?.[0]?.text ?? '',
      durableObjects: { AGE_STORE: 'AgeStore' },
      bindings: { AGE_SECRET: '01'.repeat(32) },
    });
    const relay = await relayTo(Number(new URL(worker.url).port));
    try {
      expect(await worker.schedule(Math.floor(Date.now() / 1000))).toBe('ok');
      const gated = GATED_PATHS.map((path) => ({ name: path, line: `GET ${path}`, headers: [HOST], isGated: true }));
      expect(await findLeaks(relay.port, ['For adults.'], gated)).toEqual([]);
      const [held] = await issuer.mint();
      if (!held) throw new Error('no token');
      const cookie = await admit(relay.port, ORIGIN, held);
      const { status, body, headers } = await ask(relay.port, { line: 'GET /', headers: [HOST, `Cookie: ${cookie}`] });
      expect([status, headers['cache-control']]).toEqual([200, ['private, no-store']]);
      expect(body.toString()).toContain('For adults.');
    } finally {
      await relay.close();
      await worker.stop();
    }
  });
});
