import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { relayTo } from '../door/relay-to.ts';
import { ROOT } from '../laws/sources.ts';
import { startWorker } from '../workerd/start-worker.ts';
import { expectGuarded } from './expect-guarded.ts';
import { type PackedSdk, packSdk } from './packed-sdk.ts';
import { snippetsOf } from './snippets.ts';

/** The rest of a site, with what the README's lines name. */
const LINES = `
const [origin, issuer, wallet] = ['https://site.example', 'issuer.example', 'https://wallet.example'];
const secrets = [new Uint8Array(32).fill(1)];
const site = { fetch: () => new Response('<p>For adults.</p>', { headers: { 'content-type': 'text/html' } }) };
`;
const WORKER = 'spec/examples/site-workers/site.mjs';
const SNIPPETS = [
  ...snippetsOf('worker-lines').map(({ file, code }) => ({ file, code: LINES + code })),
  { file: WORKER, code: readFileSync(join(ROOT, WORKER), 'utf8') },
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
      await expectGuarded(relay.port, issuer);
    } finally {
      await relay.close();
      await worker.stop();
    }
  });
});
