import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { searchGround } from '../../privacy/canary/campaign.ts';
import { walkHouse } from '../../privacy/canary/grounds/house-ground.ts';
import { drawFrom } from '../../privacy/canary/lots.ts';
import { createPersona } from '../../privacy/canary/persona.ts';
import { judge } from '../../privacy/canary/table/judge.ts';
import type { House } from '../../rooms/house.ts';
import { bend } from '../../rooms/house-log.ts';

/** Rooms that keep or tell what they must not, each in a way of its own, and the cells that each must turn red. */
const MUTANTS: Readonly<Record<string, readonly [cells: readonly string[], spoil: (house: House) => void]>> = {
  'an attester that logs who made an account': [
    ['credential id: attester logs'],
    (house) =>
      bend(house, house.origins.attester, async (request) => {
        if (!request.url.endsWith('/accounts')) return undefined;
        const text = await request.text();
        const id = /"id":"([\w-]+)"/.exec(text)?.[1] ?? '';
        house.logs.get('attester')?.push(`${JSON.stringify({ event: 'account', id })}\n`);
        return undefined;
      }),
  ],
  'an attester that writes down the address that asked for a grant, as a hash': [
    ['address of the person: attester keeps'],
    (house) =>
      bend(house, house.origins.attester, async ({ url, headers }) => {
        if (!url.endsWith('/grants')) return undefined;
        const [address = ''] = (headers.get('x-forwarded-for') ?? '').split(',');
        const digest = createHash('sha1').update(address).digest('hex');
        writeFileSync(join(house.folder, 'attester-visitors.txt'), digest, { flag: 'a' });
        return undefined;
      }),
  ],
  'an issuer that stores grants': [
    // A grant holds the hash of the batch that it is good for.
    ['grant: issuer keeps', 'blinded tokens: issuer keeps'],
    (house) =>
      bend(house, house.origins.issuer, async ({ headers }) => {
        const grant = /token="([\w-]+)"/.exec(headers.get('authorization') ?? '')?.[1];
        if (grant) writeFileSync(join(house.folder, 'issuer-grants.bin'), Buffer.from(grant, 'base64url'));
        return undefined;
      }),
  ],
  'a site whose log names the page that visitors came from': [
    ['page the person came from: site logs'],
    (house) =>
      bend(house, house.origins.demoSite, async ({ headers }) => {
        house.logs.get('demo-site')?.push(`"GET /" 200 "${headers.get('referer')}"\n`);
        return undefined;
      }),
  ],
  'a site that keeps tokens as the hash of their text': [
    ['token that was shown: site keeps'],
    (house) =>
      bend(house, house.origins.demoSite, async (request) => {
        if (!request.url.endsWith('/_age/redeem')) return undefined;
        const token = new URLSearchParams(await request.text()).get('token');
        if (token?.length !== 472) return undefined;
        const digest = createHash('sha256').update(token).digest('base64');
        writeFileSync(join(house.folder, 'demo-site-seen.txt'), `{"seen":"${digest}"}`, { flag: 'a' });
        return undefined;
      }),
  ],
  'an issuer whose refusal repeats what was sent': [
    ['words in a wrong field: issuer errors'],
    (house) =>
      bend(house, house.origins.issuer, async (request) => {
        const sent = await request.text();
        if (!sent.startsWith('typed ')) return undefined;
        return Response.json({ code: 'ERR_REQUEST_MALFORMED', detail: `not a request: ${sent}` }, { status: 422 });
      }),
  ],
  'a site that tells its log server which visitors it has': [
    ['name of the site: log sees'],
    (house) =>
      bend(house, house.origins.demoSite, async ({ url }) => {
        const hosts = Buffer.from(`from ${new URL(url).host} `).toString('base64url');
        await house.fetch(`${house.origins.log}/checkpoint?${hosts}`);
        return undefined;
      }),
  ],
};

let red: readonly string[];

beforeAll(async () => {
  const draw = drawFrom('canary-mutants.test.ts');
  const people = [createPersona(40, draw), createPersona(41, draw)];
  const spoil = (house: House): void => {
    for (const [, mutant] of Object.values(MUTANTS)) mutant(house);
  };
  const found = await searchGround('a spoilt house', (marks) =>
    walkHouse({ marks, people, portBase: 27_200, ways: ['an age app by a link'], bend: spoil }),
  );
  red = judge(found.searched.sightings)
    .filter(({ verdict }) => verdict === 'breach')
    .map(({ datum, party, place }) => `${datum}: ${party} ${place}`);
}, 120_000);

describe('the canary table', () => {
  it.each(Object.entries(MUTANTS))('turns red for %s', (_, [cells]) => {
    expect(red).toEqual(expect.arrayContaining([...cells]));
  });

  it('turns red there and nowhere else', () => {
    expect([...red].sort()).toEqual(
      Object.values(MUTANTS)
        .flatMap(([cells]) => cells)
        .sort(),
    );
  });
});
