import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEDIA_PATH, PAGE_PATH } from '../door/paths.ts';
import { examine, linesOf } from '../unit/doctor/examine.ts';
import { serveDirectory } from '../unit/doctor/served-site.ts';
import { type BuiltGateway, buildGateway } from './built-gateway.ts';
import { layOutSite } from './gated-site.ts';
import type { Running } from './programs.ts';
import { nginx, startNginx } from './start-nginx.ts';

const PORT = 24260;
const FRONT = 24261;
const ORIGIN = `http://site.localhost:${FRONT}`;
/** What a set-up on one machine without TLS cannot have: a file system of temporary files that survives a power cut. */
const TMPFS = 0x01021994;

describe.skipIf(nginx === undefined)(
  `the doctor at a gateway behind nginx${nginx ? '' : ': nginx is not installed'}`,
  () => {
    let gateway: BuiltGateway;
    let issuer: Awaited<ReturnType<typeof serveDirectory>>;
    let front: Running;
    beforeAll(async () => {
      gateway = buildGateway('doctor');
      issuer = await serveDirectory();
      const site = join(gateway.folder, 'site');
      mkdirSync(site);
      layOutSite(site);
      front = await startNginx(gateway.folder, { port: FRONT, gateway: PORT, site });
    }, 60_000);
    afterAll(async () => {
      await front?.kill('SIGTERM');
      await issuer?.close();
      gateway?.remove();
    });

    function configure(name: string, more: Readonly<Record<string, unknown>> = {}): string {
      return gateway.configure(name, {
        origin: ORIGIN,
        issuer: issuer.name,
        wallet: 'https://wallet.example',
        secrets_file: 'age.secret',
        store: 'sqlite:./age.db',
        listen: `127.0.0.1:${PORT}`,
        public_paths: ['/robots.txt', '/public/'],
        canaries: [PAGE_PATH, MEDIA_PATH],
        ...more,
      });
    }

    async function examineRunning(file: string) {
      const running = await gateway.run(file, PORT);
      try {
        return await examine([file]);
      } finally {
        await running.kill('SIGTERM');
      }
    }

    it('finds all well, by the same file', { timeout: 60_000 }, async () => {
      const isMemory = statfsSync(gateway.folder).type === TMPFS;
      const { all, exit } = await examineRunning(configure('whole'));
      expect(linesOf(all, 'fault')).toEqual(isMemory ? ['store: The SQLite file lies on tmpfs, which is memory.'] : []);
      expect(linesOf(all, 'unknown')).toEqual([]);
      expect(linesOf(all, 'look')).toEqual([]);
      const checks = ['configuration', 'tls', 'clock', 'trust', 'headers', 'cookies', 'caches', 'canaries'];
      expect(all.map(({ check }) => check)).toEqual([...checks, 'store']);
      expect(exit).toBe(isMemory ? 1 : 0);
    });

    it('names a test issuer, and its line', { timeout: 60_000 }, async () => {
      const { all } = await examineRunning(configure('test', { test_issuer: 'pass' }));
      expect(linesOf(all, 'unknown')).toEqual([]);
      expect(all.filter(({ verdict, check }) => verdict === 'look' && check !== 'store')).toEqual([
        expect.objectContaining({ check: 'trust', sentence: 'A test issuer lets everyone in.', line: 9 }),
        expect.objectContaining({ check: 'cookies', line: 9 }),
      ]);
    });
  },
);
