import { holdsContent, isDeclaredOpen, isGate, readContentSigns } from '../../reading/content-signs.ts';
import { curlLine } from '../../reading/curl.ts';
import { readGatedContent } from '../../reading/gated-content.ts';
import { kindOfAddress, kindOfType } from '../../reading/media-kinds.ts';
import { nameSome } from '../../reading/name-some.ts';
import { type SeenAnswer, seeAnswers, seeDescription } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

interface Area {
  readonly rule: string;
  readonly fits: (answer: SeenAnswer) => boolean;
  readonly name: Text;
}

const path = ({ url }: SeenAnswer) => new URL(url).pathname;

/** Ways in beside the first page. The first that fits counts. */
const AREAS: readonly Area[] = [
  {
    rule: 'sitemap-open',
    fits: (answer) => /<(urlset|sitemapindex)[\s>]/i.test(answer.text),
    name: { en: 'the sitemap', fr: 'le plan du site' },
  },
  {
    rule: 'feed-open',
    fits: (answer) => /<(rss|feed)[\s>]|jsonfeed\.org/i.test(answer.text.slice(0, 2000)),
    name: { en: 'the feed', fr: 'le flux' },
  },
  {
    rule: 'embed-open',
    fits: (answer) => /embed/i.test(path(answer)),
    name: { en: 'the embedded player', fr: 'le lecteur intégré' },
  },
  {
    rule: 'search-open',
    fits: (answer) => /search|recherche|cerca|suche|buscar/i.test(path(answer)),
    name: { en: 'the search', fr: 'la recherche' },
  },
  { rule: 'page-open', fits: () => true, name: { en: 'a page behind the first', fr: 'une page derrière la première' } },
];

/** Media and data for programs are S-03's. */
const isMedia = ({ type, url }: SeenAnswer) => kindOfType(type) !== undefined || kindOfAddress(url) !== undefined;
const isData = ({ page, type, url }: SeenAnswer) =>
  page === undefined && /json/i.test(type) && !/oembed|feed/i.test(new URL(url).pathname);

export const deepLinksGated: Check = {
  id: 'S-02',
  plan: 'site',
  title: {
    en: 'Deep links, sitemap, feeds, search and embeds are gated',
    fr: 'Liens profonds, plan du site, flux, recherche et lecteurs intégrés sont protégés',
  },
  prose: {
    en: 'A gate at the front door is no gate when the side doors are open. The suite follows the links of the first page, of sitemaps and feeds, and the addresses that the site itself names as gated, and tries those that such sites commonly have. All this without a proof of age. An answer that holds a film, its picture or its title, or what an admitted visitor alone is shown, means that the content can be reached without any proof.',
    fr: 'Un contrôle à la porte d’entrée n’en est pas un si les portes latérales sont ouvertes. La suite suit les liens de la première page, des plans du site et des flux, ainsi que les adresses que le site désigne lui-même comme protégées, et essaie celles que de tels sites ont d’ordinaire. Tout cela sans preuve d’âge. Une réponse contenant un film, son image ou son titre, ou ce que seul un visiteur admis voit, signifie que le contenu est accessible sans preuve.',
  },
  probes: ['home', 'well-known', 'crawl', 'admitted'],
  judge(view) {
    const crawled = [
      ...seeAnswers(view, 'crawl'),
      ...seeAnswers(view, 'well-known', 'sitemap'),
      ...seeAnswers(view, 'admitted', 'stranger'),
    ].filter((answer) => path(answer) !== '/' && !isMedia(answer));
    if (crawled.length === 0) return untested(view.probe('crawl').reason ?? 'fault');
    const content = readGatedContent(view);
    const description = seeDescription(view);
    const canaries = new Set(description?.canaries.map((canary) => new URL(canary, view.target).href));
    const seen = crawled
      .filter((answer) => !isData(answer))
      .map((answer) => ({ answer, signs: readContentSigns(answer, content) }));
    const isOpenByWord = (url: string) => isDeclaredOpen(view, url, description?.gated ?? []);
    const leaks = seen.filter(({ answer, signs }) => {
      if (answer.status !== 200) return false;
      // A page that is declared open may speak of the same things; it may not hold films.
      if (isOpenByWord(answer.url)) return signs.films > 0 || signs.gatedMedia > 0;
      return holdsContent(signs) || (canaries.has(answer.url) && !isGate(answer, signs));
    });
    const gated = seen.filter(({ answer, signs }) => isGate(answer, signs) || isSentAway(answer)).length;
    const absent = seen.filter(({ answer }) => ABSENT.has(answer.status)).length;
    const open = seen.filter(({ answer }) => answer.status === 200 && isOpenByWord(answer.url)).length;
    const rest = seen.length - gated - absent - leaks.length;
    const looked: Text = {
      en: `${seen.length} addresses asked for without a session: ${gated} gated, ${absent} not there, ${leaks.length} with content, ${Math.max(rest, 0)} with nothing that tells. ${open} are open by the site’s own word.`,
      fr: `${seen.length} adresses demandées sans session : ${gated} protégées, ${absent} absentes, ${leaks.length} avec du contenu, ${Math.max(rest, 0)} sans rien de parlant. ${open} sont ouvertes, selon le site lui-même.`,
    };
    const findings = AREAS.flatMap((area) =>
      toFinding(
        area,
        leaks.map(({ answer }) => answer).filter((answer) => AREAS.find(({ fits }) => fits(answer)) === area),
      ),
    );
    if (gated > 0) return judged(findings, passed(looked));
    return judged(
      findings,
      cannotTell(looked, {
        en: 'No address behind the first page was found that is gated.',
        fr: 'Aucune adresse protégée n’a été trouvée derrière la première page.',
      }),
    );
  },
};

const ABSENT: ReadonlySet<number> = new Set([400, 404, 405, 410, 500, 501, 502, 503]);

const isSentAway = ({ status }: SeenAnswer): boolean => status >= 300 && status < 400;

function toFinding({ rule, name }: Area, answers: readonly SeenAnswer[]): readonly Finding[] {
  const [first] = answers;
  if (first === undefined) return [];
  const urls = answers.map(({ url }) => url);
  const where = nameSome(urls);
  const count = new Set(urls).size;
  return [
    {
      rule,
      severity: 'high',
      expected: {
        en: 'Without a proof of age, every way into the content answers with the gate or refuses.',
        fr: 'Sans preuve d’âge, chaque accès au contenu répond par la page de contrôle ou refuse.',
      },
      observed: {
        en: `Content was given without a session by ${name.en}, at ${count} ${count === 1 ? 'address' : 'addresses'}: ${where.en}.`,
        fr: `Du contenu a été livré sans session par ${name.fr}, à ${count} ${count === 1 ? 'adresse' : 'adresses'} : ${where.fr}.`,
      },
      why: {
        en: 'No user may reach such content before a proof of age, by whatever path. Links to inner pages are shared and indexed every day.',
        fr: 'Aucun utilisateur ne doit accéder à ce contenu avant une preuve d’âge, quel que soit le chemin. Les liens vers les pages intérieures sont partagés et indexés chaque jour.',
      },
      fix: {
        en: 'Put the check in front of every path of the server, and let a list name what is open, never what is closed.',
        fr: 'Placez le contrôle devant tous les chemins du serveur, et nommez ce qui est ouvert plutôt que ce qui est fermé.',
      },
      reproduce: curlLine(first.url),
      evidence: answers.map(({ exchange }) => exchange.id),
    },
  ];
}
