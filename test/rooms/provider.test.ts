import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgeError, formatBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import type { EvidenceQuestion, EvidenceSource } from '@bauta/services/attester/evidence-source';
import { openOidcSources } from '@bauta/services/attester/oidc/open-sources';
import { createPepper } from '@bauta/services/attester/pepper';
import { systemClock } from '@bauta/services/clock';
import { type Listening, serve } from '@bauta/services/http/serve';
import { loopbackFetch } from '@bauta/services/loopback';
import { believeProvider } from '@bauta/services/provider/demonstration';
import { openProvider } from '@bauta/services/provider/room';
import type { RoomName } from '@bauta/services/rooms';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import type { Given } from '@bauta/services/standing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeadlessBrowser, type HeadlessBrowser } from '../flow/browser.ts';
import { figure } from '../ports/figures.ts';

const PORT_BASE = 24_400;
const PROVIDER = `http://provider.localhost:${PORT_BASE + 10}`;
const RETURN = `http://attester.localhost:${PORT_BASE + 2}/evidence/oidc-demo-bank/return`;
const pepper = createPepper(figure('pepper'));
const { now } = systemClock();

let folder: string;
let listening: Listening;
const logged: string[] = [];
/** The attester's side, as `npm start` sets it up outside of production. */
let source: EvidenceSource;

function givenOf<R extends RoomName>(room: R, env: Readonly<Record<string, string>> = {}): Given<R> {
  const settings = { PORT_BASE: String(PORT_BASE), DATA_DIR: folder, THRESHOLDS: '16,18', ...env };
  return {
    config: loadConfig(settings, parseFlags([room]), secretFilesOnDisk).of(room),
    clock: systemClock(),
    testClock: undefined,
    log: (event) => void logged.push(JSON.stringify(event)),
    fetch: loopbackFetch,
    readFile: () => '',
    random: (length) => new Uint8Array(randomBytes(length)),
  };
}

async function sourceOf(env?: Readonly<Record<string, string>>): Promise<EvidenceSource> {
  const [only] = await openOidcSources(await believeProvider(givenOf('attester', env)), pepper);
  return only as EvidenceSource;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-provider-'));
  listening = await serve(openProvider(givenOf('provider')), PORT_BASE + 10);
  source = await sourceOf();
});

afterAll(async () => {
  await listening.close();
  rmSync(folder, { recursive: true });
});

function ask(from: EvidenceSource = source): Promise<EvidenceQuestion> {
  const handle = formatBase64url(new Uint8Array(randomBytes(32)));
  const place = { handle, answerUrl: '', requestUrl: '', returnUrl: RETURN, pageOrigin: '' };
  return from.begin('here', place, now());
}

/** Opens the link. @returns where the page is that the browser ends up on, and the page */
async function openPage(browser: HeadlessBrowser, { request }: EvidenceQuestion, headers: Record<string, string> = {}) {
  const sent = await browser.fetch(request as string);
  expect(sent.status).toBe(303);
  const url = new URL(sent.headers.get('location') as string, PROVIDER).href;
  return { url, page: await browser.fetch(url, { headers }) };
}

/** Answers the page. @returns the address at the attester that the browser is sent back to */
async function answerPage(browser: HeadlessBrowser, url: string, form: Readonly<Record<string, string>>): Promise<URL> {
  const taken = await browser.fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  expect(taken.status).toBe(303);
  const resumed = await browser.fetch(new URL(taken.headers.get('location') as string, PROVIDER).href);
  expect(resumed.status).toBe(303);
  return new URL(resumed.headers.get('location') as string);
}

/** The whole way of one person in one browser. @returns the query with which it comes back, as bytes */
async function goThrough(
  question: EvidenceQuestion,
  form: Readonly<Record<string, string>>,
  browser = createHeadlessBrowser(),
) {
  const { url } = await openPage(browser, question);
  const back = await answerPage(browser, url, form);
  expect(back.origin + back.pathname).toBe(RETURN);
  return writeUtf8(back.search.slice(1));
}

async function show(form: Readonly<Record<string, string>>, browser?: HeadlessBrowser, by = source) {
  const question = await ask(by);
  const query = await goThrough(question, form, browser);
  await by.checkForm(query, question.kept);
  return by.complete(query, question.kept, now());
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AgeError)) throw new Error('not refused', { cause: error });
  return error.code;
}

