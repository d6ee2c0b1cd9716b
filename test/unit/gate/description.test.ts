import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GateOptions, SESSION_RULES } from '@bauta/sdk/gate';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, NOON, type TestSite } from './site.ts';

const PATH = '/.well-known/age-gate.json';
const schema: object = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../spec/age-gate.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, allErrors: true }).compile(
  schema,
);

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

const describeSite = async (
  options: Partial<GateOptions>,
): Promise<{ site: TestSite; body: Record<string, unknown> }> => {
  const site = await createTestSite(issuer, options);
  const answer = await site.browser().load(PATH);
  expect(answer.status).toBe(200);
  return { site, body: (await answer.json()) as Record<string, unknown> };
};

/** What the schema says of `gated`: the last pattern that fits counts. */
function isGated(path: string, patterns: readonly string[]): boolean {
  const fits = (pattern: string): boolean =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  return patterns.reduce((is, pattern) => {
    const takesOut = pattern.startsWith('!');
    return fits(takesOut ? pattern.slice(1) : pattern) ? !takesOut : is;
  }, false);
}

describe('the self-description', () => {
  it('has exactly the members that are asked for, with every option', async () => {
    const report = 'ab'.repeat(32);
    const { body } = await describeSite({
      publicPaths: ['/robots.txt', '/public/'],
      canaries: ['/', '/media/film-3.webm'],
      contact: 'mailto:age@site.example',
      report,
    });
    expect(body).toEqual({
      version: 1,
      policy: 'fr-arcom',
      gated: ['/*', '!/robots.txt', '!/public/*', '!/_age/*', '!/.well-known/age-gate.json'],
      canaries: ['/', '/media/film-3.webm'],
      options: [{ name: 'wallet', privacy: 'double-blind' }],
      issuer: 'issuer.example',
      contact: 'mailto:age@site.example',
      leaseSeconds: 90,
      leaveSeconds: 15,
      report,
    });
    expect(validate(body)).toBe(true);
  });

  const CONFIGURATIONS: readonly Partial<GateOptions>[] = [
    {},
    { publicPaths: [] },
    { publicPaths: ['/a', '/b/', '/.well-known/', '/c/d.e_f~g@h+i=j-k/'] },
    { policy: 'it-agcom', country: 'IT' },
    { policy: { preset: 'fr-arcom', leaseSeconds: 60, leaveSeconds: 10 } },
    { contact: 'https://help.example/age?from=gate' },
    { canaries: ['/films/3', '/media/a/'] },
    { report: '0'.repeat(64), rta: false },
  ];
  it.each(CONFIGURATIONS.map((options) => [options]))('fits the schema with %j', async (options) => {
    const { body } = await describeSite(options);
    expect([validate(body), validate.errors]).toEqual([true, null]);
    const { policy = 'fr-arcom' } = options;
    const name = typeof policy === 'string' ? policy : policy.preset;
    expect(body.leaseSeconds).toBe(
      (typeof policy === 'string' ? undefined : policy.leaseSeconds) ?? SESSION_RULES[name].leaseSeconds,
    );
    expect([body.policy, 'contact' in body, 'report' in body]).toEqual([
      name,
      'contact' in options,
      'report' in options,
    ]);
  });

  it('says of each path what the gate then does', async () => {
    const { site, body } = await describeSite({ publicPaths: ['/a', '/b/', '/b/c.txt'] });
    const gated = body.gated as string[];
    for (const path of [
      '/',
      '/a',
      '/a/',
      '/ab',
      '/b',
      '/b/',
      '/b/x/y',
      '/b/c.txt',
      '/c',
      '/_ag',
      '/.well-known/',
      PATH,
    ]) {
      const isOpen = (await site.browser().load(path)).status === 200;
      expect([path, isGated(path, gated)]).toEqual([path, !isOpen]);
    }
  });

  it('is open to everyone and to every origin, for five minutes, and depends on nobody', async () => {
    const site = await createTestSite(issuer);
    const answer = await site.browser().load(PATH);
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    const text = await answer.text();
    const other = await site
      .browser()
      .navigate(`${PATH}?x`, { headers: { cookie: '__Host-age=x', accept: 'text/html' } });
    expect(await other.text()).toBe(text);
  });

  it('stands while the door is shut, and says nothing secret', async () => {
    const site = await createTestSite(issuer);
    issuer.isReachable = false;
    try {
      site.clock.now += 90_000;
      expect((await site.browser().navigate('/')).status).toBe(503);
      const answer = await site.browser().load(PATH);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toMatch(/secret|wallet\.example|AQEB/);
      expect((await site.browser().navigate('/_age/help')).status).toBe(200);
    } finally {
      issuer.isReachable = true;
    }
  });

  it('fits the schema with the additions of a later minor version', async () => {
    const { body } = await describeSite({});
    const options = [{ name: 'wallet', privacy: 'double-blind', since: '2031' }];
    expect(validate({ ...body, minor: 1, certified: true, options })).toBe(true);
    expect(validate({ ...body, minor: 0 })).toBe(true);
  });

  it('has a schema that names its members twice, and alike', () => {
    const { properties, else: without } = schema as {
      properties: object;
      else: { propertyNames: { enum: readonly string[] } };
    };
    expect(without.propertyNames.enum).toEqual(Object.keys(properties));
  });

  it.each([
    ['no version', { version: undefined }],
    ['another version', { version: 2 }],
    ['an unknown policy', { policy: 'none' }],
    ['a looser lease', { leaseSeconds: 91 }],
    ['a lease in fractions', { leaseSeconds: 60.5 }],
    ['a looser leave', { leaveSeconds: 16 }],
    ['nothing gated', { gated: [] }],
    ['not everything gated at first', { gated: ['/films/*'] }],
    ['a star in the middle', { gated: ['/*', '!/a/*/b'] }],
    ['all taken out', { gated: ['/*', '!/*'] }],
    ['a canary with a query', { canaries: ['/films/3?a'] }],
    ['a canary elsewhere', { canaries: ['https://site.example/films/3'] }],
    ['no option', { options: [] }],
    ['no double-blind option', { options: [{ name: 'card', privacy: 'service-visible' }] }],
    ['an option without level', { options: [{ name: 'wallet' }] }],
    ['an option that says more', { options: [{ name: 'wallet', privacy: 'double-blind', method: 'x' }] }],
    ['a contact that runs', { contact: 'javascript:alert(1)' }],
    ['a short report', { report: 'ab' }],
    ['a member of its own', { certified: true }],
    ['a member of its own, and no addition', { certified: true, minor: 0 }],
    ['an addition that is none', { minor: -1 }],
    ['another version with additions', { version: 2, minor: 1 }],
  ])('would not fit the schema with %s', async (_, change) => {
    const { body } = await describeSite({ canaries: ['/films/3'] });
    expect(validate(JSON.parse(JSON.stringify({ ...body, ...change })))).toBe(false);
  });
});
