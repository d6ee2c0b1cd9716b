import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARIES } from '../../demo-site/app.ts';
import { ask } from '../door/raw-ask.ts';
import { relayTo } from '../door/relay-to.ts';
import { findLeaks } from '../door/unverified.ts';
import { LOG_FILE } from '../log/log-file.ts';
import { startEnvironment } from './start-environment.ts';

const HOST = 'Host: demo.example';
/** The first bytes of a WebM file. */
const FILM = Buffer.from([0x1a, 0x45, 0xdf, 0xa3]).toString('latin1');

describe('the demo site in workerd, from the environment that is deployed', { timeout: 60_000 }, () => {
  let site: Awaited<ReturnType<typeof startEnvironment>>;
  let relay: Awaited<ReturnType<typeof relayTo>>;
  beforeAll(async () => {
    site = await startEnvironment('demo-site', {
      DEMO_SITE_ORIGIN: 'https://demo.example',
      ISSUER_ORIGIN: 'https://issuer.example',
      WALLET_ORIGIN: 'https://wallet.example',
      KEY_LOG: LOG_FILE,
      DEMO_SITE_SECRETS: `${'01'.repeat(32)},${'02'.repeat(32)}`,
    });
    relay = await relayTo(site.port);
  }, 60_000);
  afterAll(async () => {
    await relay?.close();
    await site?.stop();
  });

  it('has what is public, and the store behind it answers', async () => {
    const answers = ['/robots.txt', '/healthz', '/_age/gate.css'].map((path) =>
      ask(relay.port, { line: `GET ${path}`, headers: [HOST] }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('withholds every path, and the files that the platform could serve by itself', async () => {
    const paths = [...CANARIES, '/film-3.webm', '/media/film-3.webm', '/index.html', '/film-3.webm/'];
    const requests = paths.flatMap((path) =>
      [`GET ${path}`, `HEAD ${path}`, `GET ${path}?a`].map((line) => ({
        name: line,
        line,
        headers: [HOST],
        isGated: true,
      })),
    );
    expect(await findLeaks(relay.port, [FILM, 'belvedere'], requests)).toEqual([]);
  });

  it('answers that it has no keys, where the issuer cannot be asked', async () => {
    const { status, headers } = await ask(relay.port, { line: 'GET /', headers: [HOST, 'Accept: text/html'] });
    expect([status, headers['retry-after']]).toEqual([503, ['60']]);
  });
});
