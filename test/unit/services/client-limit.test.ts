import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createClientLimit } from '@bauta/services/http/client-limit';
import { openClientLimit } from '@bauta/services/http/open-client-limit';
import { createRoom } from '@bauta/services/http/room';
import { route } from '@bauta/services/http/route';
import type { LogEvent } from '@bauta/services/log-events';
import { loadConfig } from '@bauta/services/settings/config';
import { ConfigFault } from '@bauta/services/settings/config-fault';
import { parseFlags } from '@bauta/services/settings/flags';
import { givenOnWorkers } from '@bauta/services/workers/given';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const NOON = Date.UTC(2026, 10, 18, 12) / 1000;
const random = (length: number) => new Uint8Array(randomBytes(length));
const limitOf = (limit: number, draw = random) => createClientLimit({ limit, header: 'X-Real-IP', random: draw });
const from = (address: string): Headers => new Headers({ 'x-real-ip': address });

/** Whether requests from these addresses, one after the other, are let in where one a minute may come. */
const once = (...addresses: readonly string[]): readonly boolean[] => {
  const one = limitOf(1);
  return addresses.map((address) => one.count(from(address), NOON));
};

describe('the limit of clients', () => {
  it('lets a client come so often in a minute, and no more', () => {
    const limit = limitOf(3);
    const come = (address: string, now: number): boolean => limit.count(from(address), now);
    const flood = Array.from({ length: 10 }, (_, i) => come('203.0.113.7', NOON + i));
    expect(flood).toEqual([true, true, true, ...Array(7).fill(false)]);
    expect(come('203.0.113.8', NOON + 59)).toBe(true);
    expect(come('203.0.113.7', NOON + 59)).toBe(false);
    expect(come('203.0.113.7', NOON + 60)).toBe(true);
  });

  it('refuses nobody for what others do, be they thousands', () => {
    const limit = limitOf(2);
    const address = (i: number): Headers => from(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    for (let i = 0; i < 1000; i++) for (let k = 0; k < 4; k++) limit.count(address(i), NOON);
    // By chance one in 18 million of them would be: (1000 / 65,536)^4.
    for (let i = 1000; i < 2000; i++) expect(limit.count(address(i), NOON)).toBe(true);
    for (let i = 0; i < 1000; i++) expect(limit.count(address(i), NOON)).toBe(false);
  });

  it('takes the first 64 bits of an IPv6 address for one client, however they are written', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const half = fc.tuple(group, group, group, group);
    const write = (groups: readonly number[], isPadded: boolean): string =>
      groups.map((one) => one.toString(16).padStart(isPadded ? 4 : 1, '0')).join(':');
    fc.assert(
      fc.property(half, half, half, fc.integer({ min: 0, max: 3 }), (net, here, there, at) => {
        // Below ::/32 are the addresses that stand for others.
        const own = [net[0] | 0x2000, ...net.slice(1)];
        const other = own.map((one, i) => (i === at ? one ^ 1 : one));
        const spellings = [
          write([...own, ...here], false),
          write([...own, ...there], true).toUpperCase(),
          new URL(`http://[${write([...own, 0, 0, 0, there[0]], false)}]`).hostname.slice(1, -1),
          `${write([...own, 0, 0], false)}:192.0.2.1`,
          write([...other, ...here], false),
        ];
        expect(once(...spellings)).toEqual([true, false, false, false, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes an IPv4 address whole, also where it is written as IPv6', () => {
    expect(once('192.0.2.1', '192.0.2.2', '::ffff:192.0.2.1', '::ffff:c000:0202')).toEqual([true, true, false, false]);
  });

  it('believes the last of a list, which the proxy has written, and no other header', () => {
    expect(once('198.51.100.1, 192.0.2.1', '198.51.100.2,192.0.2.1', '192.0.2.1')).toEqual([true, false, false]);
    const limit = limitOf(1);
    const forged = (value: string): Headers => new Headers({ 'x-real-ip': '192.0.2.1', 'x-forwarded-for': value });
    expect([limit.count(forged('1.1.1.1'), NOON), limit.count(forged('2.2.2.2'), NOON)]).toEqual([true, false]);
  });

  it('takes all for one client who have no address that can be read', () => {
    const unreadable = [
      'unknown',
      '192.0.2.1:443',
      '[2001:db8::1]',
      'fe80::1%eth0',
      '01.2.3.4',
      '192.0.2.1,',
      '1::2::3',
    ];
    expect(once('', ...unreadable)).toEqual([true, ...unreadable.map(() => false)]);
    fc.assert(fc.property(fc.stringMatching(/^[!-~]{0,60}$/), (text) => typeof once(text)[0] === 'boolean'));
  });
});

describe('what the limit holds', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are numbers under a key that is drawn anew each minute, and overwritten', () => {
    const drawn: Uint8Array[] = [];
    const limit = limitOf(1, (length) => {
      const secret = random(length);
      drawn.push(secret);
      return secret;
    });
    for (const now of [NOON, NOON + 1, NOON + 60, NOON + 119]) limit.count(from('192.0.2.1'), now);
    expect(new Set(drawn.map((secret) => secret.buffer)).size).toBe(drawn.length);
    const [last, ...before] = drawn.reverse();
    expect(last?.some((byte) => byte !== 0)).toBe(true);
    expect(before.length).toBeGreaterThanOrEqual(2);
    for (const secret of before) expect([...secret]).toEqual(Array(32).fill(0));
  });

  it('is forgotten after a minute, although nobody comes any more', () => {
    const drawn: Uint8Array[] = [];
    const limit = limitOf(1, (length) => {
      const secret = random(length);
      drawn.push(secret);
      return secret;
    });
    limit.count(from('192.0.2.1'), NOON);
    const used = drawn.at(-1);
    vi.advanceTimersByTime(60_000);
    expect([...(used as Uint8Array)]).toEqual(Array(32).fill(0));
    // The table as well, and not its key alone: under a key that stays the same it would show.
    const same = limitOf(1, () => new Uint8Array(32));
    expect(same.count(from('192.0.2.1'), NOON)).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(same.count(from('192.0.2.1'), NOON)).toBe(true);
  });

  it('is no address: the heap of a process that counted one has it nowhere', () => {
    // Put together there, so that no program text holds them.
    const program = `
      import { getHeapSnapshot } from 'node:v8';
      import { randomBytes } from 'node:crypto';
      import { createClientLimit } from '@bauta/services/http/client-limit';
      const limit = createClientLimit({ limit: 9, header: 'x-real-ip', random: (n) => new Uint8Array(randomBytes(n)) });
      const come = (address) => limit.count(new Headers({ 'x-real-ip': address }), 60);
      for (const other of ['::1', '127.0.0.1', ...Array.from({ length: 50 }, (_, i) => '10.0.0.' + i)]) come(other);
      const told = [198, 51, 100, 77], kept = [203, 0, 113, 99].join('.');
      (() => { for (let i = 0; i < 3; i++) come(told.join('.')); come(['2001:db8', 'a1b2', 'c3d4::e5f6'].join(':')); })();
      come(kept);
      for (let i = 0; i < 50; i++) come('10.0.1.' + i);
      let text = '';
      for await (const chunk of getHeapSnapshot().setEncoding('latin1')) text += chunk;
      const holds = (...parts) => text.includes(parts.join(''));
      process.stdout.write(JSON.stringify({
        known: holds('203.0', '.113.99'),
        whole: holds('198.51', '.100.77'),
        net: holds('2001:db8', ':a1b2'),
        room: limit.count.name,
      }) + kept.slice(0, 0));
    `;
    const flags = ['--conditions=bauta-source', '--import', 'tsx', '--input-type=module', '-e', program];
    const told = JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8', timeout: 60_000 }));
    expect(told).toEqual({ known: true, whole: false, net: false, room: 'count' });
  });
});

describe('a room that counts clients', () => {
  const events: LogEvent[] = [];
  const answers = [{ status: 200, description: 'It.' }];
  const door = (method: 'GET' | 'POST', path: string) =>
    route({ method, path, summary: path, answers, cors: 'wallet', handle: () => new Response(null) });
  const app = createRoom({
    name: 'issuer',
    routes: [door('GET', '/read'), door('POST', '/write')],
    healthy: () => true,
    clock: { now: () => NOON + 18, onJump: () => {} },
    log: (event) => events.push(event),
    walletOrigin: 'https://wallet.example',
    clients: limitOf(2),
  });
  const ask = (path: string, method: string, address: string) =>
    app.request(path, { method, headers: { 'x-real-ip': address } });

  it('refuses the third POST in words that the wallet may read, and says when to come again', async () => {
    const statuses = [];
    for (let i = 0; i < 2; i++) statuses.push((await ask('/write', 'POST', '192.0.2.44')).status);
    const refused = await ask('/write', 'POST', '192.0.2.44');
    expect([...statuses, refused.status]).toEqual([200, 200, 429]);
    expect(refused.headers.get('retry-after')).toBe('42');
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://wallet.example');
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    const text = await refused.text();
    expect(JSON.parse(text)).toMatchObject({ status: 429, code: 'ERR_RATE_LIMITED' });
    expect((await ask('/write', 'POST', '192.0.2.45')).status).toBe(200);
    expect(events).toEqual([{ event: 'refusal', code: 'ERR_RATE_LIMITED', epoch: '2026-W47' }]);
    expect(text + JSON.stringify(events)).not.toContain('192.0');
  });

  it('counts nothing but POSTs', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (let i = 0; i < 5; i++) expect((await ask('/read', method, '192.0.2.46')).ok).toBe(true);
    }
    for (let i = 0; i < 5; i++) expect((await ask('/healthz', 'GET', '192.0.2.46')).status).toBe(200);
    expect((await ask('/write', 'POST', '192.0.2.46')).status).toBe(200);
  });
});

