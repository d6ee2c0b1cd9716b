import { createHash, randomBytes } from 'node:crypto';
import { parsePresentRequest } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createCanarySite } from '../../conformance/collect/wallet/canary-site.ts';
import { formsOf, namesHost } from '../../conformance/reading/name-in-text.ts';
import { withOtherKeys } from '../../conformance/reading/other-directory.ts';
import { batchLength, directoryUrlOf, readTokenDirectory } from '../../conformance/reading/token-directory.ts';
import { tokenChallengeOf, tokensInBytes, tokensInText } from '../../conformance/reading/token-in-clear.ts';
import { readWalletSettings } from '../../conformance/reading/wallet-settings.ts';

const ISSUER = 'issuer.test';
const digest = createHash('sha256').update(tokenChallengeOf(ISSUER)).digest();
const token = Buffer.concat([Buffer.from([0, 2]), randomBytes(32), digest, randomBytes(32 + 256)]);

describe('tokens in the open', () => {
  it('are found in bytes, base64, base64url and hexadecimal', () => {
    const among = Buffer.concat([randomBytes(7), token, token, randomBytes(3)]);
    expect(tokensInBytes(among, digest)).toBe(2);
    for (const coding of ['base64', 'base64url', 'hex'] as const) {
      expect(tokensInText(`{"t":"${token.toString(coding)}"}`, digest), coding).toBe(1);
    }
  });
  it('are not seen in what is cut, of another issuer, or encrypted', () => {
    expect(tokensInBytes(token.subarray(0, 353), digest)).toBe(0);
    expect(tokensInBytes(randomBytes(4_096), digest)).toBe(0);
    expect(tokensInBytes(digest, digest)).toBe(0);
    expect(tokensInText(token.toString('base64url'), randomBytes(32))).toBe(0);
  });
});

describe('a host’s name', () => {
  it('is found plain, percent-encoded, in hexadecimal, and in base64 wherever it begins', () => {
    const host = 'canary-a.localhost';
    const texts = [`/x?s=${host}`, `/x?s=${encodeURIComponent(`http://${host}/`)}`, `/x?s=Canary-A.localhost`];
    const coded = ['', 'h', 'ht'].map((before) => Buffer.from(`${before}${host}:80/`).toString('base64url'));
    for (const text of [...texts, ...coded, Buffer.from(host).toString('hex')])
      expect(namesHost(text, host), text).toBe(true);
    expect(formsOf(host).every((form) => form.length > 12)).toBe(true);
  });
  it('is not seen in another', () => {
    expect(namesHost('http://canary-b.localhost/%', 'canary-a.localhost')).toBe(false);
  });
});

describe('what a wallet says of itself', () => {
  it('is read, and nothing else is taken for it', () => {
    const settings = {
      wallet: 'https://w.test',
      issuer: ISSUER,
      attesters: [{ name: 'a.test' }],
      keyLog: { url: 'https://l.test/x' },
    };
    expect(readWalletSettings(JSON.stringify({ version: '1', settings }))).toEqual({
      version: '1',
      wallet: 'https://w.test',
      issuer: ISSUER,
      attesters: ['a.test'],
      log: 'https://l.test',
    });
    for (const text of ['', '[]', 'null', '{"settings":{"wallet":1}}', '<html>'])
      expect(readWalletSettings(text)).toBeUndefined();
  });
});

describe('a directory', () => {
  const text = JSON.stringify({
    'issuer-request-uri': 'https://i.test/t',
    'batch-size': 30,
    'token-keys': [
      { 'token-key': 'A', threshold: 18, epoch: 'e' },
      { 'token-key': 'B', threshold: 18 },
    ],
  });
  it('says where and how many, and a batch of 30 is 7,772 bytes', () => {
    expect(readTokenDirectory(text)).toEqual({ requestUri: 'https://i.test/t', batchSize: 30, thresholds: [18] });
    expect(batchLength(30)).toBe(7_772);
    expect(readTokenDirectory('{}')).toBeUndefined();
    expect(directoryUrlOf('i.localhost:4')).toMatch(/^http:\/\/i\.localhost:4\//);
    expect(directoryUrlOf('i.test')).toMatch(/^https:/);
  });
  it('keeps all but its keys when others are put in', () => {
    const other = JSON.parse(withOtherKeys(text, ['X', 'Y']) ?? '{}');
    expect(other['token-keys']).toEqual([
      { 'token-key': 'X', threshold: 18, epoch: 'e' },
      { 'token-key': 'Y', threshold: 18 },
    ]);
    expect(withOtherKeys(text, ['X'])).toBeUndefined();
    expect(withOtherKeys('no', [])).toBeUndefined();
  });
});

describe('the auditor’s site', () => {
  const site = createCanarySite('a', 'http://canary-a.localhost:9', {
    wallet: 'http://w.localhost:8',
    issuer: ISSUER,
    threshold: 18,
  });
  const ask = (method: string, path: string, body = '') =>
    site.answer({ method, path, headers: {}, body: Buffer.from(body) });

  it('asks as the protocol says, each time with another challenge', () => {
    const [page, fragment = ''] = (ask('GET', '/_age/go').headers.location ?? '').split('#');
    expect(page).toBe('http://w.localhost:8/present');
    expect(parsePresentRequest(fragment)).toMatchObject({
      redeem: 'http://canary-a.localhost:9/_age/redeem',
      issuer: ISSUER,
      threshold: 18,
    });
    expect(ask('GET', '/_age/go').headers.location).not.toContain(fragment);
    expect(ask('GET', '/none').status).toBe(404);
  });
  it('writes down what it is sent by digests alone', () => {
    const sent = token.toString('base64url');
    const payload = {
      htu: 'http://canary-a.localhost:9/_age/redeem',
      ath: createHash('sha256').update(sent).digest('base64url'),
      nonce: 'x',
    };
    const dpop = `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`;
    ask('POST', '/_age/redeem', `token=${sent}&dpop=${dpop}`);
    ask('GET', `/_age/redeem?token=${sent}&dpop=${dpop}`);
    ask('POST', '/_age/redeem', 'rubbish');
    expect(site.posted).toMatchObject([
      {
        method: 'POST',
        tokenInAddress: false,
        tokenBytes: 354,
        fields: ['token', 'dpop'],
        proof: { htu: true, nonce: false, ath: true },
      },
      { method: 'GET', tokenInAddress: true, tokenBytes: 354, fields: [] },
      { tokenBytes: 0, proof: { htu: false, nonce: false, ath: false } },
    ]);
    expect(JSON.stringify(site.posted)).not.toContain(sent.slice(0, 60));
  });
});
