import { describe, expect, it } from 'vitest';
import { buildWallet } from '../../../services/wallet/build.ts';
import type { BuiltFile } from '../../../services/wallet/built-file.ts';
import { formatCloudflareHeaders } from '../../../services/wallet/cloudflare-headers.ts';
import type { WalletSettings } from '../../../services/wallet/settings.ts';
import { documentsOf, fileAt, pagesOf, SETTINGS } from './built-wallet.ts';

const KEPT = 'public, max-age=31536000, immutable';
const LOCAL: WalletSettings = {
  wallet: 'http://wallet.localhost:4001',
  issuer: 'issuer.localhost:4003',
  attesters: [{ name: 'attester.localhost:4002', label: 'Attester' }],
  phone: 'http://phone.localhost:4005',
};
const files = await buildWallet(SETTINGS);
const local = await buildWallet(LOCAL);

/** What every file has, whatever it is (browser-flow.md §11). */
const COMMON = {
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** What differs from page to page: a new page is a new row. */
const PAGES = {
  '/': { cache: 'no-cache', connect: "'none'", form: "'none'", passkeys: [] as string[], manifest: false },
  '/app/': {
    cache: 'no-cache',
    connect: 'https://attester.example https://other.example:8443 https://issuer.example',
    form: "'none'",
    passkeys: ['create', 'get'],
    manifest: true,
  },
  '/present': { cache: KEPT, connect: "'none'", form: 'https:', passkeys: ['get'], manifest: false },
  '/present-online': {
    cache: KEPT,
    connect: 'https://attester.example https://other.example:8443',
    form: 'https:',
    passkeys: ['get'],
    manifest: false,
  },
};

const policyOf = (file: BuiltFile): string[] => (file.headers['content-security-policy'] ?? '').split('; ');

describe('the headers of a page', () => {
  it('are known for every page', () => {
    expect(pagesOf(files).map(({ path }) => path)).toEqual(Object.keys(PAGES));
  });

  it.each(Object.entries(PAGES))('%s are exactly these', (path, { cache, connect, form, passkeys, manifest }) => {
    const file = fileAt(path, files);
    const allow = (act: string): string => `publickey-credentials-${act}=(${passkeys.includes(act) ? 'self' : ''})`;
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src data:${manifest ? " 'self'" : ''}`,
      `connect-src ${connect}`,
      ...(manifest ? ["manifest-src 'self'"] : []),
      "worker-src 'none'",
      `form-action ${form}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ];
    expect(file.headers).toEqual({
      ...COMMON,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': cache,
      'content-security-policy': policy.join('; '),
      'permissions-policy': `${allow('create')}, ${allow('get')}`,
    });
  });

  it('let a wallet on loopback post to http too, and call its rooms by http', () => {
    expect(policyOf(fileAt('/present', local))).toContain('form-action https: http:');
    expect(policyOf(fileAt('/present', local))).toContain("connect-src 'none'");
    expect(policyOf(fileAt('/present-online', local))).toContain('connect-src http://attester.localhost:4002');
    expect(policyOf(fileAt('/app/', local))).toContain(
      'connect-src http://attester.localhost:4002 http://issuer.localhost:4003',
    );
  });
});

describe('the headers of a passage', () => {
  const PASSAGES = { '/renew': { 'clear-site-data': '"cache"' }, '/warm': {} };

  it('let it lead on and do nothing else', () => {
    const passages = documentsOf(files).filter((file) => !pagesOf(files).includes(file));
    expect(passages.map(({ path }) => path)).toEqual(Object.keys(PASSAGES));
    for (const [path, own] of Object.entries(PASSAGES)) {
      const { 'content-security-policy': policy, ...rest } = fileAt(path, files).headers;
      const common = { ...COMMON, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
      expect(rest).toEqual({ ...common, ...own });
      for (const directive of [
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]) {
        expect(policy?.split('; ')).toContain(directive);
      }
      expect(policy).not.toMatch(/script-src|connect-src/);
    }
  });
});

describe('the headers of any other file', () => {
  const TYPES: Readonly<Record<string, string>> = {
    js: 'text/javascript; charset=utf-8',
    css: 'text/css; charset=utf-8',
    svg: 'image/svg+xml',
    webmanifest: 'application/manifest+json',
    json: 'application/json',
  };

  it('are exactly these', () => {
    const others = files.filter((file) => !documentsOf(files).includes(file));
    expect(new Set(others.map(({ path }) => path.split('.').at(-1)))).toEqual(new Set(Object.keys(TYPES)));
    for (const { path, headers } of others) {
      expect([path, headers]).toEqual([
        path,
        {
          ...COMMON,
          'content-type': TYPES[path.split('.').at(-1) as string],
          'cache-control': path.startsWith('/assets/') ? KEPT : 'no-cache',
        },
      ]);
    }
  });
});

describe('no header of any file', () => {
  it('weakens a policy, comes back as a cookie by another name, or reports', () => {
    for (const { path, headers } of [...files, ...local]) {
      const all = Object.entries(headers);
      for (const name of [
        ...['etag', 'last-modified', 'set-cookie', 'vary', 'nel', 'report-to', 'reporting-endpoints'],
        ...['content-security-policy-report-only', 'access-control-allow-origin', 'server', 'x-powered-by'],
      ]) {
        expect([path, all.map(([one]) => one).includes(name)]).toEqual([path, false]);
      }
      expect([path, /unsafe-|report-(uri|to)|strict-dynamic|\*/.test(all.flat().join(' '))]).toEqual([path, false]);
      for (const [name, value] of all) expect([name, value]).toEqual([name.toLowerCase(), value.trim()]);
    }
  });
});

describe('the headers at Cloudflare', () => {
  it('are the same, and it is told to add no ETag', () => {
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