describe('the settings of the limit', () => {
  const HEX = '07'.repeat(32);
  const files = { read: () => HEX, readOrMake: () => HEX };
  const load = (env: Record<string, string>) => loadConfig(env, parseFlags(['issuer']), files).of('issuer');
  const opened = (env: Record<string, string>) => openClientLimit({ config: load(env), random });

  it('are off unless both are set', () => {
    expect(opened({})).toBeUndefined();
    expect(opened({ CLIENT_LIMIT: '0', CLIENT_HEADER: 'X-Real-IP' })).toBeUndefined();
    const limit = opened({ CLIENT_LIMIT: '1', CLIENT_HEADER: 'X-Real-IP' });
    expect([limit?.count(from('192.0.2.1'), NOON), limit?.count(from('192.0.2.1'), NOON)]).toEqual([true, false]);
  });

  it.each([
    { CLIENT_LIMIT: '600' },
    { CLIENT_HEADER: 'X-Real-IP' },
    { CLIENT_LIMIT: '60001', CLIENT_HEADER: 'X-Real-IP' },
    { CLIENT_LIMIT: '600', CLIENT_HEADER: 'X Real IP' },
  ])('are refused as %j', (env) => {
    expect(() => load(env as unknown as Record<string, string>)).toThrow(ConfigFault);
  });

  it('are refused on Workers, where each isolate would count for itself', () => {
    const own = { DEMONSTRATION: 'yes', ISSUER_SEED: HEX, ISSUER_KEK: HEX };
    expect(givenOnWorkers('issuer', own, fetch).config.clientLimit).toBe(0);
    const counted = { ...own, CLIENT_LIMIT: '600', CLIENT_HEADER: 'CF-Connecting-IP' };
    expect(() => givenOnWorkers('issuer', counted, fetch)).toThrow(ConfigFault);
  });
});
