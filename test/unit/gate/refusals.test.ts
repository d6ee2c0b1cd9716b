import type { HeldToken } from '@bauta/sdk/client';
import { formatTokenAuthorization, SENTENCES } from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { type Presented, REFUSED_PRESENTATIONS, type Stage } from './refused-presentations.ts';
import { answerFor, askWallet, createTestSite, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
let held: HeldToken;
let other: HeldToken;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  [held, other] = (await issuer.mint()) as [HeldToken, HeldToken];
});

/** Everything that a stranger can see of an answer. */
async function lookAt(response: Response): Promise<unknown> {
  const headers = [...response.headers].filter(([name]) => name !== 'dpop-nonce');
  return { status: response.status, headers, body: await response.text() };
}

async function stageInForm(): Promise<{ stage: Stage; show: (shown: Presented) => Promise<unknown[]> }> {
  const site = await createTestSite(issuer);
  const browser = site.browser();
  const { challenge } = await askWallet(browser);
  const stage: Stage = { site, issuer, held, other, audience: `${ORIGIN}/_age/redeem`, challenge, mode: 1 };
  return {
    stage,
    show: async ({ token, dpop }) => [
      await lookAt(await browser.postForm({ token, dpop })),
      await lookAt(await browser.navigate('/_age/enter')),
      [...browser.cookies.keys()],
    ],
  };
}

async function stageInHeaders(): Promise<{ stage: Stage; show: (shown: Presented) => Promise<unknown[]> }> {
  const site = await createTestSite(issuer);
  const client = site.browser();
  const challenge = (await client.load('/')).headers.get('dpop-nonce') as string;
  const stage: Stage = { site, issuer, held, other, audience: `${ORIGIN}/_age/redeem`, challenge, mode: 2 };
  return {
    stage,
    show: async ({ token, dpop }) => {
      const headers = { authorization: formatTokenAuthorization(token), dpop };
      return [await lookAt(await client.load('/_age/redeem', { method: 'POST', headers })), [...client.cookies.keys()]];
    },
  };
}

describe.each([
  ['form', stageInForm],
  ['headers', stageInHeaders],
] as const)('refused in the %s', (_, prepare) => {
  // What every refusal has to look like: the first one that comes.
  let looks: unknown[];
  beforeAll(async () => {
    const { show } = await prepare();
    looks = await show({ token: 'no token', dpop: 'no proof' });
  });

  it.each(REFUSED_PRESENTATIONS)('$name: $code', async ({ code, make }) => {
    const { stage, show } = await prepare();
    const seen = await show(await make(stage));
    expect(stage.site.refused).toEqual([code]);
    expect(seen).toEqual(looks);
    expect(stage.site.runs.count).toBe(0);
  });
});

describe('a form that is not one token and one dpop', () => {
  it.each([
    ['a doubled token', 'ERR_FORM_MALFORMED', (good: string) => `${good}&token=A`],
    ['a doubled dpop', 'ERR_FORM_MALFORMED', (good: string) => `${good}&dpop=A`],
    ['an unknown field', 'ERR_FORM_MALFORMED', (good: string) => `${good}&return=%2F%2Fevil.example`],
    ['no dpop', 'ERR_FORM_MALFORMED', (good: string) => good.replace(/&dpop=.*/, '')],
    ['nothing', 'ERR_FORM_MALFORMED', () => ''],
    ['8,193 bytes', 'ERR_TOO_LARGE', (good: string) => good.padEnd(8193, 'A')],
  ] as const)('%s: %s', async (_, code, spoil) => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const fields = await answerFor(browser, held);
    const posted = await browser.postForm(spoil(new URLSearchParams(fields).toString()));
    expect([posted.status, posted.headers.get('location'), site.refused]).toEqual([303, '/_age/enter', [code]]);
    expect((await browser.navigate('/_age/enter')).status).toBe(403);
    // The token is as good as before.
    await browser.postForm(fields);
    expect((await browser.navigate('/_age/enter')).status).toBe(303);
  });

  it('another media type, other bytes than text, a body without end', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const form = 'application/x-www-form-urlencoded';
    const fields = new URLSearchParams(await answerFor(browser, held)).toString();
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024)) });
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) });
    const attempts: [string, RequestInit][] = [
      ['ERR_FORM_MALFORMED', { body: fields, headers: { 'content-type': 'text/plain' } }],
      ['ERR_FORM_MALFORMED', { body: fields, headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
      ['ERR_FORM_MALFORMED', { body: new Uint8Array([0xff]), headers: { 'content-type': form } }],
      ['ERR_TOO_LARGE', { body: endless, duplex: 'half', headers: { 'content-type': form } } as RequestInit],
      ['ERR_FORM_MALFORMED', { body: broken, duplex: 'half', headers: { 'content-type': form } } as RequestInit],
    ];
    for (const [code, init] of attempts) {
      const answer = await browser.load('/_age/redeem', { method: 'POST', ...init });
      expect([answer.status, site.refused.pop()]).toEqual([303, code]);
    }
  });
});

it('says to strangers only what spec/errors.md says', async () => {
  const site = await createTestSite(issuer);
  const browser = site.browser();
  for (const answer of [
    await browser.load('/'),
    await browser.load('/_age/nothing'),
    await browser.load('/_age/go', { method: 'POST' }),
    await browser.load('/_age/beat', { method: 'POST', body: 'other' }),
  ]) {
    const problem = (await answer.json()) as { code: keyof typeof SENTENCES; title: string; status: number };
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(problem.title).toBe(SENTENCES[problem.code].en);
    expect(problem.status).toBe(answer.status);
  }
});
