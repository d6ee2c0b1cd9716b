import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../services/settings/config.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import type { SecretFiles } from '../../../services/settings/secret-files.ts';

const HEX = 'ab'.repeat(32);
const made: string[] = [];
const FILES: SecretFiles = {
  read(path) {
    if (path !== '/run/kek') throw new Error('no such file');
    return HEX;
  },
  readOrMake(path) {
    made.push(path);
    return HEX;
  },
};

function load(env: Record<string, string>, ...args: string[]): ReturnType<typeof loadConfig> {
  return loadConfig(env, parseFlags(args), FILES);
}

function faultsOf(env: Record<string, string>, ...args: string[]): readonly string[] {
  try {
    load(env, ...args);
  } catch (error) {
    if (error instanceof ConfigFault) return error.lines;
    throw error;
  }
  return [];
}

const PRODUCTION = {
  ATTESTER_ORIGIN: 'https://attester.example',
  ISSUER_ORIGIN: 'https://issuer.example:8443',
  WALLET_ORIGIN: 'https://wallet.example',
  ISSUER_KEK: HEX,
  ISSUER_SEED: HEX,
  KEY_LOG: '/etc/bauta/key-log.json',
};

describe('settings', () => {
  it('have a default for all that a demonstration needs', () => {
    const config = load({});
    expect(config.rooms).toEqual(['demo-site', 'wallet', 'attester', 'issuer', 'log', 'witness', 'phone', 'provider']);
    expect(config.of('attester')).toMatchObject({
      origin: 'http://attester.localhost:4002',
      name: 'attester.localhost:4002',
      port: 4002,
      production: false,
      testClock: false,
      store: { kind: 'sqlite', path: '.data/attester.db' },
      thresholds: [18],
      grantsPerEpoch: 3,
      origins: {
        attester: 'http://attester.localhost:4002',
        wallet: 'http://wallet.localhost:4001',
        issuer: 'http://issuer.localhost:4003',
        phone: 'http://phone.localhost:4005',
      },
    });
    expect(config.of('issuer').attesters).toEqual(['attester.localhost:4002']);
    expect(config.of('demo-site')).toMatchObject({ origin: 'http://demo.localhost:4000', port: 4000 });
    expect(made).toContain('.data/issuer.kek');
  });

  it('move with PORT_BASE and DATA_DIR', () => {
    const config = load({ PORT_BASE: '5000', DATA_DIR: '/var/lib/bauta' });
    expect(config.of('issuer')).toMatchObject({ port: 5003, origin: 'http://issuer.localhost:5003' });
    expect(config.of('issuer').attesters).toEqual(['attester.localhost:5002']);
    expect(config.of('phone').store).toEqual({ kind: 'sqlite', path: '/var/lib/bauta/phone.db' });
  });

  it('show a room nothing that its work does not need', () => {
    const issuer = load({}).of('issuer');
    expect(Object.keys(issuer.origins).sort()).toEqual(['attester', 'issuer', 'wallet']);
    expect(issuer).not.toHaveProperty('pepper');
    expect(issuer).not.toHaveProperty('trustedList');
    // @ts-expect-error: the type knows it too
    issuer.pepper;
    // @ts-expect-error: nor the site
    issuer.origins['demo-site'];
    expect(() => load({}, 'issuer').of('attester')).toThrow(TypeError);
  });

  it('take a store for all, or one for each', () => {
    const config = load({ STORE_URL: 'memory:', ISSUER_STORE_URL: 'sqlite:/srv/issuer.db' });
    expect(config.of('attester').store).toEqual({ kind: 'memory' });
    expect(config.of('issuer').store).toEqual({ kind: 'sqlite', path: '/srv/issuer.db' });
    expect(load({ STORE_URL: 'sqlite:/srv/one.db' }, 'issuer').of('issuer').store).toMatchObject({
      path: '/srv/one.db',
    });
  });

  it('refuse a file that two rooms would share', () => {
    expect(faultsOf({ STORE_URL: 'sqlite:/srv/one.db' }, 'issuer', 'attester')).toEqual([
      'ISSUER_STORE_URL: is the store of attester too',
    ]);
  });

  it('report every fault at once, with the sentence and without the value', () => {
    const faults = faultsOf(
      {
        PORT_BASE: '80x',
        THRESHOLDS: '18,19',
        GRANTS_PER_EPOCH: '0',
        ISSUER_ORIGIN: 'ftp://issuer.example',
        WALLET_ORIGIN: 'http://wallet.example',
        ATTESTERS: 'Attester.Example',
        ISSUER_STORE_URL: 'mysql://x',
        ISSUER_KEK: 'sesame-sesame',
        ATTESTER_PEPPER: HEX,
        ATTESTER_PEPPER_FILE: '/run/pepper',
        ATTESTER_KEK_FILE: '/run/nothing',
      },
      '--what',
      'cellar',
    );
    for (const start of [
      'a flag is unknown',
      'a room is unknown',
      'PORT_BASE: must be a whole number from 1024 to 65000 (the first of the ports',
      'THRESHOLDS: must be some of 13,15,16,18,21',
      'GRANTS_PER_EPOCH: must be a whole number from 1 to 100',
      'ISSUER_ORIGIN: must be an https origin',
      'WALLET_ORIGIN: must be an https origin',
      'ATTESTERS: must be names',
      'ISSUER_STORE_URL: must be sqlite:PATH or memory:',
      'ISSUER_KEK: must be 32 bytes',
      'ATTESTER_PEPPER: stands beside ATTESTER_PEPPER_FILE',
      'ATTESTER_KEK: the file of ATTESTER_KEK_FILE cannot be read',
    ]) {
      expect(faults.filter((line) => line.startsWith(start))).toHaveLength(1);
    }
    expect(faults).toHaveLength(12);
    expect(faults.join()).not.toMatch(/sesame|mysql|ftp|80x|what|cellar/);
  });

  it.each([
    'http://issuer.example',
    'https://issuer.example/',
    'https://issuer.example/x',
    'https://u:p@issuer.example',
  ])('refuse %s as an origin', (origin) => {
    expect(faultsOf({ ISSUER_ORIGIN: origin }, 'issuer')).toHaveLength(1);
  });
});

