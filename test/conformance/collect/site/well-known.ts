import { isWithinReach } from '../../reading/loopback.ts';
import { isSameSite, resolve } from '../../reading/same-site.ts';
import { readRobots, readSitemap } from '../../reading/sitemap.ts';
import type { ProbeAct } from '../probe-act.ts';

const PLACES = [
  ['robots', '/robots.txt'],
  ['age-gate', '/.well-known/age-gate.json'],
  ['security', '/.well-known/security.txt'],
] as const;

/** Sitemaps that are read, those that an index names included. */
const MOST_SITEMAPS = 6;

/** What a site says of itself to programs. Records exchanges `robots`, `age-gate`, `security`, and `sitemap` for each sitemap. */
export const wellKnown: ProbeAct = {
  name: 'well-known',
  title: { en: 'Reading what the site says of itself', fr: 'Lire ce que le site dit de lui-même' },
  needs: [],
  async run({ target, record, http }) {
    const decoder = new TextDecoder();
    const waiting = [new URL('/sitemap.xml', target)];
    const enqueue = (addresses: readonly string[]) => {
      const urls = addresses.flatMap((address) => resolve(address, target) ?? []);
      waiting.push(...urls.filter((url) => isSameSite(url, target) && isWithinReach(url, target)));
    };
    for (const [label, path] of PLACES) {
      const answer = await http.send(record, { url: new URL(path, target).href, label });
      if (label === 'robots' && answer.response?.status === 200) enqueue(readRobots(decoder.decode(answer.bytes)));
    }
    const asked = new Set<string>();
    for (let url = waiting.shift(); url !== undefined && asked.size < MOST_SITEMAPS; url = waiting.shift()) {
      if (asked.has(url.href)) continue;
      asked.add(url.href);
      const answer = await http.send(record, { url: url.href, label: 'sitemap' });
      if (answer.response?.status === 200) enqueue(readSitemap(decoder.decode(answer.bytes)).sitemaps);
    }
  },
};