describe('the whole flow against a certified library', () => {
  it('shows the ages of an adult', async () => {
    const shown = await show({ person: 'adult', answer: 'share' });
    expect(shown.thresholds).toEqual([16, 18]);
    expect(shown.once).toEqual(await pepper.hashSubject(PROVIDER, 'adult'));
    expect(Math.abs(shown.expires - now() - 90 * 86_400)).toBeLessThan(60);
  });

  it('shows sixteen to whoever grants sixteen, and nothing to others', async () => {
    const form = { person: 'sixteen', answer: 'share' };
    expect((await show(form)).thresholds).toEqual([16]);
    expect(await codeOf(show(form, undefined, await sourceOf({ THRESHOLDS: '18' })))).toBe('ERR_OIDC_AGE');
  });

  it('shows nothing of one who refuses, and nobody else learns why', async () => {
    expect(await codeOf(show({ person: 'adult', answer: 'decline' }))).toBe('ERR_OIDC_DECLINED');
    expect(await codeOf(show({ person: 'nobody', answer: 'share' }))).toBe('ERR_OIDC_DECLINED');
    expect(await codeOf(show({ answer: 'share' }))).toBe('ERR_OIDC_DECLINED');
  });

  it('asks again in the same browser, and takes another person', async () => {
    const browser = createHeadlessBrowser();
    const first = await show({ person: 'adult', answer: 'share' }, browser);
    const again = await show({ person: 'adult', answer: 'share' }, browser);
    const other = await show({ person: 'sixteen', answer: 'share' }, browser);
    const numbered = await show({ person: 'adult-17', answer: 'share' }, browser);
    expect(again.once).toEqual(first.once);
    expect(other).toMatchObject({ thresholds: [16] });
    expect(numbered.thresholds).toEqual([16, 18]);
    expect(numbered.once).not.toEqual(first.once);
  });

  it('takes a code once', async () => {
    const question = await ask();
    const query = await goThrough(question, { person: 'adult', answer: 'share' });
    await source.complete(query, question.kept, now());
    expect(await codeOf(source.complete(query, question.kept, now()))).toBe('ERR_OIDC_PROVIDER');
  });

  it('takes no code for another question', async () => {
    const [first, second] = [await ask(), await ask()];
    const query = new URLSearchParams(
      new TextDecoder().decode(await goThrough(first, { person: 'adult', answer: 'share' })),
    );
    const other = new URLSearchParams(
      new TextDecoder().decode(await goThrough(second, { person: 'adult', answer: 'share' })),
    );
    other.set('code', query.get('code') as string);
    // The verifier is another one: PKCE.
    expect(await codeOf(source.complete(writeUtf8(String(other)), second.kept, now()))).toBe('ERR_OIDC_PROVIDER');
  });
});

describe('the bank', () => {
  it('is well, and says what it takes', async () => {
    expect((await loopbackFetch(`${PROVIDER}/healthz`)).status).toBe(200);
    const metadata = await (await loopbackFetch(`${PROVIDER}/.well-known/openid-configuration`)).json();
    expect(metadata).toMatchObject({
      issuer: PROVIDER,
      require_pushed_authorization_requests: true,
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
      response_types_supported: ['code'],
    });
  });

  it('takes pushed requests alone, and of registered keys alone', async () => {
    const url = `${PROVIDER}/auth?client_id=${encodeURIComponent(`attester.localhost:${PORT_BASE + 2}`)}&response_type=code&scope=openid&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256`;
    const answer = await loopbackFetch(url);
    expect(answer.headers.get('location') ?? '').not.toContain('/interaction/');
    const stranger = await openOidcSources(
      {
        ...givenOf('attester'),
        config: {
          ...(await believeProvider(givenOf('attester'))).config,
          oidcKey: (await believeProvider(givenOf('attester', { DATA_DIR: join(folder, 'elsewhere') }))).config.oidcKey,
        },
      },
      pepper,
    );
    expect(await codeOf(ask(stranger[0]))).toBe('ERR_NOT_READY');
  });

  it('tells people what each side learns, in their language, without a script', async () => {
    const browser = createHeadlessBrowser();
    const { url, page } = await openPage(browser, await ask(), { 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' });
    const french = await page.text();
    expect(page.status).toBe(200);
    expect(french).toContain('<html lang="fr">');
    expect(french).toContain(`attester.localhost:${PORT_BASE + 2}`);
    expect(french).toContain('Pas sur quel site vous allez');
    expect(french).not.toMatch(/<script|onclick|style=/);
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; form-action 'self' http://attester.localhost:${PORT_BASE + 2} http://wallet.localhost:${PORT_BASE + 1}; base-uri 'none'; frame-ancestors 'none'`,
    );
    const english = await (await browser.fetch(`${url}?language=en`)).text();
    expect(english).toContain('<html lang="en">');
    expect((await browser.fetch(`${PROVIDER}/page.css`)).headers.get('content-type')).toContain('text/css');
  });

  it('does not go on in another browser, nor with what is not its form', async () => {
    const browser = createHeadlessBrowser();
    const { url } = await openPage(browser, await ask());
    const stranger = createHeadlessBrowser();
    for (const init of [{}, { method: 'POST', body: 'person=adult&answer=share' }]) {
      const answer = await stranger.fetch(url, init);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('This cannot go on here');
    }
    expect((await browser.fetch(url, { method: 'POST', body: 'x'.repeat(2000) })).status).toBe(400);
    expect((await browser.fetch(`${PROVIDER}/interaction/<script>`)).status).toBe(404);
  });

  it('logs nothing of anybody', () => {
    expect(logged).toEqual([]);
  });

  it('does not start in production, where no attester asks it either', async () => {
    expect(parseFlags(['provider', '--production']).faults).toEqual([
      'provider: for demonstration only, not with --production',
    ]);
    expect(parseFlags(['--production']).rooms).not.toContain('provider');
    const given = givenOf('attester');
    const config = { ...given.config, origins: { wallet: '', issuer: '', attester: '' } };
    expect((await believeProvider({ ...given, config })).config.oidcProviders).toBeUndefined();
  });

  it('leaves an operator who named providers alone', async () => {
    const given = givenOf('attester');
    const config = { ...given.config, oidcProviders: '[]' };
    expect((await believeProvider({ ...given, config })).config).toBe(config);
  });
});
