import { buildWallet } from '@bauta/services/wallet/build';
import type { BuiltFile } from '@bauta/services/wallet/built-file';
import type { WalletSettings } from '@bauta/services/wallet/settings';
import { describe, expect, it } from 'vitest';

const ROOMS = {
  'demo-site': 'http://demo.localhost:4000',
  wallet: 'http://wallet.localhost:4001',
  attester: 'http://attester.localhost:4002',
  issuer: 'http://issuer.localhost:4003',
  phone: 'http://phone.localhost:4005',
};
const SETTINGS: WalletSettings = {
  wallet: ROOMS.wallet,
  issuer: 'issuer.localhost:4003',
  attesters: [{ name: 'attester.localhost:4002', label: 'Attester' }],
  phone: ROOMS.phone,
};
const [plain, shown] = await Promise.all([buildWallet(SETTINGS), buildWallet({ ...SETTINGS, rooms: ROOMS })]);
const textOf = (file: BuiltFile | undefined): string => new TextDecoder().decode(file?.bytes);
const assetOf = (files: readonly BuiltFile[], name: string): BuiltFile | undefined =>
  files.find(({ path }) => path.startsWith(`/assets/${name}-`));

describe('the page on who knows what', () => {
  it('is built for a demonstration only, and leaves no trace elsewhere', () => {
    expect(plain.filter(({ path }) => path.includes('knows'))).toEqual([]);
    expect(plain.filter((file) => /_demo\/received|demo\.localhost/.test(textOf(file)))).toEqual([]);
    expect(textOf(assetOf(plain, 'home'))).not.toContain('"/knows"');
  });

  it('may ask the rooms and nobody else, and is linked from the front page', () => {
    const page = shown.find(({ path }) => path === '/knows');
    expect(page?.headers['content-security-policy']?.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        `connect-src ${Object.values(ROOMS).join(' ')}`,
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(page?.headers['cache-control']).toBe('no-cache');
    expect(textOf(page)).not.toMatch(/<style|style="/);
    expect(textOf(assetOf(shown, 'home'))).toContain('"/knows"');
  });

  it.each(['app', 'present', 'present-online'])('changes nothing of %s', (name) => {
    expect(assetOf(shown, name)?.path).toBeDefined();
    expect(assetOf(shown, name)?.path).toBe(assetOf(plain, name)?.path);
  });

  it('is alone in knowing where the site is', () => {
    const naming = shown.filter(
      ({ path, bytes }) => path.endsWith('.js') && textOf({ path, bytes, headers: {} }).includes('demo.localhost'),
    );
    expect(naming.map(({ path }) => path.replace(/-[0-9a-f]+\./, '.'))).toEqual(['/assets/knows.js']);
  });
});
