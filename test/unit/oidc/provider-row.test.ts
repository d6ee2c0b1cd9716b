import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { openClientKey } from '@bauta/services/attester/oidc/client-key';
import { openOidcSources } from '@bauta/services/attester/oidc/open-sources';
import { parseProviderRows } from '@bauta/services/attester/oidc/provider-row';
import { createPepper } from '@bauta/services/attester/pepper';
import { loadConfig } from '@bauta/services/settings/config';
import { ConfigFault } from '@bauta/services/settings/config-fault';
import { parseFlags } from '@bauta/services/settings/flags';
import { parseSigningKey } from '@bauta/services/settings/signing-key';
import { describe, expect, it } from 'vitest';
import { figure } from '../../ports/figures.ts';

const LEAST = {
  name: 'bank',
  label: 'A bank',
  issuer: 'https://id.example',
  clientId: 'attester.example',
  claim: { name: 'birthdate', as: 'birthdate' },
};

function linesOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigFault) return error.lines;
    throw error;
  }
  return [];
}

const linesOfRows = (rows: unknown, production = true): readonly string[] =>
  linesOf(() => parseProviderRows(JSON.stringify(rows), { production }));

describe('OIDC_PROVIDERS', () => {
  it('has defaults for what is seldom otherwise', () => {
    expect(parseProviderRows(JSON.stringify([LEAST]), { production: true })).toEqual([
      { ...LEAST, from: 'id_token', scopes: [], maxAge: 300, acr: [], lifetimeDays: 90 },
    ]);
  });

  it('takes everything that it names', () => {
    const row = {
      ...LEAST,
      issuer: 'https://id.example/tenant/',
      claim: { name: 'age_over_18', as: 'over', age: 18 },
      from: 'userinfo',
      scopes: ['age'],
      maxAge: 0,
      acr: ['https://eidas.example/high'],
      lifetimeDays: 365,
    };
    expect(parseProviderRows(JSON.stringify([row]), { production: true })).toEqual([row]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['[0].name', { name: 'Bank' }],
    ['[0].label', { label: 'two\nlines' }],
    ['[0].label', { label: '' }],
    ['[0].issuer', { issuer: 'http://id.example' }],
    ['[0].issuer', { issuer: 'http://provider.localhost:4010' }],
    ['[0].issuer', { issuer: 'https://user@id.example' }],
    ['[0].issuer', { issuer: 'https://id.example?x' }],
    ['[0].issuer', { issuer: 'id.example' }],
    ['[0].clientId', { clientId: 'a b' }],
    ['[0].claim.as', { claim: { name: 'x', as: 'guess' } }],
    ['[0].claim', { claim: { name: 'x', as: 'over' } }],
    ['[0].claim', { claim: { name: 'x', as: 'birthdate', age: 18 } }],
    ['[0].claim', { claim: { name: 'age_over_16', as: 'over', age: 18 } }],
    ['[0].claim.age', { claim: { name: 'x', as: 'over', age: 17.5 } }],
    ['[0].from', { from: 'access_token' }],
    ['[0].scopes[0]', { scopes: ['a b'] }],
    ['[0].maxAge', { maxAge: 86_401 }],
    ['[0].maxAge', { maxAge: '300' }],
    ['[0].lifetimeDays', { lifetimeDays: 0 }],
    ['[0]', { clientSecret: 'canary' }],
  ])('%s is refused in production: %j', (where, wrong) => {
    const lines = linesOfRows([{ ...LEAST, ...wrong }]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(`OIDC_PROVIDERS${where}: `);
    expect(lines[0]).not.toMatch(/canary|clientSecret|guess/);
  });

  it('says everything that is wrong at once, and no value', () => {
    const lines = linesOfRows([
      { ...LEAST, issuer: 'http://canary.example', maxAge: -1 },
      { ...LEAST, label: 7 },
    ]);
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      'OIDC_PROVIDERS[0].issuer',
      'OIDC_PROVIDERS[0].maxAge',
      'OIDC_PROVIDERS[1].label',
    ]);
    expect(lines.join()).not.toContain('canary');
  });

  it('takes http on this machine outside of production, and nowhere else', () => {
    expect(linesOfRows([{ ...LEAST, issuer: 'http://provider.localhost:4010' }], false)).toEqual([]);
    expect(linesOfRows([{ ...LEAST, issuer: 'http://id.example' }], false)).toHaveLength(1);
  });

  it('refuses a name that stands twice, what is no list, and what is no JSON', () => {
    expect(linesOfRows([LEAST, LEAST])).toEqual(['OIDC_PROVIDERS: a name stands twice']);
    expect(linesOfRows(LEAST)).toEqual(['OIDC_PROVIDERS: not a list']);
    expect(linesOf(() => parseProviderRows('[{"name":"a","name":"b"}]', { production: true }))).toHaveLength(1);
  });
});

