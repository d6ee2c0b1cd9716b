import { testIssuer } from '@bauta/sdk/test-issuer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { examine, linesOf } from './examine.ts';
import { type Served, serveDirectory, serveSite, type Tamper, withHeaders } from './served-site.ts';

let issuer: Awaited<ReturnType<typeof serveDirectory>>;
let other: Awaited<ReturnType<typeof serveDirectory>>;
let site: Awaited<ReturnType<typeof serveSite>>;
const more: Served[] = [];
beforeAll(async () => {
  [issuer, other] = [await serveDirectory(), await serveDirectory()];
  site = await serveSite(issuer.name);
});
afterEach(() => {
  issuer.tamper = (_, answer) => answer;
});
afterAll(async () => {
  for (const served of [issuer, other, site, ...more]) await served.close();
});

const rewrite =
  (change: (text: string) => string): Tamper =>
  async (_, answer) =>
    new Response(change(await answer.text()), answer);

const BROKEN: readonly (readonly [string, RegExp, Tamper])[] = [
  ['an error', /answers 500 where its directory should be/, () => new Response(null, { status: 500 })],
  [
    'a redirect',
    /answers 302 where its directory should be/,
    () => new Response(null, { status: 302, headers: { location: '/elsewhere' } }),
  ],
  ['a directory cut short', /malformed \(ERR_DIRECTORY_MALFORMED\)/, rewrite((text) => text.slice(0, 300))],
  [
    'a directory of another origin',
    /malformed/,
    rewrite((text) => text.replace(/http:..[^/]+/, 'https://evil.example')),
  ],
  ['a directory without this age', /lists no key of age 18 for/, rewrite((text) => text.replaceAll(':18', ':21'))],
];

describe('an issuer that answers with', () => {
  it.each(BROKEN)('%s', async (_, sentence, tamper) => {
    issuer.tamper = tamper;
    const { exit, all } = await examine([site.origin]);
    const faults = linesOf(all, 'fault');
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^trust: /);
    expect(faults[0]).toMatch(sentence);
    expect(exit).toBe(1);
  });

  it('other keys than those that the site asks for', async () => {
    issuer.tamper = async () => {
      const theirs = await fetch(`${other.origin}/.well-known/private-token-issuer-directory`);
      return new Response((await theirs.text()).replaceAll(other.name, issuer.name));
    };
    const { all } = await examine([site.origin]);
    expect(linesOf(all, 'fault')).toEqual([
      expect.stringMatching(/^trust: The site asks for a key that .* its directory is old/),
    ]);
  });

  it('no key of next week', async () => {
    issuer.tamper = async (_, answer) => {
      const directory = (await answer.json()) as { 'token-keys': unknown[] };
      return Response.json({ ...directory, 'token-keys': directory['token-keys'].slice(0, 1) });
    };
    const { exit, all } = await examine([site.origin]);
    expect(linesOf(all, 'look')).toEqual([expect.stringMatching(/^trust: .* lists no key for \d{4}-W\d\d yet/)]);
    expect(exit).toBe(0);
  });

  it('a clock of its own: the site is behind it', async () => {
    const date = new Date(Date.now() + 700_000).toUTCString();
    issuer.tamper = (_, answer) => withHeaders(answer, { date });
    const { all } = await examine([site.origin]);
    expect(linesOf(all, 'fault')).toEqual(["clock: The clock of the gate is 12 min behind the issuer's."]);
  });

  it('nothing: it cannot be judged', async () => {
    const passing = await serveDirectory();
    const lonely = await serveSite(passing.name);
    more.push(lonely);
    await passing.close();
    const { exit, all } = await examine([lonely.origin]);
    expect(linesOf(all, 'unknown')).toEqual([
      `trust: The directory of ${passing.name} cannot be read: nothing listens there.`,
    ]);
    expect([exit, linesOf(all, 'fault')]).toEqual([2, []]);
  });
});

describe('a site', () => {
  it('with a test issuer is a thing to look at on localhost', async () => {
    const testing = await serveSite(issuer.name, { testIssuer: testIssuer('pass', {}) });
    more.push(testing);
    const { exit, all } = await examine([testing.origin]);
    expect(linesOf(all, 'look')).toEqual([
      'trust: A test issuer lets everyone in.',
      'cookies: The way leads to a test page and not to a wallet.',
    ]);
    expect([exit, linesOf(all, 'fault')]).toEqual([0, []]);
  });

  it('that does not answer cannot be judged', async () => {
    const gone = await serveSite(issuer.name);
    await gone.close();
    const { exit, all } = await examine([gone.origin]);
    expect(linesOf(all, 'unknown')).toEqual([`reach: ${gone.origin} does not answer: nothing listens there.`]);
    expect(exit).toBe(2);
  });
});
