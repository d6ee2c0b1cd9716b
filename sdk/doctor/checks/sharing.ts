import { resolve } from 'node:path';
import type { GateConfig } from '../../config/index.ts';
import { type Finding, findingsOf } from '../finding.ts';

const { ok, look } = findingsOf('sharing');
const DEFAULT_PREFIX = 'bauta:';

/** A site by the name of its file, as far as its store goes. */
export interface Sharer {
  readonly name: string;
  readonly folder: string;
  readonly config: GateConfig;
}

/** Which of the sites have one spent set: a token opens one door of theirs, and lending counts once for all of them. */
export function findSharing(sites: readonly Sharer[]): readonly Finding[] {
  const bySpent = groupBy(sites, (site) => placeOf(site, site.config.redis.spentPrefix ?? site.config.redis.prefix));
  const bySessions = groupBy(sites, (site) => placeOf(site, site.config.redis.prefix));
  const found: Finding[] = [];
  for (const group of bySpent) {
    found.push(
      group.length > 1
        ? ok(`${namesOf(group)} share one spent set: a token opens one of their doors.`)
        : ok(`${namesOf(group)} shares its spent set with none of these.`),
    );
  }
  for (const group of bySessions) {
    const origins = new Set(group.map(({ config }) => config.options.origin));
    if (origins.size < 2) continue;
    const fix = 'Give each its own store_prefix and all the same spent_prefix (Redis), or each its own file (SQLite).';
    found.push(look(`${namesOf(group)} share their sessions too.`, { fix, setting: 'storePrefix' }));
  }
  return found;
}

function placeOf({ folder, config: { store } }: Sharer, prefix = DEFAULT_PREFIX): string | undefined {
  if (store.kind === 'memory') return undefined;
  if (store.kind === 'sqlite') return resolve(folder, store.url.slice('sqlite:'.length));
  // Whoever logs in, and how: the same server either way.
  return `${store.url.replace(/^(redis)s?(\+\w+)?:\/\/(?:[^/]*@)?/, '$1$2://')} ${prefix}`;
}

function groupBy(
  sites: readonly Sharer[],
  placeOf: (site: Sharer) => string | undefined,
): readonly (readonly Sharer[])[] {
  const groups = new Map<string | Sharer, Sharer[]>();
  for (const site of sites) {
    const place = placeOf(site) ?? site;
    groups.set(place, [...(groups.get(place) ?? []), site]);
  }
  return [...groups.values()];
}

function namesOf(sites: readonly Sharer[]): string {
  return sites.map(({ name }) => name).join(' and ');
}
