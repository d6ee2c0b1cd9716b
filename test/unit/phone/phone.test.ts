import {
  checkPresentation,
  formatPresentationRequest,
  type Presentation,
  parsePresentationForm,
  parseTrustedList,
} from '@bauta/sdk/eu-wallet';
import { describe, expect, it } from 'vitest';
import { createPhone } from '../../../services/phone/app.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { outcomeOf } from '../eu-wallet/figures.ts';

const NOW = Date.UTC(2026, 10, 18, 9, 30) / 1000;
const pki = await createTestPki(NOW);
const trustedList = parseTrustedList(pki.trustedList, { production: false });
const presentation: Presentation = {
  responseUri: 'https://attester.example/evidence/1',
  presentationNonce: 'n'.repeat(43),
  state: 'c2Vzc2lvbg',
};
const link = formatPresentationRequest(presentation);

/** A phone whose posts end in `posts`. */
function phoneWith(answer: () => Response | Promise<Response> = () => Response.json({})) {
  const posts: Request[] = [];
  const fetch = async (request: Request) => {
    posts.push(request);
    return answer();
  };
  return { phone: createPhone({ now: () => NOW, pki, fetch }), posts };
}

const json = (body: unknown, headers = { 'content-type': 'application/json' }) => ({
  method: 'POST',
  headers,
  body: JSON.stringify(body),
});

describe('POST /present', () => {
  it.each([
    ['adult', 'accepted'],
    ['young', 'ERR_MDOC_AGE'],
    ['expired', 'ERR_MDOC_VALIDITY'],
  ])('delivers the answer of the %s, which the verifier finds %s', async (person, outcome) => {
    const { phone, posts } = phoneWith();
    const answer = await phone.request('/present', json({ request: link, person }));
    expect([answer.status, await answer.json()]).toEqual([200, { delivered: true }]);
    const [post] = posts as [Request];
    expect(posts).toHaveLength(1);
    expect([post.url, post.method, post.redirect]).toEqual([presentation.responseUri, 'POST', 'manual']);
    expect(post.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    const body = await post.text();
    const judged = () => checkPresentation(parsePresentationForm(body), presentation, { trustedList, now: NOW });
    expect(await outcomeOf(judged)).toBe(outcome);
  });

  it('shows the age that is asked for', async () => {
    const { phone, posts } = phoneWith();
    const asked = { ...presentation, threshold: 16 };
    await phone.request('/present', json({ request: formatPresentationRequest(asked), person: 'adult' }));
    const body = await (posts[0] as Request).text();
    const proof = await checkPresentation(parsePresentationForm(body), asked, { trustedList, now: NOW });
    expect(proof.thresholds).toEqual([16]);
  });

  it('issues a document of its own for each answer', async () => {
    const { phone, posts } = phoneWith();
    for (let i = 0; i < 2; i++) await phone.request('/present', json({ request: link, person: 'adult' }));
    const proofs = await Promise.all(
      posts.map(async (post) =>
        checkPresentation(parsePresentationForm(await post.text()), presentation, { trustedList, now: NOW }),
      ),
    );
    expect(proofs[0]?.msoPayload).not.toEqual(proofs[1]?.msoPayload);
  });

  it.each([
    [
      'a request that no app takes',
      json({ request: 'av://authorize?x=1', person: 'adult' }),
      400,
      'ERR_PRESENT_REQUEST',
    ],
    ['somebody else', json({ request: link, person: 'constructor' }), 400, 'ERR_BODY_MALFORMED'],
    ['an unknown member', json({ request: link, person: 'adult', x: 1 }), 400, 'ERR_BODY_MALFORMED'],
    ['a form', json({ request: link, person: 'adult' }, { 'content-type': 'text/plain' }), 415, 'ERR_MEDIA_TYPE'],
    ['too much', json({ request: 'x'.repeat(20_000), person: 'adult' }), 413, 'ERR_TOO_LARGE'],
  ])('refuses %s and posts nothing', async (_why, request, status, code) => {
    const { phone, posts } = phoneWith();
    const answer = await phone.request('/present', request);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
    expect(posts).toEqual([]);
  });

  it.each([
    ['refuses', () => Response.json({}, { status: 403 }), 403, 'ERR_AGE_NOT_SHOWN'],
    ['does not know the session', () => Response.json({}, { status: 404 }), 503, 'ERR_NOT_READY'],
    [
      'redirects',
      () => new Response(null, { status: 302, headers: { location: 'https://other.example/' } }),
      503,
      'ERR_NOT_READY',
    ],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 503, 'ERR_NOT_READY'],
  ])('says so when the verifier %s', async (_what, verifier, status, code) => {
    const { phone, posts } = phoneWith(verifier);
    const answer = await phone.request('/present', json({ request: link, person: 'adult' }));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
    expect(posts).toHaveLength(1);
  });
});

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/text.js', 'text/javascript; charset=utf-8'],
  ])('answers %s under a policy without inline code', async (path, mediaType) => {
    const answer = await phoneWith().phone.request(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mediaType]);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; " +
        "base-uri 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.has('set-cookie')).toBe(false);
  });

  it('has no inline script, style or handler', async () => {
    const html = await (await phoneWith().phone.request('/')).text();
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/);
    expect(html.match(/<script[^>]*>[^<]+/)).toBeNull();
  });

  it('answers nothing else', async () => {
    const { phone } = phoneWith();
    for (const path of ['/page', '/../app.ts', '/text/en.ts']) expect((await phone.request(path)).status).toBe(404);
  });
});
