import { type EuWalletOptions, euWallet } from '@bauta/sdk/eu-wallet';
import { AgeError, formatBase64url } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { methodThat } from '../gate/method-that.ts';
import { NOON } from '../gate/site.ts';
import {
  type Asked,
  acceptingSite,
  askPage,
  digitalAnswer,
  hold,
  isIn,
  PAGE,
  postDigital,
  SITE,
  showByLink,
} from './accepting-site.ts';
import { trustedList } from './holder.ts';

const away = { trustedList: { current: () => raise(new AgeError('ERR_NOT_READY')) } };

function raise(error: Error): never {
  throw error;
}

/** The link that a QR code of the page holds: the other one with another nonce and state, as the store has it. */
function elsewhereOf(kept: readonly string[], { here }: Asked): string {
  const { ways } = JSON.parse(kept.findLast((value) => value.startsWith('{')) as string);
  return here
    .replace(/nonce=[^&]+/, `nonce=${ways.elsewhere.presentationNonce}`)
    .replace(/state=[^&]+/, `state=${ways.elsewhere.state}`);
}

const stateOf = async (browser: { load: (path: string) => Promise<Response> }, question: string) =>
  ((await (await browser.load(`${PAGE}/state?question=${question}`)).json()) as { state: string }).state;

describe('the option on the gate page', () => {
  it.each([
    ['en', 'which provider, hence usually which country'],
    ['fr', 'quel fournisseur, donc le plus souvent quel pays'],
    ['it', 'quale fornitore, dunque di solito quale Paese'],
  ])('stands second, below the wallet, and says what it shows: %s', async (language, words) => {
    const site = await acceptingSite();
    const html = await (await site.browser().navigate(`/_age/gate?lang=${language}`)).text();
    expect(html.indexOf('href="/_age/go"')).toBeGreaterThan(0);
    expect(html.indexOf('href="/_age/go"')).toBeLessThan(html.indexOf('href="/_age/eu-wallet"'));
    expect(html).toContain(words);
  });

  it('stays above what lets others learn of the visit, whatever the order given', async () => {
    const current = () => trustedList;
    const methods = [methodThat({ privacy: 'service-visible' }), euWallet({ trustedList: { current } })];
    const html = await (await (await acceptingSite({}, { methods })).browser().navigate('/_age/gate')).text();
    expect(html.indexOf('/_age/eu-wallet')).toBeLessThan(html.indexOf('/_age/another-way'));
  });
});

