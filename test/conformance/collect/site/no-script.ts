import type { ProbeAct } from '../probe-act.ts';
import { gatedPathsOf } from './gated-paths.ts';
import { measureContent } from './measure-content.ts';
import { visitPage } from './visit-page.ts';

/** Beside the first page. */
const MOST_LINKS = 3;

/**
 * The site in a browser that runs no scripts. Records exchanges and pages `no-script` and facts `reached-no-script`
 * (`ShownContent`) for the first page and up to three pages that the crawl came upon, or that the site says are gated.
 */
export const noScript: ProbeAct = {
  name: 'no-script',
  title: { en: 'Without JavaScript', fr: 'Sans JavaScript' },
  needs: ['browser'],
  async run(context) {
    const { record, seen, target } = context;
    const links = seen.probe('crawl').exchanges('link');
    const pages = links.filter(({ response }) => response?.body.type === 'text/html').map(({ request }) => request.url);
    const canaries = gatedPathsOf(seen).map((path) => new URL(path, target).href);
    const home = new URL('/', target).href;
    const others = [...new Set([...pages, ...canaries])].filter((url) => url !== home).slice(0, MOST_LINKS);
    for (const url of [home, ...others]) {
      const visit = await visitPage(context, 'no-script', url, { context: { javaScriptEnabled: false } });
      if (visit === undefined) continue;
      record.add({ kind: 'fact', label: 'reached-no-script', value: await measureContent(visit.page) });
      await visit.look('no-script', { screenshot: url === home });
      await visit.close();
    }
  },
};
