import { openChild } from '../../programs/child.ts';
import { ORIGIN } from '../../unit/gate/site.ts';
import type { Act } from '../act.ts';
import { openKeepAlive } from '../keep-alive.ts';
import type { PageSite } from '../page-site.ts';
import { medianOf } from '../statistics.ts';
import { openGround } from '../stores.ts';

const CONNECTIONS = 32;
const GATED = ['node:http, gated', 'Hono, gated', 'demo page, gated'] as const;
const nameWithout = (gated: string): string => gated.replace(', gated', '');

/**
 * Whole requests of a verified visitor to a site in a process of its own, on connections that are kept: what the
 * adapters cost, as CPU of that process, and how many pages of the demo site it gives. Sessions lie in SQLite.
 */
export const pages: Act = {
  name: 'pages',
  async open({ count }) {
    const site = await openChild<PageSite>(new URL('../page-site.ts', import.meta.url));
    const ground = await openGround('SQLite');
    const { ports, cookie } = await site.ask('open', ground.next());
    const requests = new Array<string>(5 * count).fill(writeGet(cookie));
    const rates: Record<string, number[]> = {};

    async function measure(): Promise<Record<string, number>> {
      const figures: Record<string, number> = {};
      for (const name of GATED.flatMap((gated) => [nameWithout(gated), gated])) {
        const client = await openKeepAlive(ports[name] as number, CONNECTIONS);
        const before = await site.ask('cpu');
        const began = performance.now();
        await client.askAll(requests, (head) => {
          if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`${name} did not answer 200`);
        });
        const wall = ((performance.now() - began) * 1000) / requests.length;
        figures[`${name}, CPU`] = ((await site.ask('cpu')) - before) / requests.length;
        figures[`${name}, time`] = wall;
        client.close();
      }
      return figures;
    }

    // Code that a site runs all day is compiled.
    for (let warm = 0; warm < 3; warm++) await measure();
    return {
      plans: [
        ...GATED.map((gated) => ({
          act: `${gated}, CPU`,
          limit: 'the same without a gate, CPU',
          of: [`${nameWithout(gated)}, CPU`],
        })),
        { act: 'demo page, gated, time', limit: 'the same without a gate, time', of: ['demo page, time'] },
      ],
      async measure() {
        const figures = await measure();
        for (const name of ['demo page', 'demo page, gated']) {
          rates[name] = [...(rates[name] ?? []), 1e6 / (figures[`${name}, time`] as number)];
        }
        return figures;
      },
      notes() {
        const [bare, gated] = ['demo page', 'demo page, gated'].map((name) => medianOf(rates[name] ?? []).toFixed(0));
        return [`demo page: ${bare} a second without a gate, ${gated} with it, to ${CONNECTIONS} connections`];
      },
      async close() {
        await site.close();
        await ground.close();
      },
    };
  },
};

/** What Chromium sends when a person goes to a page. */
function writeGet(cookie: string): string {
  return [
    'GET / HTTP/1.1',
    `Host: ${new URL(ORIGIN).host}`,
    `Cookie: ${cookie}`,
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-GB,en;q=0.9',
    'Sec-Fetch-Site: same-origin',
    'Sec-Fetch-Mode: navigate',
    'Sec-Fetch-User: ?1',
    'Sec-Fetch-Dest: document',
    '',
    '',
  ].join('\r\n');
}
