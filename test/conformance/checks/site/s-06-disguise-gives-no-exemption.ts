import { type ContentSigns, holdsContent, isGate, readContentSigns } from '../../reading/content-signs.ts';
import { curlLine } from '../../reading/curl.ts';
import { readGatedContent } from '../../reading/gated-content.ts';
import { nameSome } from '../../reading/name-some.ts';
import { type SeenAnswer, seeAnswers } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

interface Tried {
  readonly name: string;
  readonly plain: SeenAnswer;
  readonly plainSigns: ContentSigns;
  readonly disguised: SeenAnswer;
  readonly signs: ContentSigns;
}

/** So many links on a page that speaks of no age are a site's own page. */
const MANY_LINKS = 5;

export const disguiseGivesNoExemption: Check = {
  id: 'S-06',
  plan: 'site',
  title: {
    en: 'Coming as a search engine or from elsewhere gives no exemption',
    fr: 'Se présenter comme un moteur de recherche ou depuis ailleurs ne dispense de rien',
  },
  prose: {
    en: 'The name of a browser, a forwarded address or a country header are words that anyone can send. The suite asks for the first page and for one behind it as the crawlers of three search engines, from the address of a crawler and of the machine itself, from another country, through another host and coming from a search page. Each answer is compared with the plain one. An answer that holds content where the plain one was the gate means that the gate opens for whoever says the right word.',
    fr: 'Le nom d’un navigateur, une adresse transmise ou un en-tête de pays sont des mots que n’importe qui peut envoyer. La suite demande la première page et une page intérieure comme les robots de trois moteurs de recherche, depuis l’adresse d’un robot et celle de la machine elle-même, depuis un autre pays, par un autre hôte et en venant d’une page de recherche. Chaque réponse est comparée à la réponse simple. Une réponse contenant du contenu là où la réponse simple était la page de contrôle signifie que celle-ci s’ouvre à qui dit le bon mot.',
  },
  probes: ['spoofed', 'admitted'],
  judge(view) {
    const content = readGatedContent(view);
    const probe = view.probe('spoofed');
    const byId = new Map(seeAnswers(view, 'spoofed').map((answer) => [answer.exchange.id, answer]));
    const tried = probe.facts('disguise').flatMap(({ value }): readonly Tried[] => {
      const { exchange, plain: plainId, name } = value as { exchange: string; plain: string; name: string };
      const disguised = byId.get(exchange);
      const plain = byId.get(plainId);
      if (disguised === undefined || plain === undefined) return [];
      return [
        {
          name,
          plain,
          plainSigns: readContentSigns(plain, content),
          disguised,
          signs: readContentSigns(disguised, content),
        },
      ];
    });
    if (tried.length === 0) return untested(probe.reason ?? 'fault');
    const measurable = tried.filter(({ plain, plainSigns }) => isWithheld(plain, plainSigns));
    const exempt = measurable.filter(isExempt);
    const other = measurable.filter(
      (one) => !isExempt(one) && one.disguised.status === 200 && !isGate(one.disguised, one.signs),
    );
    const looked: Text = {
      en: `${tried.length} disguised requests, ${measurable.length} of them where the plain answer withholds; ${exempt.length} were let in. ${other.length} got another answer that is no content.`,
      fr: `${tried.length} demandes déguisées, dont ${measurable.length} là où la réponse simple retient le contenu ; ${exempt.length} ont été admises. ${other.length} ont reçu une autre réponse, qui n’est pas du contenu.`,
    };
    if (measurable.length === 0) {
      return cannotTell(looked, {
        en: 'The plain answers withhold nothing that could be told, so no exemption could show.',
        fr: 'Les réponses simples ne retiennent rien de discernable : aucune dispense ne pouvait se voir.',
      });
    }
    return judged(toFinding(exempt), passed(looked));
  },
};

const isWithheld = (answer: SeenAnswer, signs: ContentSigns): boolean =>
  isGate(answer, signs) || (answer.status >= 300 && answer.status < 500);

function isExempt({ disguised, signs }: Tried): boolean {
  if (disguised.status !== 200) return false;
  if (holdsContent(signs)) return true;
  const { page } = disguised;
  if (page === undefined || disguised.signs.asksAge) return false;
  return signs.pictures > 0 && page.links.filter(({ tag }) => tag === 'a').length >= MANY_LINKS;
}

function toFinding(exempt: readonly Tried[]): readonly Finding[] {
  const [first] = exempt;
  if (first === undefined) return [];
  const names = [...new Set(exempt.map(({ name }) => name))].join(' · ');
  const where = nameSome(exempt.map(({ disguised }) => disguised.url));
  const sent = first.disguised.exchange.request.headers.filter(([name, value]) => {
    const plain = first.plain.exchange.request.headers.find(([own]) => own === name)?.[1];
    return plain !== value;
  });
  return [
    {
      rule: 'exempted',
      severity: 'high',
      expected: {
        en: 'Whoever a request says it comes from, the answer without a proof of age is the gate.',
        fr: 'Quelle que soit l’origine qu’une demande se donne, la réponse sans preuve d’âge est la page de contrôle.',
      },
      observed: {
        en: `Content was given at ${where.en} to requests sent as: ${names}.`,
        fr: `Du contenu a été livré à ${where.fr} à des demandes envoyées comme : ${names}.`,
      },
      why: {
        en: 'Such words cost nothing: a free browser extension sends them. The content is then open to every minor who has it.',
        fr: 'De tels mots ne coûtent rien : une extension gratuite de navigateur les envoie. Le contenu est alors ouvert à tout mineur qui l’a installée.',
      },
      fix: {
        en: 'Decide by the session alone. Take forwarded addresses and countries only from your own proxy, and give crawlers the gate too.',
        fr: 'Décidez d’après la seule session. N’acceptez adresses et pays transmis que de votre propre mandataire, et donnez aussi la page de contrôle aux robots.',
      },
      reproduce: curlLine(first.disguised.url, { headers: Object.fromEntries(sent) }),
      evidence: exempt.flatMap(({ plain, disguised }) => [plain.exchange.id, disguised.exchange.id]),
    },
  ];
}
