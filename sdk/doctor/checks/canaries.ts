import { DESCRIPTION_PATH } from '../description.ts';
import { type Finding, findingsOf } from '../finding.ts';
import type { Ask } from '../network.ts';
import { HTML, type Site } from '../site.ts';
import { isOpen } from './headers.ts';

const { ok, look, fault } = findingsOf('canaries');

/** One way of asking for a path without a session. */
interface Way {
  readonly name: string;
  readonly path: (path: string) => string;
  readonly ask?: Omit<Ask, 'origin' | 'path'>;
}

const same = (path: string): string => path;

/** The ways in which servers are known to differ. Each must end anywhere but in 2xx. */
const WAYS: readonly Way[] = [
  { name: 'GET', path: same },
  { name: 'GET of a page', path: same, ask: { headers: { accept: HTML } } },
  { name: 'HEAD', path: same, ask: { method: 'HEAD' } },
  { name: 'a range', path: same, ask: { headers: { range: 'bytes=0-99' } } },
  { name: 'a false cookie', path: same, ask: { headers: { cookie: `__Host-age=${'A'.repeat(43)}` } } },
  {
    name: 'a forwarding header',
    path: same,
    ask: { headers: { 'x-original-url': '/_age/gate', 'x-forwarded-for': '127.0.0.1' } },
  },
  { name: '//', path: (path) => `/${path}` },
  { name: '/./', path: (path) => `/.${path}` },
  { name: '/x/../', path: (path) => `/x/..${path}` },
  { name: '/_age/../', path: (path) => `/_age/..${path}` },
  { name: '/_age/%2e%2e/', path: (path) => `/_age/%2e%2e${path}` },
  { name: '/_age/..%2f', path: (path) => `/_age/..%2f${path.slice(1)}` },
  { name: 'an escaped letter', path: escapeLetter },
  { name: 'a path parameter', path: (path) => `${path};x=/_age/gate` },
  { name: 'a query', path: (path) => `${path}?x=/_age/gate.css` },
  { name: 'a file name behind it', path: (path) => `${path.replace(/\/$/, '')}/gate.css` },
];

/** `/films` is `/%66ilms`: every program may read it so, and few do at the same place. */
function escapeLetter(path: string): string {
  return path.replace(/[A-Za-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}

/** The self-description, and whether the paths that it names are gated whichever way they are asked for. */
export async function checkCanaries(site: Site): Promise<readonly Finding[]> {
  const { description, isOfOtherVersion, canaries } = site;
  const found: Finding[] = [];
  if (isOfOtherVersion) {
    const fix = 'Look with the doctor of the @bauta/sdk that the site runs.';
    found.push(look('The self-description is of a version that this doctor does not know.', { fix }));
  } else if (description === undefined) {
    const fix = `Let ${DESCRIPTION_PATH} reach the gate: regulators and this doctor read it.`;
    found.push(look('There is no self-description.', { fix }));
  }
  if (canaries.length === 0) {
    const fix = 'Name a few gated paths, a film among them, so that anyone can see that they are.';
    return [...found, look('No canaries are named: only the front page was looked at.', { fix, setting: 'canaries' })];
  }
  let asked = 0;
  for (const canary of canaries) {
    const leaks: string[] = [];
    for (const { name, path, ask } of WAYS) {
      const variant = path(canary);
      if (variant === canary && name.startsWith('an escaped')) continue;
      asked++;
      if (isOpen((await site.ask(variant, ask)).status)) leaks.push(name);
    }
    if (leaks.length > 0) found.push(openTo(canary, leaks));
  }
  if (found.some(({ verdict }) => verdict === 'fault')) return found;
  return [...found, ok(`${canaries.length} canaries stayed shut, asked for in ${asked} ways.`)];
}

function openTo(canary: string, leaks: readonly string[]): Finding {
  const isPlain = leaks.includes('GET');
  return fault(`${canary} is open (${leaks.join(', ')}).`, {
    fix: isPlain
      ? 'Let the gate see this path; the server in front may serve it as a file before it asks.'
      : 'Have the server in front pass paths on as they came, and ask the gate for every one of them.',
    setting: isPlain ? 'publicPaths' : 'canaries',
  });
}