describe('--name', () => {
  it('gives a further attester an address, a port and files of its own, beside the same other rooms', () => {
    const config = load({}, 'attester', '--name', 'second').of('attester');
    expect(config).toMatchObject({
      name: 'second.localhost:4009',
      port: 4009,
      store: { path: '.data/attester-second.db' },
      origins: { attester: 'http://second.localhost:4009', wallet: 'http://wallet.localhost:4001' },
    });
    expect(made).toContain('.data/attester-second.seed');
  });

  it.each([
    [['issuer', '--name', 'second']],
    [['attester', 'issuer', '--name', 'second']],
    [['attester', '--name']],
    [['attester', '--name', 'a', '--name', 'b']],
    [['attester', '--name', 'Second.example']],
    [['attester', '--name', '--plan']],
  ])('refuses %j', (args) => {
    expect(parseFlags(args).faults).toEqual([expect.stringMatching(/^--name: /)]);
  });
});

describe('--production', () => {
  it('takes settings that are complete', () => {
    const config = load(PRODUCTION, '--production', 'issuer').of('issuer');
    expect(config).toMatchObject({ production: true, name: 'issuer.example:8443', attesters: ['attester.example'] });
    expect(config.kek.reveal()).toEqual(new Uint8Array(32).fill(0xab));
  });

  it('makes no secret and guesses no origin', () => {
    made.length = 0;
    expect(faultsOf({}, '--production', 'issuer')).toEqual([
      expect.stringContaining('ISSUER_ORIGIN: must be set with --production'),
      expect.stringContaining('WALLET_ORIGIN: must be set with --production'),
      expect.stringContaining('ATTESTER_ORIGIN: must be set with --production'),
      expect.stringContaining('KEY_LOG: must be set with --production'),
      expect.stringContaining('ISSUER_SEED: must be set with --production, or ISSUER_SEED_FILE'),
      expect.stringContaining('ISSUER_KEK: must be set with --production, or ISSUER_KEK_FILE'),
    ]);
    expect(made).toEqual([]);
  });

  it('reads a secret from a file', () => {
    const { ISSUER_KEK: _, ...rest } = PRODUCTION;
    const config = load({ ...rest, ISSUER_KEK_FILE: '/run/kek' }, '--production', 'issuer');
    expect(config.of('issuer').kek.reveal()).toEqual(new Uint8Array(32).fill(0xab));
  });

  it.each([
    [{ ISSUER_STORE_URL: 'memory:' }, 'ISSUER_STORE_URL: must be sqlite:PATH'],
    [{ STORE_URL: 'memory:' }, 'ISSUER_STORE_URL: must be sqlite:PATH'],
    [{ ISSUER_ORIGIN: 'http://issuer.localhost:4003' }, 'ISSUER_ORIGIN: must be an https origin'],
  ])('refuses %o', (env, line) => {
    expect(faultsOf({ ...PRODUCTION, ...env }, '--production', 'issuer')).toEqual([expect.stringContaining(line)]);
  });

  it('refuses the phone, knows nothing of it, and refuses the test clock', () => {
    expect(faultsOf({}, '--production', 'phone')).toContain('phone: for demonstration only, not with --production');
    expect(parseFlags(['--production']).rooms).not.toContain('phone');
    const secrets = { ATTESTER_KEK: HEX, ATTESTER_PEPPER: HEX, ATTESTER_SEED: HEX };
    const attester = { ...PRODUCTION, ...secrets, TRUSTED_LIST: '/etc/list.json' };
    expect(load(attester, '--production', 'attester').of('attester').origins.phone).toBeUndefined();
    expect(faultsOf(PRODUCTION, '--production', '--test-clock', 'issuer')).toEqual([
      '--test-clock: not together with --production',
    ]);
  });
});

describe('a secret', () => {
  it('prints as [secret] wherever a setting may end up', () => {
    const config = load({ ISSUER_KEK: HEX }, 'issuer').of('issuer');
    for (const text of [`${config.kek}`, JSON.stringify(config), inspect(config, { depth: 9, showHidden: true })]) {
      expect(text).toContain('[secret]');
      expect(text).not.toMatch(/abab|171, ?171/i);
    }
  });

  it('is 64 hexadecimal or 43 base64url characters', () => {
    const base64url = 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s';
    expect(load({ ISSUER_KEK: base64url }, 'issuer').of('issuer').kek.reveal()).toEqual(new Uint8Array(32).fill(0xab));
    for (const wrong of [HEX.slice(2), `${base64url}=`, `${base64url.slice(0, -1)}t`, 'zz'.repeat(32)]) {
      expect(faultsOf({ ISSUER_KEK: wrong }, 'issuer')).toHaveLength(1);
    }
  });

  it('of a site may be several, the first one to sign', () => {
    const { secrets } = load({ DEMO_SITE_SECRETS: `${'01'.repeat(32)},${HEX}` }, 'demo-site').of('demo-site');
    expect(secrets.map((secret) => secret.reveal()[0])).toEqual([0x01, 0xab]);
  });
});