const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;

describe('OIDC_KEY', () => {
  it('is PKCS #8 or a JWK, with one name, and prints as [secret]', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = parseSigningKey(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    const jwk = parseSigningKey(JSON.stringify(privateKey.export({ format: 'jwk' })));
    expect((await openClientKey(pem)).kid).toBe((await openClientKey(jwk)).kid);
    expect((await openClientKey(pem)).key.extractable).toBe(false);
    expect(inspect(pem) + JSON.stringify(pem)).toBe('[secret]"[secret]"');
  });

  it.each([
    ['of another curve', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['of another kind', generateKeyPairSync('ed25519')],
  ])('is refused %s', async (_, { privateKey }) => {
    expect(() => parseSigningKey(JSON.stringify(privateKey.export({ format: 'jwk' })))).toThrow(TypeError);
    const open = async () =>
      openClientKey(parseSigningKey(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string));
    await expect(open()).rejects.toThrow();
  });

  it.each(['', 'x', '{}', 'null', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])(
    'is refused: %j',
    (text) => {
      expect(() => parseSigningKey(text)).toThrow(TypeError);
    },
  );

  it('is refused as a public key', () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    expect(() => parseSigningKey(JSON.stringify(jwk))).toThrow(TypeError);
  });
});

describe('the two settings', () => {
  const files = {
    read: (path: string) => {
      if (path !== '/key.pem') throw new TypeError('no such file');
      return PEM;
    },
    readOrMake: () => '7a'.repeat(32),
  };
  const load = (env: Readonly<Record<string, string>>) =>
    loadConfig(env, parseFlags(['attester']), files).of('attester');

  it('may both be missing, and then no key is made', async () => {
    const config = load({});
    expect([config.oidcProviders, config.oidcKey]).toEqual([undefined, undefined]);
  });

  it('go together, the key as text or as file', () => {
    const providers = { OIDC_PROVIDERS: JSON.stringify([LEAST]) };
    expect(load({ ...providers, OIDC_KEY: PEM }).oidcKey?.reveal()).toEqual(
      load({ ...providers, OIDC_KEY_FILE: '/key.pem' }).oidcKey?.reveal(),
    );
    expect(linesOf(() => load(providers))).toEqual([
      expect.stringMatching(/^OIDC_KEY: must be set beside OIDC_PROVIDERS/),
    ]);
    expect(linesOf(() => load({ OIDC_KEY: PEM }))).toEqual([
      expect.stringMatching(/^OIDC_PROVIDERS: must be set beside/),
    ]);
    expect(linesOf(() => load({ ...providers, OIDC_KEY_FILE: '/none' }))).toHaveLength(1);
    expect(linesOf(() => load({ ...providers, OIDC_KEY: PEM, OIDC_KEY_FILE: '/key.pem' }))).toHaveLength(1);
    expect(linesOf(() => load({ ...providers, OIDC_KEY: 'x' }))).toEqual([
      expect.stringMatching(/^OIDC_KEY: must be an EC/),
    ]);
  });

  it('make a source for each provider, in order, and ask nobody for it', async () => {
    const rows = [LEAST, { ...LEAST, name: 'eid', label: 'An eID' }];
    const asked: string[] = [];
    const open = (oidcProviders: string | undefined) =>
      openOidcSources(
        {
          config: { ...load({}), oidcProviders, oidcKey: parseSigningKey(PEM) },
          readFile: (path) => (path === '/providers.json' ? JSON.stringify(rows) : '{'),
          random: (length) => new Uint8Array(length),
          fetch: async (input) => {
            asked.push(String(input));
            throw new TypeError();
          },
        },
        createPepper(figure('pepper')),
      );
    const sources = await open('/providers.json');
    expect(sources.map(({ name, label, ways }) => [name, label, ways])).toEqual([
      ['oidc-bank', 'A bank', ['here']],
      ['oidc-eid', 'An eID', ['here']],
    ]);
    expect(await open(undefined)).toEqual([]);
    await expect(open('/other.json')).rejects.toThrow(ConfigFault);
    expect(asked).toEqual([]);
  });
});