describe('the page that asks', () => {
  it('loads one script of its own beside stylesheets, posts no form, and works without script by its links', async () => {
    const site = await acceptingSite();
    const answer = await site.browser().navigate(PAGE);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'; connect-src 'self'",
    );
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-age-eu=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
    const html = await answer.text();
    expect(html.match(/(src|<link[^>]* href)="[^"]*"/g)).toEqual([
      '<link rel="stylesheet" href="/_age/gate.css"',
      '<link rel="stylesheet" href="/_age/eu-wallet/page.css"',
      'src="/_age/eu-wallet/page.js"',
    ]);
    expect(html).toContain('href="av://authorize?');
    expect(html).toContain('<svg class="qr"');
    expect(html).toContain('href="/_age/go"');
    const typeOf = async (file: string) => (await site.browser().load(`${PAGE}/${file}`)).headers.get('content-type');
    expect(await typeOf('page.js')).toBe('text/javascript; charset=utf-8');
    expect(await typeOf('page.css')).toBe('text/css; charset=utf-8');
  });

  it('asks for the age of the site, by org-iso-mdoc alone, and for zero knowledge only where it is verified', async () => {
    const plain = await askPage((await acceptingSite({}, { threshold: 21 })).browser());
    expect(plain.request.protocol).toBe('org-iso-mdoc');
    expect(decodeURIComponent(plain.here)).toContain('age_over_21');
    const requestOf = ({ request }: Asked) =>
      Buffer.from(request.data.deviceRequest ?? '', 'base64url').toString('latin1');
    expect(requestOf(plain)).toContain('age_over_21');
    expect(requestOf(plain)).not.toContain('zkRequest');
    const zk: EuWalletOptions['zk'] = { verifier: { verify: async () => true } };
    expect(requestOf(await askPage((await acceptingSite({ zk })).browser()))).toContain('longfellow-libzk-v1');
  });

  it('keeps one cookie for a browser, and makes a question of its own each time', async () => {
    const browser = (await acceptingSite()).browser();
    const [first, second] = [await askPage(browser), await askPage(browser)];
    expect(second.cookie).toBe(first.cookie);
    expect(second.question).not.toBe(first.question);
    expect(second.here).not.toBe(first.here);
  });

  it.each([
    ['there is no list', away],
    ['the list is for demonstration, and nobody said so', { demonstration: false }],
  ])('says that the option is closed while %s, and leads to the wallet', async (_why, options) => {
    const site = await acceptingSite(options);
    const answer = await site.browser().navigate(PAGE);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
    const html = await answer.text();
    expect(html).toContain('This option is closed for the moment.');
    expect(html).toContain('href="/_age/go"');
    expect(html).not.toContain('av://');
    expect(site.kept).toEqual([]);
  });

  it('believes a list for demonstration nowhere but on this machine', async () => {
    const site = await acceptingSite({}, { origin: 'https://site.example' });
    expect((await site.browser().navigate(PAGE)).status).toBe(503);
  });

  it.each([
    ['POST', '', 405],
    ['HEAD', '', 405],
    ['GET', '/answer/x', 405],
    ['GET', '/digital', 405],
    ['POST', '/state', 405],
    ['GET', '/other', 404],
    ['GET', '/answer', 404],
  ])('answers nothing else: %s %s', async (method, path, status) => {
    expect((await (await acceptingSite()).browser().load(PAGE + path, { method })).status).toBe(status);
  });

  it('has to be given what it needs', () => {
    expect(() => euWallet({} as never)).toThrow(TypeError);
    expect(() => euWallet({ trustedList: {} as never })).toThrow(TypeError);
    expect(() => euWallet({ trustedList: { current: () => trustedList }, zk: {} as never })).toThrow(TypeError);
  });
});

describe('an answer by an app of this device', () => {
  it('leads back with a fresh code, which opens the page that was asked for, once', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    await browser.navigate('/films/7');
    const { here } = await askPage(browser);
    const { redirectUri = '' } = await showByLink(site, here);
    expect(redirectUri).toMatch(new RegExp(`^${SITE}${PAGE}/return\\?code=[\\w-]{43}$`));
    const back = redirectUri.slice(SITE.length);
    const admitted = await browser.navigate(back);
    expect([admitted.status, admitted.headers.get('location')]).toEqual([303, '/_age/enter']);
    expect(browser.cookies.has('__Host-age-eu')).toBe(false);
    expect((await browser.navigate('/_age/enter')).headers.get('location')).toBe('/films/7');
    expect(await isIn(browser)).toBe(true);
    expect((await browser.navigate(back)).status).toBe(403);
    expect(site.refused).toEqual(['ERR_CODE_UNKNOWN']);
  });

  it('opens nothing for another browser, and the code is gone then', async () => {
    const site = await acceptingSite();
    const [asker, victim] = [site.browser(), site.browser()];
    const { here, question } = await askPage(asker);
    await askPage(victim);
    const back = ((await showByLink(site, here)).redirectUri ?? '').slice(SITE.length);
    expect((await victim.navigate(back)).status).toBe(403);
    expect((await asker.navigate(back)).status).toBe(403);
    // Nor does the page that waits for other devices let its browser in by it.
    expect(await stateOf(asker, question)).toBe('returning');
    expect((await asker.navigate(`${PAGE}/state?question=${question}`)).status).toBe(200);
    expect([await isIn(asker), await isIn(victim)]).toEqual([false, false]);
    expect(site.refused).toEqual(['ERR_PRE_SESSION', 'ERR_CODE_UNKNOWN']);
  });

  it('shows the page of a refusal to a stray visit, of which nobody is told', async () => {
    const site = await acceptingSite();
    const answer = await site.browser().navigate(`${PAGE}/return`);
    expect(answer.status).toBe(403);
    expect(site.refused).toEqual([]);
  });

  it('comes too late two minutes after it was shown', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    const back = ((await showByLink(site, (await askPage(browser)).here)).redirectUri ?? '').slice(SITE.length);
    site.clock.now += 121;
    expect((await browser.navigate(back)).status).toBe(403);
  });
});

