import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createWallet } from '../../../services/wallet/app.ts';
import { type BuiltFile, buildWallet } from '../../../services/wallet/build.ts';
import { formatCloudflareHeaders } from '../../../services/wallet/cloudflare-headers.ts';
import type { WalletSettings } from '../../../services/wallet/settings.ts';

const SETTINGS: WalletSettings = {
  wallet: 'https://wallet.example',
  issuer: 'issuer.example',
  attesters: [
    { name: 'attester.example', label: 'Attester' },
    { name: 'other.example:8443', label: 'Other' },
  ],
};
const KEPT = 'public, max-age=31536000, immutable';
const files = await buildWallet(SETTINGS);
const textOf = (file: BuiltFile | undefined): string => new TextDecoder().decode(file?.bytes);
const at = (path: string, among = files): BuiltFile | undefined => among.find((file) => file.path === path);
const policyOf = (path: string, among = files): string[] =>
  (at(path, among)?.headers['content-security-policy'] ?? '').split('; ');

describe('the build', () => {
  it('gives the same bytes twice', async () => {
    expect(await buildWallet({ ...SETTINGS })).toEqual(files);
  });

  it('gives other assets for other settings, and names them by their bytes', async () => {
    const others = await buildWallet({ ...SETTINGS, issuer: 'elsewhere.example' });
    const scripts = (list: readonly BuiltFile[]) =>
      list.map(({ path }) => path).filter((path) => /app-|present-/.test(path));
    expect(scripts(others)).not.toEqual(scripts(files));
    expect(scripts(files)).toHaveLength(2);
    for (const path of scripts(files)) expect(path).toMatch(/^\/assets\/[a-z]+-[0-9a-f]{16}\.js$/);
  });

  it.each(['/', '/app/', '/present'])('keeps %s within 60 KB gzip in all, and loads nothing from elsewhere', (path) => {
    const html = textOf(at(path));
    const loaded = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, one]) => at(one as string));
    expect(loaded).toHaveLength(2);
    const sizes = [at(path), ...loaded].map((file) => gzipSync((file as BuiltFile).bytes).length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(60_000);
    expect(html).not.toMatch(/(?:src|href)="(?!\/assets\/|data:image\/svg\+xml,)/);
    expect(html).not.toMatch(/<script(?! defer src)|<style|style="|onload=/);
  });

  it('writes text into pages as text only, and no secret of a passkey into a message', () => {
    for (const file of files.filter(({ path }) => path.endsWith('.js'))) {
      expect(textOf(file)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.toJSON\(/);
    }
  });

  it('puts what talks to the network nowhere but into /app/', () => {
    const present = files.find(({ path }) => path.startsWith('/assets/present-'));
    expect(textOf(present)).not.toMatch(/fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts/);
  });

  it.each([
    { ...SETTINGS, wallet: 'https://wallet.example/' },
    { ...SETTINGS, wallet: 'http://wallet.example' },
    { ...SETTINGS, issuer: 'https://issuer.example' },
    { ...SETTINGS, attesters: [] },
  ])('refuses settings that could never be right (%#)', async (settings) => {
    await expect(buildWallet(settings)).rejects.toThrow(TypeError);
  });
});

describe('the headers', () => {
  it('keep /present and every asset for a year, without anything to ask about again', () => {
    for (const { path, headers } of files) {
      const isKept = path === '/present' || path.startsWith('/assets/');
      expect([path, headers['cache-control']]).toEqual([path, isKept ? KEPT : 'no-cache']);
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      for (const name of ['etag', 'last-modified', 'set-cookie', 'vary', 'nel', 'report-to']) {
        expect(Object.keys(headers)).not.toContain(name);
      }
    }
  });

  it('let /present talk to nobody, and post to a site by https', () => {
    expect(policyOf('/present')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      'img-src data:',
      "connect-src 'none'",
      "worker-src 'none'",
      'form-action https:',
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('let /app/ talk to attesters and issuer, and post nothing', () => {
    const policy = policyOf('/app/');
    expect(policy).toContain('connect-src https://attester.example https://other.example:8443 https://issuer.example');
    expect(policy).toContain("form-action 'none'");
  });

  it('let a wallet on loopback post to http too', async () => {
    const local = await buildWallet({
      wallet: 'http://wallet.localhost:4001',
      issuer: 'issuer.localhost:4003',
      attesters: [{ name: 'attester.localhost:4002', label: 'Attester' }],
      phone: 'http://phone.localhost:4005',
    });
    expect(policyOf('/present', local)).toContain('form-action https: http:');
    expect(policyOf('/app/', local)).toContain(
      'connect-src http://attester.localhost:4002 http://issuer.localhost:4003',
    );
  });

  it('are Cloudflare’s too, which is told to add no ETag', () => {
    const rules = formatCloudflareHeaders(files).trimEnd().split('\n\n');
    expect(rules).toHaveLength(files.length);
    for (const [i, rule] of rules.entries()) {
      const [path, ...lines] = rule.split('\n');
      expect(path).toBe(files[i]?.path);
      expect(lines[0]).toBe('  ! ETag');
      expect(lines.slice(1)).toEqual(
        Object.entries(files[i]?.headers ?? {}).map(([name, value]) => `  ${name}: ${value}`),
      );
      for (const line of lines) expect(line.length).toBeLessThan(2000);
    }
  });
});

describe('the wallet’s host', () => {
  const wallet = createWallet(files);

  it('answers exactly these bytes under exactly these headers', async () => {
    for (const { path, bytes, headers } of files) {
      const answer = await wallet.request(`https://wallet.example${path}`);
      expect(answer.status).toBe(200);
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
      expect(Object.fromEntries(answer.headers)).toEqual(headers);
    }
  });

  it('has nothing else, for nobody', async () => {
    for (const path of ['/present/', '/app', '/assets/', '/assets/present.js', '/..%2fpackage.json']) {
      const answer = await wallet.request(`https://wallet.example${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ code: 'ERR_NOT_FOUND' });
    }
    expect((await wallet.request('https://wallet.example/present', { method: 'POST' })).status).toBe(404);
  });
});
