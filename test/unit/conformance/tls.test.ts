import { execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lookAround } from '../../conformance/collect/http/circumstances.ts';
import { openHttpDoor } from '../../conformance/collect/http/open-http-door.ts';
import { createProbeRecorder } from '../../conformance/evidence/recorder.ts';
import { ROOT } from '../../laws/sources.ts';
import { memoryStore } from './run-site-probes.ts';

/** An address of this machine that is not its loopback; a machine without a network has none, and one test is skipped. */
const OUTSIDE = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

let folder: string;
const servers: Server[] = [];
const at = (name: string): string => join(folder, name);
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });

/** An authority of two days, and a certificate of it for this machine's name. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-tls-'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/O=Test/CN=Authority');
  const names = ['-addext', 'subjectAltName=DNS:site.localhost', '-subj', '/CN=site.localhost'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.pem',
    '-days',
    '1',
    ...names,
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
  );
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A site that shows everybody the same page. */
async function serve(options: { readonly maxVersion?: 'TLSv1.2' } = {}): Promise<URL> {
  const cert = readFileSync(at('leaf.pem'), 'utf8') + readFileSync(at('ca.pem'), 'utf8');
  const server = createServer({ key: readFileSync(at('leaf.key')), cert, ...options }, (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Site</title>'),
  );
  servers.push(server);
  await once(server.listen(0), 'listening');
  return new URL(`https://site.localhost:${(server.address() as AddressInfo).port}/`);
}

describe('a target over TLS', () => {
  it('is recorded with its whole chain, as openssl reads it, and the version that was agreed', async () => {
    const { tls, tlsVersion } = await lookAround(await serve());
    expect(tlsVersion).toBe('TLSv1.3');
    expect(tls.map(({ subject, issuer }) => [subject, issuer])).toEqual([
      ['CN=site.localhost', 'O=Test, CN=Authority'],
      ['O=Test, CN=Authority', 'O=Test, CN=Authority'],
    ]);
    for (const [name, found] of [
      ['leaf.pem', tls[0]],
      ['ca.pem', tls[1]],
    ] as const) {
      const certificate = new X509Certificate(readFileSync(at(name)));
      expect(found).toMatchObject({
        sha256: createHash('sha256').update(certificate.raw).digest('hex'),
        validFrom: new Date(certificate.validFrom).toISOString(),
        validTo: new Date(certificate.validTo).toISOString(),
      });
    }
    expect((await lookAround(await serve({ maxVersion: 'TLSv1.2' }))).tlsVersion).toBe('TLSv1.2');
  });

  // On this machine's own names any certificate does: the target's own address stands for a site elsewhere.
  it.skipIf(OUTSIDE === undefined)('whose authority nobody knows answers nothing, and says why', async () => {
    const { port } = await serve();
    const record = createProbeRecorder('test', 1, memoryStore(), Date.now);
    const answer = await openHttpDoor().send(record, { url: `https://${OUTSIDE}:${port}/`, label: 'home' });
    expect([answer.response, answer.noAnswer]).toEqual([undefined, 'tls']);
  });

  it('on this machine is examined, with its certificates in the report', async () => {
    const origin = await serve();
    const suite = [
      '--conditions=bauta-source',
      '--import',
      import.meta.resolve('tsx'),
      join(ROOT, 'test/conformance/cli.ts'),
    ];
    const asked = ['site', origin.href, '--no-browser', '--out', at('report')];
    const child = spawn(process.execPath, [...suite, ...asked], { cwd: folder, stdio: 'ignore' });
    await once(child, 'close');
    const { circumstances, checks } = JSON.parse(readFileSync(at('report/report.json'), 'utf8')) as {
      readonly circumstances: { readonly tlsVersion: string; readonly tls: readonly { readonly subject: string }[] };
      readonly checks: readonly { readonly id: string; readonly findings: readonly { readonly rule: string }[] }[];
    };
    expect([circumstances.tlsVersion, circumstances.tls[0]?.subject]).toEqual(['TLSv1.3', 'CN=site.localhost']);
    expect(checks.find(({ id }) => id === 'S-16')?.findings.map(({ rule }) => rule)).toContain('content-sniffed');
  }, 60_000);
});