describe('an answer by an app of another device', () => {
  it('opens the session of the browser that shows the code, once', async () => {
    const site = await acceptingSite();
    const [browser, other] = [site.browser(), site.browser()];
    const asked = await askPage(browser);
    const state = `${PAGE}/state?question=${asked.question}`;
    expect(await stateOf(browser, asked.question)).toBe('waiting');
    expect(await (await browser.navigate(state)).text()).toContain('Nothing has arrived yet.');
    expect(await showByLink(site, elsewhereOf(site.kept, asked))).toEqual({});
    expect(await stateOf(browser, asked.question)).toBe('shared');
    await askPage(other);
    expect((await other.navigate(state)).status).toBe(403);
    const admitted = await browser.navigate(state);
    expect([admitted.status, admitted.headers.get('location')]).toEqual([303, '/_age/enter']);
    expect(await isIn(browser)).toBe(true);
    expect(await isIn(other)).toBe(false);
    expect(site.refused).toEqual(['ERR_PRE_SESSION']);
    browser.cookies.set('__Host-age-eu', asked.cookie);
    expect((await browser.navigate(state)).status).toBe(403);
  });

  it('is neither asked for nor taken where the site says so', async () => {
    const site = await acceptingSite({ elsewhere: false });
    const { html } = await askPage(site.browser());
    expect(html).not.toContain('<svg class="qr"');
    expect(html).not.toContain('data-polled');
    expect(JSON.parse(site.kept.at(-1) ?? '').ways.elsewhere).toBeUndefined();
  });

  it('is over for the page when it was refused, and when its time is over', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    const first = await askPage(browser);
    const young = await hold({ elements: [['age_over_18', false]] });
    await expect(showByLink(site, elsewhereOf(site.kept, first), young)).rejects.toThrow('ERR_AGE_NOT_SHOWN');
    expect(await stateOf(browser, first.question)).toBe('over');
    const second = await askPage(browser);
    site.clock.now += 301;
    expect(await stateOf(browser, second.question)).toBe('over');
  });
});

describe('an answer through the browser', () => {
  it('opens the session of the page that asked', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    await browser.navigate('/films/7');
    const asked = await askPage(browser);
    const answer = await postDigital(browser, asked.question, await digitalAnswer(asked));
    expect([answer.status, await answer.json()]).toEqual([200, { next: '/_age/enter' }]);
    expect((await browser.navigate('/_age/enter')).headers.get('location')).toBe('/films/7');
    expect(await isIn(browser)).toBe(true);
    expect(site.refused).toEqual([]);
  });

  it('does not know another site’s transcript, or that of another question', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    const elsewhere = await askPage(browser);
    const relayed = await postDigital(
      browser,
      elsewhere.question,
      await digitalAnswer(elsewhere, 'https://other.example'),
    );
    const [first, second] = [await askPage(browser), await askPage(browser)];
    const crossed = await postDigital(browser, second.question, await digitalAnswer(first));
    expect([relayed.status, crossed.status, await isIn(browser)]).toEqual([403, 403, false]);
    expect(site.refused).toEqual(['ERR_MDOC_DECRYPTION', 'ERR_MDOC_DECRYPTION']);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['another origin', { origin: 'https://other.example' }],
    ['no page', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ])('is not taken from %s', async (_whose, headers) => {
    const site = await acceptingSite();
    const browser = site.browser();
    const asked = await askPage(browser);
    expect((await postDigital(browser, asked.question, await digitalAnswer(asked), headers)).status).toBe(403);
    expect(site.refused).toEqual(['ERR_PRE_SESSION']);
  });

  it('is not taken from a browser without the cookie, which does not end the question', async () => {
    const site = await acceptingSite();
    const [browser, other] = [site.browser(), site.browser()];
    const asked = await askPage(browser);
    const answer = await digitalAnswer(asked);
    expect((await postDigital(other, asked.question, answer)).status).toBe(403);
    await askPage(other);
    expect((await postDigital(other, asked.question, answer)).status).toBe(403);
    expect(await isIn(other)).toBe(false);
    expect((await postDigital(browser, asked.question, answer)).status).toBe(200);
    expect(site.refused).toEqual(['ERR_PRE_SESSION', 'ERR_PRE_SESSION']);
  });
});

