import { readGateConfig } from '@bauta/sdk/config';
import { gateMetrics } from '@bauta/sdk/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayEvent } from '../../services/gateway/log.ts';
import { type OpenGateway, openGateway } from '../../services/gateway/open.ts';
import { createMetricsAnswer, METRICS_ROUND_TO } from '../../services/gateway/serve-metrics.ts';
import { ask } from '../door/raw-ask.ts';
import { createBrowser } from '../unit/gate/browser.ts';
import { type BuiltGateway, buildGateway } from './built-gateway.ts';
import { passTestPage } from './person.ts';
import { get } from './recipe-duties.ts';

const ORIGIN = 'http://site.localhost:24257';
const PORT = 24257;
const METRICS = 24258;
const now = (): number => Math.floor(Date.now() / 1000);

/** A gateway in this process, whose door a test issuer opens or keeps shut. */
async function openCounted(outcome: string, metrics = gateMetrics({ now })) {
  const events: GatewayEvent[] = [];
  const text = `origin = "${ORIGIN}"\nissuer = "issuer.example"\nwallet = "https://wallet.example"\nsecrets_env = "S"
store = "memory:"\ntest_issuer = "${outcome}"\n`;
  const config = readGateConfig(text, { env: { S: 'ab'.repeat(32) }, readFile: () => '', modeOf: () => undefined });
  const gateway = await openGateway(config, {
    fetch: () => Promise.reject(new Error('nothing may be asked of the network')),
    now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    log: (event) => events.push(event),
    metrics,
    folder: '.',
  });
  return { gateway, events, metrics };
}

const visit = (gateway: OpenGateway): Promise<Response> => passTestPage(createBrowser(ORIGIN, gateway.fetch));
const countOf = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, 'm').exec(text)?.[1];

describe('the metrics of a gateway', () => {
  it('count sessions, and refusals beside the log', async () => {
    const passing = await openCounted('pass');
    expect((await visit(passing.gateway)).status).toBe(303);
    await passing.gateway.close();
    expect(countOf(passing.metrics.text(), 'bauta_sessions_opened_total')).toBe('1');
    expect(countOf(passing.metrics.text(), 'bauta_test_issuer')).toBe('1');
    expect(passing.events.map(({ event }) => event)).toEqual(['test-issuer', 'directory-refreshed']);

    const failing = await openCounted('fail');
    expect((await visit(failing.gateway)).status).toBe(403);
    await failing.gateway.close();
    expect(failing.metrics.text()).toMatch(
      /^bauta_proofs_refused_total\{code="ERR_TOKEN_SIGNATURE",epoch="[\w-]+"\} 1$/m,
    );
    expect(failing.events.at(-1)).toEqual({ event: 'refusal', code: 'ERR_TOKEN_SIGNATURE' });
  });

  it('show visitors in tens alone', async () => {
    const { gateway, metrics } = await openCounted('pass', gateMetrics({ now, roundTo: METRICS_ROUND_TO }));
    const seen: (string | undefined)[] = [];
    for (let visitor = 1; visitor <= 11; visitor++) {
      await visit(gateway);
      seen.push(countOf(metrics.text(), 'bauta_sessions_opened_total'));
    }
    await gateway.close();
    expect(seen).toEqual([...Array(9).fill('0'), '10', '10']);
  });

  it.each(['GET /', 'GET /metrics/', 'GET /_age/gate', 'GET /healthz', 'POST /metrics', 'HEAD /metrics'])(
    'are not the answer to %s',
    async (line) => {
      const [method = '', path = ''] = line.split(' ');
      const answer = await createMetricsAnswer(() => 'counts')(new Request(`${ORIGIN}${path}`, { method }));
      expect([answer.status, await answer.text()]).toEqual([404, '']);
    },
  );
});

describe('bauta-gateway with metrics', () => {
  let built: BuiltGateway;
  beforeAll(() => {
    built = buildGateway('metrics');
  }, 60_000);
  afterAll(() => built?.remove());

  const configure = (name: string, more: Readonly<Record<string, unknown>>): string =>
    built.configure(name, {
      origin: ORIGIN,
      issuer: 'issuer.example',
      wallet: 'https://wallet.example',
      secrets_file: 'age.secret',
      store: 'memory:',
      test_issuer: 'pass',
      listen: `127.0.0.1:${PORT}`,
      ...more,
    });

  it('gives them at an address of their own, and ends with both', { timeout: 60_000 }, async () => {
    const running = await built.run(configure('own', { metrics: `127.0.0.1:${METRICS}` }), PORT);
    try {
      const { status, headers, body } = await get(METRICS, '/metrics');
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        ['text/plain; version=0.0.4; charset=utf-8'],
        ['no-store'],
      ]);
      expect(body.toString()).toContain('bauta_door_open 1\n');
      for (const path of ['/', '/healthz', '/_age/gate', '/.well-known/age-gate.json']) {
        expect([path, (await get(METRICS, path)).status]).toEqual([path, 404]);
      }
      expect((await get(PORT, '/metrics')).status).toBe(404);
      expect(running.output()).toContain(`metrics http://127.0.0.1:${METRICS}/metrics`);

      const second = await built.runOnce([
        '--config',
        configure('taken', { listen: '127.0.0.1:0', metrics: `127.0.0.1:${METRICS}` }),
      ]);
      expect([second.status, second.stderr]).toEqual([
        3,
        expect.stringContaining('metrics: EADDRINUSE: another program'),
      ]);
    } finally {
      await running.kill('SIGTERM');
    }
    await expect(ask(METRICS, { line: 'GET /metrics' })).rejects.toThrow('ECONNREFUSED');
  });

  it('listens nowhere else without that key', { timeout: 60_000 }, async () => {
    const running = await built.run(configure('without', {}), PORT);
    try {
      await expect(ask(METRICS, { line: 'GET /metrics' })).rejects.toThrow('ECONNREFUSED');
    } finally {
      await running.kill('SIGTERM');
    }
    expect(running.output()).not.toContain('metrics');
  });
});
