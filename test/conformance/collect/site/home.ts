import { headerOf } from '../../evidence/view.ts';
import { isWithinReach } from '../../reading/loopback.ts';
import { isSameSite, resolve } from '../../reading/same-site.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';

const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

const ASKS = [
  { label: 'home', headers: { accept: PAGE, 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' } },
  { label: 'home-en', headers: { accept: PAGE, 'accept-language': 'en-GB,en;q=0.9' } },
  { label: 'home-program', headers: { accept: 'application/json', 'accept-language': 'fr' } },
] as const;

const MOST_HOPS = 3;

/**
 * The first page, as somebody from France, an English reader and a program get it. Records exchanges `home`, `home-en`
 * and `home-program`, and `hop` for each redirect of `home` that is followed within the same site, three at most.
 */
export const home: ProbeAct = {
  name: 'home',
  title: { en: 'Asking for the first page', fr: 'Demander la première page' },
  needs: [],
  async run({ target, record, http }) {
    for (const { label, headers } of ASKS) {
      const answer = await http.send(record, { url: target.href, headers, label });
      if (label !== 'home') continue;
      if (answer.noAnswer !== undefined) return record.leave('no-answer');
      await follow({ target, record, http }, target, headerOf(answer.response?.headers ?? [], 'location'));
    }
  },
};

async function follow(
  { target, record, http }: Pick<ProbeContext, 'target' | 'record' | 'http'>,
  from: URL,
  first?: string,
) {
  let base = from;
  let location = first;
  for (let hops = 0; hops < MOST_HOPS && location !== undefined; hops++) {
    const next = resolve(location, base);
    if (next === undefined || !isSameSite(next, target) || !isWithinReach(next, target)) return;
    const answer = await http.send(record, { url: next.href, headers: ASKS[0].headers, label: 'hop' });
    location = headerOf(answer.response?.headers ?? [], 'location');
    base = next;
  }
}
