import type { EvidenceView } from '../../evidence/view.ts';
import { readHtml } from '../../reading/html.ts';
import { readSetCookie, toJson } from '../../reading/set-cookie.ts';
import type { ProbeAct } from '../probe-act.ts';
import { gatedPathsOf } from './gated-paths.ts';

/** Pages that an admitted visitor is shown, at most. */
const MOST_PAGES = 16;
const ASKS = { accept: 'text/html,*/*;q=0.8', 'accept-language': 'fr,en;q=0.5' };

/**
 * A visitor with a session, by the suite's robot: what others are to be refused.
 * Records the robot's exchanges `offer` and `present-good`, `admitted` for each page with the session, and `stranger` for
 * the same without it; a fact `session`: `{ status, cookies: CookieLine[] }` (reading/set-cookie.ts).
 */
export const admitted: ProbeAct = {
  name: 'admitted',
  title: { en: 'Going in with a proof of age', fr: 'Entrer avec une preuve d’âge' },
  needs: ['tokens'],
  async run({ target, record, seen, http, robot }) {
    if (robot === undefined) return record.leave('no-tokens');
    const { status, cookie, cookieLines } = await robot.present(record, 'good');
    record.add({
      kind: 'fact',
      label: 'session',
      value: { status, cookies: cookieLines.map(readSetCookie).map(toJson) },
    });
    if (cookie === undefined) return;
    const pages = [...new Set(startsOf(seen, target))];
    for (let at = 0; at < pages.length && at < MOST_PAGES; at++) {
      const url = pages[at] as string;
      const ask = { url, headers: { ...ASKS, cookie }, label: 'admitted', by: 'robot' } as const;
      const answer = await http.send(record, ask);
      await http.send(record, { url, headers: ASKS, label: 'stranger' });
      if (answer.response?.body.type !== 'text/html') continue;
      const { links } = readHtml(new TextDecoder().decode(answer.bytes), url);
      for (const link of links.map((one) => one.url)) {
        if (new URL(link).origin === target.origin && !pages.includes(link)) pages.push(link);
      }
    }
  },
};

/** The first page, what the site itself says is gated, and what the crawl came upon. */
function startsOf(seen: EvidenceView, target: URL): string[] {
  const crawled = seen
    .probe('crawl')
    .exchanges('link')
    .map(({ request }) => request.url);
  return [target.href, ...gatedPathsOf(seen).map((path) => new URL(path, target).href), ...crawled];
}
