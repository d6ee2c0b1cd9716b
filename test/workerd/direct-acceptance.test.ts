import { DIRECTORY_PATH } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDeviceKeys, issue } from '../../services/phone/attestation.ts';
import { answerIsoMdoc, parseDigitalRequests } from '../../services/phone/iso-mdoc.ts';
import { type HeldAttestation, present } from '../../services/phone/present.ts';
import { createTestPki } from '../../services/phone/test-pki.ts';
import { createBrowser } from '../unit/gate/browser.ts';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

const ISSUER = 'issuer.example';
const ORIGIN = 'http://site.localhost';
const PAGE = '/_age/eu-wallet';

describe('direct acceptance on Workers, where pages and answers meet two isolates', () => {
  let worker: RunningWorker;
  let held: HeldAttestation;
  // What is posted meets the first, the rest the second: the way to that one lets no Origin header through.
  const send = (request: Request): Promise<Response> =>
    worker.fetch(request, undefined, request.method === 'POST' ? 0 : 1);

  beforeAll(async () => {
    const now = Math.floor(Date.now() / 1000);
    const issuer = await createTestIssuer(ISSUER, now);
    const pki = await createTestPki(now);
    const keys = await createDeviceKeys();
    const attestation = await issue(pki.attestationProvider, { now, deviceKey: keys.publicKey });
    held = { attestation, deviceKey: keys.privateKey };
    worker = await startWorker({
      code: await bundleWorker('test/workerd/accepting/worker.ts'),
      durableObjects: { AGE_STORE: 'AgeStore' },
      bindings: { ISSUER, LIST: pki.trustedList },
      copies: 2,
      outbound: ({ url }) => (url.endsWith(DIRECTORY_PATH) ? issuer.fetch(url) : new Response(null, { status: 404 })),
    });
    // Its very first visitor has the directory read.
    await vi.waitFor(async () => expect((await createBrowser(ORIGIN, send).navigate('/films/3')).status).toBe(403), {
      timeout: 30_000,
      interval: 200,
    });
  });
  afterAll(() => worker?.stop());

  async function ask() {
    const browser = createBrowser(ORIGIN, send);
    const html = await (await browser.navigate(PAGE)).text();
    const read = (pattern: RegExp) =>
      (pattern.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    return { browser, read };
  }

  it('takes an answer through the browser, once', async () => {
    const { browser, read } = await ask();
    const question = parseDigitalRequests([JSON.parse(read(/data-request="([^"]+)"/))]);
    const body = JSON.stringify(await answerIsoMdoc(question, held, ORIGIN));
    const headers = { origin: ORIGIN, 'content-type': 'application/json' };
    const path = `${PAGE}/digital?question=${read(/data-question="([^"]+)"/)}`;
    const post = async () => (await browser.load(path, { method: 'POST', body, headers })).status;
    expect(await post()).toBe(200);
    expect(await (await browser.navigate('/films/3')).text()).toBe('open');
    expect(await post()).toBe(403);
  });

  it('takes an answer by a link, and leads back by its code', async () => {
    const { browser, read } = await ask();
    const { redirectUri = '' } = await present(read(/id="here"[^>]* href="([^"]+)"/), held, send);
    expect((await browser.navigate(redirectUri.slice(ORIGIN.length))).status).toBe(303);
    expect(await (await browser.navigate('/films/3')).text()).toBe('open');
  });
});
