import { type Child, openChild } from '../../programs/child.ts';
import { ORIGIN } from '../../unit/gate/site.ts';
import type { Act, Figures, Plan } from '../act.ts';
import { openKeepAlive } from '../keep-alive.ts';
import type { RedeemSite } from '../redeem-site.ts';
import type { Cost } from '../statistics.ts';
import { type Ground, listStores, openGround, type StoreName } from '../stores.ts';

const AT_ONCE = 64;
const BARE = 'the same form, node:http alone';
/** Of the rate without HTTP, on the same store. */
const BOUND = { least: 0.5 };

/**
 * Redemptions over HTTP: the form as a wallet's page posts it, to a site in a process of its own, on connections that are
 * kept, 64 at once; beside what the same process redeems without HTTP, 64 at once. The time counts, since rates are
 * promised; on a machine that is busy otherwise it is HTTP alone that needs a second core, so the site's CPU stands beside.
 */
export const redeemHttp: Act = {
  name: 'redeem-http',
  async open({ count, isQuick }) {
    const site = await openChild<RedeemSite>(new URL('../redeem-site.ts', import.meta.url));
    const grounds = new Map<StoreName, Ground>();
    for (const store of listStores()) grounds.set(store, await openGround(store));
    const requests = (await site.ask('prepare', 2 * count)).map(writePost);

    async function measure(): Promise<Figures> {
      const alone = await overHttp(site, await site.ask('openBare'), requests);
      const figures: Record<string, number> = { [BARE]: alone.wall, [`${BARE}, CPU`]: alone.cpu };
      for (const [store, ground] of grounds) {
        const bare = await site.ask('redeem', ground.next(), AT_ONCE);
        const http = await overHttp(site, await site.ask('open', ground.next()), requests);
        figures[`in process, ${store}`] = bare.wall;
        figures[`in process, ${store}, CPU`] = bare.cpu;
        figures[`redeem over HTTP, ${store}`] = http.wall;
        figures[`redeem over HTTP, ${store}, CPU`] = http.cpu;
      }
      return figures;
    }

    // Code that a site runs all day is compiled.
    for (let warm = 0; warm < (isQuick ? 4 : 8); warm++) await measure();
    return {
      plans: [
        ...[...grounds.keys()].flatMap(plansOf),
        // How near to the bound anything over HTTP can come here.
        { act: BARE, limit: 'a redemption in one process, memory', of: ['in process, memory'] },
        { act: `${BARE}, CPU`, limit: 'a redemption in one process, CPU', of: ['in process, memory, CPU'] },
      ],
      measure,
      async close() {
        await site.close();
        for (const ground of grounds.values()) await ground.close();
      },
    };
  },
};

function plansOf(store: StoreName): readonly Plan[] {
  const limit = '64 at once in one process';
  return [
    {
      act: `redeem over HTTP, ${store}`,
      limit,
      of: [`in process, ${store}`],
      bound: BOUND,
    },
    { act: `redeem over HTTP, ${store}, CPU`, limit: `${limit}, CPU`, of: [`in process, ${store}, CPU`] },
  ];
}

/** What the site takes for each redemption. */
async function overHttp(site: Child<RedeemSite>, port: number, requests: readonly string[]): Promise<Cost> {
  const client = await openKeepAlive(port, AT_ONCE);
  const before = await site.ask('cpu');
  const began = performance.now();
  await client.askAll(requests, (head) => {
    if (!/^HTTP\/1\.1 303 /.test(head) || !/\r\nset-cookie: __Host-age-code=[\w-]{43};/i.test(head)) {
      throw new Error('the site redeemed no token');
    }
  });
  const wall = ((performance.now() - began) * 1000) / requests.length;
  const cpu = ((await site.ask('cpu')) - before) / requests.length;
  client.close();
  return { cpu, wall };
}

/** What Chromium sends when the wallet's page posts its form. */
function writePost(form: string): string {
  return [
    'POST /_age/redeem HTTP/1.1',
    `Host: ${new URL(ORIGIN).host}`,
    'Origin: null',
    'Content-Type: application/x-www-form-urlencoded',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-GB,en;q=0.9',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Mode: navigate',
    'Sec-Fetch-Dest: document',
    `Content-Length: ${form.length}`,
    '',
    form,
  ].join('\r\n');
}
