import { resolve } from '../../reading/same-site.ts';
import type { ProbeAct } from '../probe-act.ts';
import { gateAddressOf } from './gate-address.ts';
import { recordReached, visitPage } from './visit-page.ts';

const MOST_HOSTS = 5;

/**
 * The gate while what it leans on does not answer. Records a fact `hosts` (other hosts that the first page contacted), then for each
 * of them, and with everything but the page itself kept back (`without-all`), exchanges and a page `after-without-<host>`
 * and a fact `reached-without-<host>` (`ShownContent`). `after-with-all` and `reached-with-all` are the same undisturbed.
 */
export const dependencies: ProbeAct = {
  name: 'dependencies',
  title: { en: 'The gate while others are down', fr: 'Le contrôle quand d’autres services sont en panne' },
  needs: ['browser'],
  async run(context) {
    const { record, seen, target } = context;
    const address = gateAddressOf(seen, target);
    const undisturbed = await visitPage(context, 'after-with-all', address);
    if (undisturbed === undefined) return record.leave('no-answer');
    await recordReached(undisturbed, record, 'with-all');
    const landed = undisturbed.page.url().split('#', 1)[0];
    await undisturbed.close();
    const contacted = [...seen.probe('browser-home').exchanges('gate')].map(({ request }) => hostOf(request.url));
    const hosts = [...new Set(contacted)].filter((host) => host !== target.host && host !== '').slice(0, MOST_HOSTS);
    record.add({ kind: 'fact', label: 'hosts', value: hosts });
    for (const host of hosts) await lookWithout(host, (url) => hostOf(url) === host);
    const isPage = (url: string) => url === address || url === landed || url === target.href;
    await lookWithout('all', (url) => !isPage(url.split('#', 1)[0] ?? ''));

    async function lookWithout(name: string, block: (url: string) => boolean): Promise<void> {
      const visit = await visitPage(context, `after-without-${name}`, address, { block });
      if (visit === undefined) return;
      await recordReached(visit, record, `without-${name}`);
      await visit.close();
    }
  },
};

const hostOf = (url: string): string => resolve(url, 'about:blank')?.host ?? '';
