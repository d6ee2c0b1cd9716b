import { epochAt } from '@bauta/sdk/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { examine, linesOf } from './examine.ts';
import { type Served, serveDirectory, serveSite, withHeaders } from './served-site.ts';

let issuer: Awaited<ReturnType<typeof serveDirectory>>;
let site: Awaited<ReturnType<typeof serveSite>>;
const others: Served[] = [];
beforeAll(async () => {
  issuer = await serveDirectory();
  site = await serveSite(issuer.name);
});
afterEach(() => {
  for (const served of [issuer, site]) served.tamper = (_, answer) => answer;
});
afterAll(async () => {
  for (const served of [issuer, site, ...others]) await served.close();
});

describe('a site as it should be', () => {
  it('1. is found well, with a line for each check', async () => {
    const { exit, all } = await examine([site.origin]);
    expect(linesOf(all, 'fault')).toEqual([]);
    expect(linesOf(all, 'look')).toEqual([]);
    expect(all.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual(
      ['tls', 'clock', 'trust', 'headers', 'cookies', 'caches', 'canaries'].map((check) => `${check} ok`),
    );
    expect(exit).toBe(0);
  });

  it('is asked with GET and HEAD, without a token or a proof', () => {
    expect(site.asked.length).toBeGreaterThan(30);
    for (const { method, headers } of site.asked) {
      expect(['GET', 'HEAD']).toContain(method);
      expect([headers.get('authorization'), headers.get('dpop')]).toEqual([null, null]);
    }
  });
});

describe('a gate with one thing wrong', () => {
  it('a clock 11 minutes off', async () => {
    const real = (): number => Math.floor(Date.now() / 1000);
    const skew = epochAt(real() + 660) === epochAt(real()) ? 660 : -660;
    const skewed = await serveSite(issuer.name, { now: () => real() + skew });
    others.push(skewed);
    const { all, exit } = await examine([skewed.origin]);
    expect(linesOf(all, 'fault')).toEqual([expect.stringMatching(/^clock: The clock of the gate is 11 min/)]);
    expect(exit).toBe(1);
  });

  it('another origin than the one it is reached at', async () => {
    const elsewhere = await serveSite(issuer.name, { origin: 'https://site.example' });
    others.push(elsewhere);
    const { all } = await examine([elsewhere.origin]);
    expect(linesOf(all, 'fault')).toEqual(['cookies: The gate takes itself for another origin than this one.']);
    expect(all.find(({ verdict }) => verdict === 'fault')?.setting).toBe('origin');
  });

  it('a door that is shut', async () => {
    const young = await serveSite(issuer.name, { threshold: 21 });
    others.push(young);
    const { all, exit } = await examine([young.origin]);
    expect(linesOf(all, 'fault')).toEqual([
      'headers: The door is shut: the gate answers 503.',
      'cookies: /_age/go answers 503, not 303.',
    ]);
    expect(exit).toBe(1);
  });
});

describe('a site that somebody should look at', () => {
  it('has a proxy in front', async () => {
    site.tamper = (_, answer) => withHeaders(answer, { via: '1.1 varnish', 'x-cache': 'MISS' });
    const { exit, all } = await examine([site.origin]);
    expect(linesOf(all, 'look')).toEqual(['caches: A proxy stands in front (via, x-cache).']);
    expect(exit).toBe(0);
  });

  it('does not describe itself', async () => {
    site.tamper = ({ url }, answer) => (url.endsWith('age-gate.json') ? new Response(null, { status: 404 }) : answer);
    const { exit, all } = await examine([site.origin]);
    expect(linesOf(all, 'look')).toEqual([
      'canaries: There is no self-description.',
      'canaries: No canaries are named: only the front page was looked at.',
    ]);
    expect([exit, linesOf(all, 'fault')]).toEqual([0, []]);
  });

  it('describes itself in another version', async () => {
    const describe = (members: object) => {
      site.tamper = async ({ url }, answer) =>
        url.endsWith('age-gate.json') ? Response.json({ ...(await answer.json()), ...members }) : answer;
    };
    describe({ version: 2 });
    expect(linesOf((await examine([site.origin])).all, 'look')).toEqual([
      'canaries: The self-description is of a version that this doctor does not know.',
      'canaries: No canaries are named: only the front page was looked at.',
    ]);
    describe({ minor: 3, more: 'of it' });
    expect(linesOf((await examine([site.origin])).all, 'look')).toEqual([]);
  });
});
