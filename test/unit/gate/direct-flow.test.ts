import { type HeldToken, present } from '@bauta/sdk/client';
import {
  challengeForTokens,
  formatTokenAuthorization,
  parseBase64url,
  parseTokenAuthenticate,
  readSiteChallenge,
  writeTokenChallenge,
} from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './browser.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { answerFor, createTestSite, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
const token = (): HeldToken => tokens.pop() as HeldToken;

const redeem = `${ORIGIN}/_age/redeem`;

async function headersFor(client: Browser, held: HeldToken): Promise<Record<string, string>> {
  const asked = await client.load('/api/films');
  const challenge = asked.headers.get('dpop-nonce') as string;
  const shown = await present(held, { redeem, challenge });
  return { authorization: formatTokenAuthorization(shown.token), dpop: shown.dpop };
}

describe('the direct flow', () => {
  it('1. asks in headers, takes a token in headers, and opens the API', async () => {
    const site = await createTestSite(issuer);
    const client = site.browser();

    const asked = await client.load('/api/films', { headers: { accept: 'application/json' } });
    expect([asked.status, site.runs.count]).toEqual([401, 0]);
    expect(asked.headers.getSetCookie()).toEqual([]);
    expect(await asked.json()).toMatchObject({ type: 'urn:bauta:error:ERR_PROOF_NEEDED', status: 401 });
    const [offer] = parseTokenAuthenticate(asked.headers.get('www-authenticate') as string);
    expect(offer?.challenge).toEqual(writeTokenChallenge(challengeForTokens('issuer.example')));
    expect(offer?.tokenKey).toEqual(issuer.current.key.spki);
    const challenge = readSiteChallenge(parseBase64url(asked.headers.get('dpop-nonce') as string));
    expect(challenge).toEqual({ mode: 2, threshold: 18, issuedAt: NOON, preHash: new Uint8Array(32) });

    const headers = await headersFor(client, token());
    const redeemed = await client.load('/_age/redeem', { method: 'POST', headers });
    expect([redeemed.status, await redeemed.text()]).toEqual([204, '']);
    expect([...client.cookies.keys()]).toEqual(['__Host-age']);
    expect(await (await client.load('/api/films')).text()).toBe('open');
    expect(site.refused).toEqual([]);
  });

  it('pads the base64url of WWW-Authenticate', async () => {
    const site = await createTestSite(await createTestIssuer('keys.example', NOON));
    const asked = await site.browser().load('/');
    expect(asked.headers.get('www-authenticate')).toMatch(
      /^PrivateToken challenge="[A-Za-z0-9_-]{26}==", token-key="[A-Za-z0-9_-]{456}"$/,
    );
  });

  it('refuses a token that was spent, with a fresh challenge', async () => {
    const site = await createTestSite(issuer);
    const held = token();
    const client = site.browser();
    await client.load('/_age/redeem', { method: 'POST', headers: await headersFor(client, held) });
    site.clock.now += 1;
    const again = site.browser();
    const answer = await again.load('/_age/redeem', { method: 'POST', headers: await headersFor(again, held) });
    expect(answer.status).toBe(401);
    expect(readSiteChallenge(parseBase64url(answer.headers.get('dpop-nonce') as string)).issuedAt).toBe(NOON + 1);
    expect(again.cookies.size).toBe(0);
    expect(site.refused).toEqual(['ERR_TOKEN_SPENT']);
  });

  it('never takes a token at a gated address', async () => {
    const site = await createTestSite(issuer);
    const client = site.browser();
    const headers = await headersFor(client, token());
    for (const method of ['GET', 'POST']) {
      expect((await client.load('/api/films', { method, headers })).status).toBe(401);
    }
    expect(site.runs.count).toBe(0);
    // Nothing was spent by it.
    expect((await client.load('/_age/redeem', { method: 'POST', headers })).status).toBe(204);
  });

  it('refuses a body, another form of the header, and a proof that is missing or doubled', async () => {
    const site = await createTestSite(issuer);
    const client = site.browser();
    const headers = await headersFor(client, token());
    const { authorization = '', dpop = '' } = headers;
    const unquoted = authorization.replaceAll('"', '');
    const attempts: [string, RequestInit][] = [
      ['ERR_TOO_LARGE', { headers, body: 'x' }],
      ['ERR_TOKEN_MALFORMED', { headers: { dpop } }],
      ['ERR_TOKEN_MALFORMED', { headers: { dpop, authorization: unquoted } }],
      [
        'ERR_TOKEN_MALFORMED',
        { headers: { dpop, authorization: authorization.replace('PrivateToken', 'privatetoken') } },
      ],
      ['ERR_TOKEN_MALFORMED', { headers: { dpop, authorization: `${authorization}, ${authorization}` } }],
      ['ERR_TOKEN_MALFORMED', { headers: { dpop, authorization: 'Basic dTpw' } }],
      ['ERR_PROOF_MALFORMED', { headers: { authorization } }],
      ['ERR_PROOF_MALFORMED', { headers: { authorization, dpop: `${dpop}, ${dpop}` } }],
    ];
    for (const [code, init] of attempts) {
      const answer = await client.load('/_age/redeem', { method: 'POST', ...init });
      expect([answer.status, site.refused.pop()]).toEqual([401, code]);
    }
    expect((await client.load('/_age/redeem', { method: 'POST', headers })).status).toBe(204);
  });

  it('refuses in headers what was asked for a form, and the other way round', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const form = await answerFor(browser, token());
    const headers = { authorization: formatTokenAuthorization(form.token), dpop: form.dpop };
    expect((await browser.load('/_age/redeem', { method: 'POST', headers })).status).toBe(401);

    const direct = await present(token(), {
      redeem,
      challenge: (await browser.load('/')).headers.get('dpop-nonce') as string,
    });
    await browser.postForm({ ...direct });
    expect((await browser.navigate('/_age/enter')).status).toBe(403);
    expect(site.refused).toEqual(['ERR_SITE_CHALLENGE_MODE', 'ERR_SITE_CHALLENGE_MODE']);
  });
});
