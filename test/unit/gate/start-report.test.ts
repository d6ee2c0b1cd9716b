import { readFileSync } from 'node:fs';
import { describeGate, SESSION_RULES, VERSION } from '@bauta/sdk/gate';
import { formatBase64url, formatHex } from '@bauta/sdk/protocol';
import { testIssuer } from '@bauta/sdk/test-issuer';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { NOON, optionsFor, secretOf } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

describe('the report of a start', () => {
  it('holds what the site decided, and how many secrets there are', () => {
    const options = optionsFor(issuer, { now: NOON }, { secrets: [secretOf(7), secretOf(8)], policy: 'it-agcom' });
    const report = describeGate(options, 'memory');
    expect(report).toEqual({
      version: VERSION,
      origin: 'https://site.example',
      issuer: 'issuer.example',
      wallet: 'https://wallet.example',
      threshold: 18,
      policy: SESSION_RULES['it-agcom'],
      secrets: 2,
      publicPaths: ['/robots.txt', '/public/'],
      canaries: [],
      stores: 'memory',
      testIssuer: null,
    });
  });

  it('is plain data without a secret in any spelling', () => {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const report = describeGate(optionsFor(issuer, { now: NOON }, { secrets: [secret] }));
    const text = JSON.stringify(report);
    expect(JSON.parse(text)).toEqual(report);
    for (const spelling of [formatHex(secret), formatBase64url(secret), [...secret].join(',')]) {
      expect(text).not.toContain(spelling);
    }
  });

  it('names the test issuer, and the name that it puts in the place of the issuer', () => {
    const origin = 'http://localhost:24400';
    const options = { ...optionsFor(issuer, { now: NOON }), origin, testIssuer: testIssuer('slow', {}) };
    expect(describeGate(options)).toMatchObject({ testIssuer: 'slow', issuer: 'test-issuer.localhost:80' });
  });

  it('is refused as the gate itself would be', () => {
    expect(() => describeGate({ ...optionsFor(issuer, { now: NOON }), secrets: [] })).toThrow(/secrets: must be/);
  });

  it('says the version of package.json', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../sdk/package.json', import.meta.url), 'utf8'));
    expect(VERSION).toBe(version);
  });
});
