import { type Finding, findingsOf } from '../finding.ts';
import type { Answer } from '../network.ts';
import { HTML, JSON_ONLY, type Site } from '../site.ts';
import { cookieOf } from './cookies.ts';

const { ok, look, fault } = findingsOf('caches');
const FIX =
  'Have the cache or CDN store nothing that says private or no-store, and nothing under /_age/ but its assets.';

/** Headers by which caches say that they answered themselves. */
const HITS: readonly { readonly name: string; readonly holds: (value: string) => boolean }[] = [
  { name: 'Age', holds: (value) => Number(value) > 0 },
  { name: 'X-Cache', holds: (value) => /\bhit\b/i.test(value) },
  { name: 'X-Cache-Status', holds: (value) => /hit|stale|updating|revalidated/i.test(value) },
  { name: 'CF-Cache-Status', holds: (value) => /hit|stale|updating|revalidated/i.test(value) },
  { name: 'Cache-Status', holds: (value) => /;\s*hit\b/i.test(value) },
];
/** Headers by which servers in front say that they are there. */
const SIGNS = [
  'via',
  'x-cache',
  'x-cache-status',
  'cf-cache-status',
  'cf-ray',
  'cache-status',
  'x-varnish',
  'x-served-by',
  'x-amz-cf-id',
];

/**
 * Whether one visitor can get what was made for another: two come, each in turn, to the same addresses.
 * @param random characters that no cache has seen, fresh at each call
 */
export async function checkCaches(site: Site, random: () => string): Promise<readonly Finding[]> {
  const first = await site.ask('/_age/go', { headers: { accept: HTML } });
  const second = await site.ask('/_age/go', { headers: { accept: HTML } });
  const pre = cookieOf(first, '__Host-age-pre');
  const { page, problem } = await askBoth(site, random());
  const answers = [first, second, page, problem, site.page, site.problem];
  const faults: Finding[] = [];
  if (pre !== undefined && pre === cookieOf(second, '__Host-age-pre')) {
    faults.push(fault('Two visitors at /_age/go get one cookie.', { fix: FIX }));
  }
  if (page.status === problem.status && page.body === problem.body && page.body !== '') {
    faults.push(
      fault('A program gets what was made for a person: something keeps answers by their address alone.', { fix: FIX }),
    );
  }
  const [mine, yours] = [await askPage(site, random()), await askPage(site, random())];
  const goBack = cookieOf(mine, '__Host-age-return');
  if (goBack !== undefined && goBack === cookieOf(yours, '__Host-age-return')) {
    faults.push(fault('Two addresses that differ in their query get one answer.', { fix: FIX }));
  }
  const hit = HITS.find(({ name, holds }) => answers.some(({ headers }) => holds(headers[name.toLowerCase()] ?? '')));
  if (hit !== undefined)
    faults.push(fault(`${hit.name} says that an answer of the gate came out of a cache.`, { fix: FIX }));
  if (faults.length > 0) return faults;
  return [ok('Nothing between here and the gate keeps its answers.'), ...findServersInFront(answers)];
}

async function askBoth(site: Site, query: string): Promise<{ readonly page: Answer; readonly problem: Answer }> {
  const page = await askPage(site, query);
  const problem = await site.ask(`${site.gatedPath}?${query}`, { headers: { accept: JSON_ONLY } });
  return { page, problem };
}

function askPage(site: Site, query: string): Promise<Answer> {
  return site.ask(`${site.gatedPath}?${query}`, { headers: { accept: HTML } });
}

function findServersInFront(answers: readonly Answer[]): readonly Finding[] {
  const names = SIGNS.filter((name) => answers.some(({ headers }) => headers[name] !== undefined));
  if (names.length === 0) return [];
  const fix = 'Nothing to do while this check is ok; see the guide on load balancers and CDNs before caching anything.';
  return [look(`A proxy stands in front (${names.join(', ')}).`, { fix })];
}
