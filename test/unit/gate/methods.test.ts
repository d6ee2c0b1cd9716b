import type { ErrorCode } from '@bauta/sdk/protocol';
import { AgeError } from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodVisit } from '../../../sdk/gate/method.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { methodThat } from './method-that.ts';
import { createTestSite, NOON } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

const siteWith = (...methods: Parameters<typeof methodThat>[0][]) =>
  createTestSite(issuer, { methods: methods.map((one) => methodThat(one)) });

describe('a method that the site passes in', () => {
  it('stands below the wallet on the gate page, and in the self-description', async () => {
    const site = await siteWith({});
    const html = await (await site.browser().navigate('/films/3')).text();
    expect(html.indexOf('href="/_age/go"')).toBeLessThan(html.indexOf('href="/_age/another-way"'));
    expect(html).toContain('This site sees who says that you are over');
    const described = (await (await site.browser().navigate('/.well-known/age-gate.json')).json()) as object;
    expect(described).toMatchObject({
      options: [
        { name: 'wallet', privacy: 'double-blind' },
        { name: 'another-way', privacy: 'source-visible' },
      ],
    });
  });

  it('answers at its own path and below, and nowhere else', async () => {
    const site = await siteWith({});
    const statusOf = async (path: string) => (await site.browser().navigate(path)).status;
    expect(await statusOf('/_age/another-way')).toBe(200);
    expect(await statusOf('/_age/another-way/below')).toBe(200);
    expect(await statusOf('/_age/another-ways')).toBe(404);
    expect(await statusOf('/_age/')).toBe(404);
    expect(await statusOf('/another-way')).toBe(403);
    expect(site.runs.count).toBe(0);
  });

  it('cannot take the place of one of the gate’s own', async () => {
    const site = await siteWith({ name: 'redeem' }, { name: 'enter' });
    const answer = await site.browser().navigate('/_age/enter');
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toBe('asked');
  });

  it('opens a session only by admitting, and leads to the page that was asked for', async () => {
    const site = await siteWith({ answer: ({ admit }: MethodVisit) => admit() });
    const browser = site.browser();
    await browser.navigate('/films/3');
    const admitted = await browser.navigate('/_age/another-way');
    expect([admitted.status, admitted.headers.get('location')]).toEqual([303, '/_age/enter']);
    const entered = await browser.navigate('/_age/enter');
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/films/3']);
    expect(await (await browser.navigate('/films/3')).text()).toBe('open');
    expect(site.events).toContainEqual({ event: 'session-opened' });

    const closed = await siteWith({});
    const other = closed.browser();
    await other.navigate('/_age/another-way');
    expect((await other.navigate('/films/3')).status).toBe(403);
  });

  it('tells the operator what it refused', async () => {
    const site = await siteWith({
      async answer({ settings }: MethodVisit) {
        settings.onRefused('ERR_MDOC_AGE' satisfies ErrorCode);
        return { status: 403, headers: {}, cookies: [], body: null };
      },
    });
    await site.browser().navigate('/_age/another-way');
    expect(site.refused).toEqual(['ERR_MDOC_AGE']);
  });

  it('that throws shuts the door for this request, and lets nobody in', async () => {
    for (const error of [new Error('broken'), new AgeError('ERR_STORE_UNAVAILABLE')]) {
      const site = await siteWith({ answer: () => Promise.reject(error) });
      const browser = site.browser();
      expect((await browser.navigate('/_age/another-way')).status).toBe(503);
      expect((await browser.navigate('/films/3')).status).toBe(403);
    }
  });

  it('has to be one: anything else ends the start', async () => {
    for (const methods of [{}, [{}], [null], 'wallet']) {
      await expect(createTestSite(issuer, { methods: methods as never })).rejects.toThrow(/methods: must be/);
    }
  });
});
