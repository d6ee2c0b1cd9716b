import type { GateEvent } from '@bauta/sdk/gate';
import { gateMetrics, METRICS_MEDIA_TYPE } from '@bauta/sdk/metrics';
import type { ErrorCode } from '@bauta/sdk/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestIssuer } from '../gate/issuer.ts';
import { createTestSite, enter, NOON } from '../gate/site.ts';
import { parseExposition, type ReadMetric } from './parse-exposition.ts';

const WEEK = 7 * 24 * 60 * 60;
const W47 = '{epoch="2026-W47"}';

const clock = { now: NOON };
const now = (): number => clock.now;
beforeEach(() => {
  clock.now = NOON;
});

const read = (metrics: { text(): string }): Map<string, ReadMetric> => parseExposition(metrics.text());
const countOf = (metrics: { text(): string }, name: string, labels = ''): number | undefined =>
  read(metrics).get(`bauta_${name}`)?.samples.get(labels);

describe('the metrics of a gate', () => {
  it('1. are in the text format, with every name there from the start', () => {
    const metrics = gateMetrics({ now });
    expect(METRICS_MEDIA_TYPE).toMatch(/^text\/plain; version=0\.0\.4/);
    expect([...read(metrics)].map(([name, { type }]) => `${name} ${type}`)).toEqual([
      'bauta_sessions_opened_total counter',
      'bauta_proofs_refused_total counter',
      'bauta_sessions_copied_total counter',
      'bauta_requests_shut_total counter',
      'bauta_directory_reads_total counter',
      'bauta_directory_age_seconds gauge',
      'bauta_directory_keys gauge',
      'bauta_door_open gauge',
      'bauta_test_issuer gauge',
    ]);
    expect(countOf(metrics, 'sessions_opened_total', W47)).toBe(0);
    expect(countOf(metrics, 'directory_reads_total', '{outcome="unreachable",epoch="2026-W47"}')).toBe(0);
    expect(countOf(metrics, 'directory_age_seconds')).toBeUndefined();
    expect(countOf(metrics, 'door_open')).toBe(0);
  });

  it('count what a real gate does, and hold nothing of the visitor', async () => {
    const issuer = await createTestIssuer('issuer.example', NOON);
    const metrics = gateMetrics({ now });
    const site = await createTestSite(issuer);
    // The site keeps what its gate said; that is played to the metrics.
    const held = (await issuer.mint())[0] as Awaited<ReturnType<typeof issuer.mint>>[0];
    const browser = site.browser();
    await enter(browser, held);
    await browser.navigate('/films/3?name=jane', {
      headers: { 'user-agent': 'Some Browser 9', 'x-real-ip': '192.0.2.7' },
    });
    await enter(site.browser(), held);
    site.clock.now += WEEK;
    await browser.navigate('/films/3');
    for (const event of site.events) metrics.onEvent(event);
    for (const code of site.refused) metrics.onRefused(code);
    expect(countOf(metrics, 'sessions_opened_total', W47)).toBe(1);
    expect(countOf(metrics, 'proofs_refused_total', '{code="ERR_TOKEN_SPENT",epoch="2026-W47"}')).toBe(1);
    expect(countOf(metrics, 'requests_shut_total', '{code="ERR_DIRECTORY_STALE",epoch="2026-W47"}')).toBe(1);
    expect(countOf(metrics, 'directory_keys')).toBe(1);
    expect(metrics.text()).not.toMatch(/films|jane|Browser|192\.0\.2/);
  });

  it('know two epochs and forget the rest', () => {
    const metrics = gateMetrics({ now });
    for (let week = 0; week < 5; week++) {
      metrics.onEvent({ event: 'session-opened' });
      metrics.onRefused('ERR_TOKEN_SPENT');
      clock.now += WEEK;
    }
    const labels = [...(read(metrics).get('bauta_sessions_opened_total')?.samples ?? [])];
    expect(labels).toEqual([
      ['{epoch="2026-W51"}', 1],
      ['{epoch="2026-W52"}', 0],
    ]);
    expect([...(read(metrics).get('bauta_proofs_refused_total')?.samples ?? [])]).toEqual([
      ['{code="ERR_TOKEN_SPENT",epoch="2026-W51"}', 1],
    ]);
  });

  it('cut what visitors cause to a multiple, and nothing else', () => {
    const metrics = gateMetrics({ now, roundTo: 10 });
    const open = (count: number): number | undefined => {
      for (let i = 0; i < count; i++) metrics.onEvent({ event: 'session-opened' });
      return countOf(metrics, 'sessions_opened_total', W47);
    };
    expect([open(9), open(1), open(9), open(1)]).toEqual([0, 10, 10, 20]);
    metrics.onEvent({ event: 'directory-unreachable' });
    expect(countOf(metrics, 'directory_reads_total', '{outcome="unreachable",epoch="2026-W47"}')).toBe(1);
    for (const bad of [0, 1.5, -1, 10_001, Number.NaN])
      expect(() => gateMetrics({ now, roundTo: bad })).toThrow(TypeError);
  });

  it('tell a shut door from an open one', () => {
    const metrics = gateMetrics({ now });
    const isOpen = (): number | undefined => countOf(metrics, 'door_open');
    metrics.onEvent({ event: 'directory-refreshed', keys: 2 });
    expect(isOpen()).toBe(1);
    metrics.onEvent({ event: 'shut', code: 'ERR_STORE_UNAVAILABLE' });
    expect(isOpen()).toBe(0);
    clock.now += 59;
    expect(isOpen()).toBe(0);
    clock.now += 1;
    expect(isOpen()).toBe(1);
    metrics.onEvent({ event: 'shut', code: 'ERR_STORE_UNAVAILABLE' });
    metrics.onEvent({ event: 'session-opened' });
    expect(isOpen()).toBe(1);
    clock.now += 24 * 60 * 60 - 61;
    expect([isOpen(), countOf(metrics, 'directory_age_seconds')]).toEqual([1, 24 * 60 * 60 - 1]);
    clock.now += 1;
    expect(isOpen()).toBe(0);
  });

  it('say that a test issuer is at work', () => {
    const metrics = gateMetrics({ now });
    expect(countOf(metrics, 'test_issuer')).toBe(0);
    metrics.onEvent({ event: 'test-issuer', outcome: 'pass' });
    expect(countOf(metrics, 'test_issuer')).toBe(1);
  });

  it('take no label that is not a code, and no event that they do not know', () => {
    const metrics = gateMetrics({ now });
    metrics.onRefused('x"} 1\nbauta_evil 1' as ErrorCode);
    metrics.onRefused('toString' as ErrorCode);
    metrics.onEvent({ event: 'constructor' } as unknown as GateEvent);
    expect(countOf(metrics, 'proofs_refused_total', '{code="ERR_FAULT",epoch="2026-W47"}')).toBe(2);
    expect(read(metrics).has('bauta_evil')).toBe(false);
  });
});