/** Everything that is wrong for one reason, by a link for an app of this device. */
const REFUSALS: Readonly<
  Record<string, { code: string; act: (site: Awaited<ReturnType<typeof acceptingSite>>) => Promise<unknown> }>
> = {
  'a person who is too young': {
    code: 'ERR_MDOC_AGE',
    act: async (site) =>
      showByLink(site, (await askPage(site.browser())).here, await hold({ elements: [['age_over_18', false]] })),
  },
  'a proof of a lower age': {
    code: 'ERR_MDOC_AGE',
    act: async (site) =>
      showByLink(site, (await askPage(site.browser())).here, await hold({ elements: [['age_over_16', true]] })),
  },
  'a proof that is over': {
    code: 'ERR_MDOC_VALIDITY',
    act: async (site) => {
      const day = NOON - 12 * 3600 - 180 * 86_400;
      const validity = { signed: day, validFrom: day, validUntil: day + 90 * 86_400 };
      return showByLink(site, (await askPage(site.browser())).here, await hold({ validity }));
    },
  },
  'a provider that nobody listed': {
    code: 'ERR_MDOC_ISSUER_UNLISTED',
    act: async (site) => {
      const { attestationProvider } = await createTestPki(NOON);
      return showByLink(site, (await askPage(site.browser())).here, await hold({}, attestationProvider));
    },
  },
  'a second answer to one question': {
    code: 'ERR_EVIDENCE_SESSION',
    act: async (site) => {
      const { here } = await askPage(site.browser());
      await showByLink(site, here);
      return showByLink(site, here);
    },
  },
  'a question whose time is over': {
    code: 'ERR_EVIDENCE_SESSION',
    act: async (site) => {
      const { here } = await askPage(site.browser());
      site.clock.now += 301;
      return showByLink(site, here);
    },
  },
  'a nonce of another question': {
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    act: async (site) => {
      const { here } = await askPage(site.browser());
      return showByLink(site, here.replace(/nonce=[^&]+/, `nonce=${'A'.repeat(43)}`));
    },
  },
  'a state of another question': {
    code: 'ERR_EVIDENCE_SESSION',
    act: async (site) => {
      const { here } = await askPage(site.browser());
      return showByLink(site, here.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`));
    },
  },
  'a question that nobody asked': {
    code: 'ERR_EVIDENCE_SESSION',
    act: async (site) => {
      const { here, question } = await askPage(site.browser());
      return showByLink(site, here.replaceAll(question, formatBase64url(new Uint8Array(32))));
    },
  },
};

const post = (site: Awaited<ReturnType<typeof acceptingSite>>, question: string, body: string, type: string) =>
  site.app.fetch(
    new Request(`${SITE}${PAGE}/answer/${question}`, { method: 'POST', body, headers: { 'content-type': type } }),
  );

describe('what is refused', () => {
  it.each(Object.entries(REFUSALS))('%s, for that reason alone', async (_what, { code, act }) => {
    const site = await acceptingSite();
    await expect(act(site)).rejects.toThrow('ERR_AGE_NOT_SHOWN');
    expect(site.refused).toEqual([code]);
  });

  it('is answered alike, whatever it was: status, headers and body', async () => {
    const site = await acceptingSite();
    const { here, question } = await askPage(site.browser());
    const form = 'application/x-www-form-urlencoded';
    const state = /state=([^&]+)/.exec(here)?.[1] ?? '';
    const token = (text: string) => encodeURIComponent(`{"proof_of_age":["${text}"]}`);
    const answers = [
      await post(site, question, 'vp_token=x&state=y', form),
      await post(site, question, '', form),
      await post(site, question, 'a'.repeat(40_000), form),
      await post(site, question, '{}', 'application/json'),
      await post(site, 'x', 'vp_token=x&state=y', form),
      await post(site, question, `vp_token=${token('oA')}&state=${state}`, form),
      await post(site, question, `vp_token=${token('oA')}&state=${state}`, form),
    ];
    const seen = await Promise.all(
      answers.map(async (answer) => JSON.stringify([answer.status, [...answer.headers], await answer.text()])),
    );
    expect(answers[0]?.status).toBe(403);
    expect(new Set(seen).size).toBe(1);
    expect(site.refused).toEqual([
      'ERR_MDOC_MALFORMED',
      'ERR_MDOC_MALFORMED',
      'ERR_TOO_LARGE',
      'ERR_FORM_MALFORMED',
      'ERR_MDOC_MALFORMED',
      'ERR_MDOC_MALFORMED',
      'ERR_EVIDENCE_SESSION',
    ]);
  });

  it('is one page for people, whatever it was', async () => {
    const site = await acceptingSite();
    const [browser, other] = [site.browser(), site.browser()];
    const asked = await askPage(browser);
    await showByLink(site, elsewhereOf(site.kept, asked));
    const pages = [
      await other.navigate(`${PAGE}/return`),
      await other.navigate(`${PAGE}/return?code=${'A'.repeat(43)}`),
      await other.navigate(`${PAGE}/return?code=x`),
      await other.navigate(`${PAGE}/state?question=${asked.question}`),
      await other.navigate(`${PAGE}/state?question=${'A'.repeat(43)}`),
    ];
    const seen = await Promise.all(pages.map(async (page) => `${page.status} ${await page.text()}`));
    expect(pages[0]?.status).toBe(403);
    expect(new Set(seen).size).toBe(1);
  });

  it('ends no question for whoever knows its address alone', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    const { here, question } = await askPage(browser);
    await post(
      site,
      question,
      'vp_token=%7B%22proof_of_age%22%3A%5B%22oA%22%5D%7D&state=y',
      'application/x-www-form-urlencoded',
    );
    expect((await showByLink(site, here)).redirectUri).toBeDefined();
  });

  it('waits while nobody can say whose proofs are good, and the question with it', async () => {
    let isAway = false;
    const current = () => (isAway ? raise(new AgeError('ERR_NOT_READY')) : trustedList);
    const site = await acceptingSite({ trustedList: { current } });
    const browser = site.browser();
    const asked = await askPage(browser);
    isAway = true;
    expect((await postDigital(browser, asked.question, await digitalAnswer(asked))).status).toBe(503);
    await expect(showByLink(site, asked.here)).rejects.toThrow('ERR_NOT_READY');
    isAway = false;
    expect((await postDigital(browser, asked.question, await digitalAnswer(asked))).status).toBe(200);
  });

  it('lets one of many answers in that come at once', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    const asked = await askPage(browser);
    const answer = await digitalAnswer(asked);
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await postDigital(browser, asked.question, answer)).status),
    );
    expect(statuses.sort()).toEqual([200, ...Array(7).fill(403)]);
  });
});

describe('what is kept', () => {
  it('is chance alone: nothing of a proof, of who showed it, or of who issued it', async () => {
    const site = await acceptingSite();
    const browser = site.browser();
    const canary = await hold();
    const [first, second, third] = [await askPage(browser), await askPage(browser), await askPage(browser)];
    await postDigital(browser, first.question, await digitalAnswer(first, SITE, canary));
    await showByLink(site, second.here, canary);
    await showByLink(site, elsewhereOf(site.kept, third), canary);

    const [, unprotected, payload, signature] = canary.attestation.issuerAuth;
    const parts = [payload, signature, unprotected.get(33)] as Uint8Array[];
    const written = site.kept.join('\n') + JSON.stringify([site.events, site.refused]);
    for (const part of parts) {
      for (let from = 0; from + 24 <= part.length; from += 12) {
        const piece = Buffer.from(part.subarray(from, from + 24));
        for (const spelling of ['base64url', 'base64', 'hex', 'latin1'] as const) {
          expect(written).not.toContain(piece.toString(spelling));
        }
      }
    }
    const SHAPES =
      /^(\{"browser":"[\w-]{43}","ways":\{"here":\{[^{}]*\},"elsewhere":\{[^{}]*\}\},"digital":\{"encryptionInfo":"[\w-]+","privateKey":\{[^{}]*\},"threshold":18,"zk":\[\]\}\}|(here|elsewhere) [\w-]{43}|[\w-]{43})$/;
    const ours = site.kept.filter((value) => /^(\{"browser"|here |elsewhere )/.test(value));
    expect(ours.length).toBe(5);
    for (const value of ours) expect(value).toMatch(SHAPES);
  });
});
