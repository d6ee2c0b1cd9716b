import type { Exchange } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import { readHtml } from '../../reading/html.ts';
import { formThatNames, namesOfSite } from '../../reading/names-site.ts';
import { isSameSite, resolve } from '../../reading/same-site.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

export const nobodyElseTold: Check = {
  id: 'S-08',
  plan: 'site',
  title: {
    en: 'Before and during the gate, nobody else learns of the visit',
    fr: 'Avant et pendant le contrôle, personne d’autre n’apprend la visite',
  },
  prose: {
    en: 'The suite opens the first page in a fresh browser and records every request. None may go to another company’s host before the visitor has chosen anything. It then presses each way of proving one’s age, up to three, and reads what goes out to whoever is behind it: the site’s name must stand in none of it, neither in the Referer and Origin headers, nor in an address or a body, be it encoded or as a digest. What stands after # in an address stays in the browser and counts for nothing.',
    fr: 'La suite ouvre la première page dans un navigateur vierge et enregistre chaque requête. Aucune ne doit partir vers l’hôte d’une autre entreprise avant que le visiteur ait choisi quoi que ce soit. Elle actionne ensuite chaque moyen de prouver son âge, trois au plus, et lit ce qui part vers qui se trouve derrière\u00a0: le nom du site ne doit y figurer nulle part, ni dans les en-têtes Referer et Origin, ni dans une adresse ou un corps, fût-il encodé ou sous forme d’empreinte. Ce qui suit # dans une adresse reste dans le navigateur et ne compte pas.',
  },
  probes: ['browser-home', 'options-traffic'],
  judge(view) {
    const home = view.probe('browser-home');
    const gate = home.exchanges('gate');
    if (gate.length === 0) return untested(home.reason ?? 'no-answer');
    const traffic = view.probe('options-traffic');
    const chosen = traffic.exchanges().filter(({ label }) => /^option-\d+$/.test(label));
    const before = gate.filter((one) => isForeign(view, one));
    const during = chosen.filter((one) => isForeign(view, one) && !isOfChoice(view, one));
    const telling = [...gate, ...chosen].filter((one) => isForeign(view, one)).flatMap((one) => tellsSite(view, one));
    const findings = [...findContacts(view, before, during), ...findHints(view), ...findTelling(view, telling)];
    const options = traffic.facts().filter(({ label }) => /^option-\d+$/.test(label)).length;
    const notes = [noteOf(view, gate, chosen, options), ...(options === 0 ? [NO_OPTION] : [])];
    // Without a way that could be pressed, half of what is asked was not seen.
    return judged(findings, options > 0 ? passed(...notes, BODIES) : cannotTell(...notes, BODIES));
  },
};

const NO_OPTION: Text = {
  en: 'No way of proving one’s age could be found and pressed, so what such a way sends out was not seen.',
  fr: 'Aucun moyen de prouver son âge n’a pu être trouvé et actionné\u00a0: ce qu’un tel moyen envoie n’a pas été vu.',
};
const BODIES: Text = {
  en: 'Encrypted or compressed bodies cannot be read by this suite, nor what hosts tell each other out of the browser’s sight.',
  fr: 'Cette suite ne peut lire ni les corps chiffrés ou compressés, ni ce que des hôtes se disent hors de la vue du navigateur.',
};

function noteOf(view: EvidenceView, gate: readonly Exchange[], chosen: readonly Exchange[], options: number): Text {
  const hosts = new Set([...gate, ...chosen].filter((one) => isForeign(view, one)).map(hostOf));
  const list = [...hosts].slice(0, 6).join(', ');
  const named = list === '' ? '' : ` (${list})`;
  return {
    en: `${gate.length} requests of the first page and ${chosen.length} after ${options} choices were read; ${hosts.size} hosts of others among them${named}.`,
    fr: `${gate.length} requêtes de la première page et ${chosen.length} après ${options} choix ont été lues, dont ${hosts.size} hôtes tiers${named}.`,
  };
}

const hostOf = ({ request }: Exchange): string => new URL(request.url).host;
const isForeign = (view: EvidenceView, { request, noAnswer }: Exchange): boolean =>
  noAnswer !== 'blocked' && !isSameSite(new URL(request.url), new URL(view.target));

/** Of whoever the visitor was led to by their own choice. */
function isOfChoice(view: EvidenceView, { label, request }: Exchange): boolean {
  const led = view.probe('options-traffic').fact(label) as { landed?: string; href?: string } | undefined;
  const places = [led?.landed, led?.href].flatMap((address) => (address ? (resolve(address, view.target) ?? []) : []));
  return places.some((place) => isSameSite(new URL(request.url), place));
}

interface Telling {
  readonly exchange: Exchange;
  readonly where: Text;
  readonly form: string;
}

const PLACES: Readonly<Record<string, Text>> = {
  referer: { en: 'the Referer header', fr: 'l’en-tête Referer' },
  origin: { en: 'the Origin header', fr: 'l’en-tête Origin' },
  address: { en: 'the address', fr: 'l’adresse' },
  body: { en: 'the body', fr: 'le corps' },
  header: { en: 'another header', fr: 'un autre en-tête' },
};

/** Names of the host that is asked, and marks of this browser, not of the site. */
const OWN_HEADERS = new Set([
  'host',
  ':authority',
  ':path',
  ':scheme',
  ':method',
  'cookie',
  'user-agent',
  'accept-language',
]);

function tellsSite(view: EvidenceView, exchange: Exchange): readonly Telling[] {
  const { url, headers, body } = exchange.request;
  const other = new URL(url);
  const names = namesOfSite(new URL(view.target), other);
  const texts: (readonly [place: string, text: string])[] = [
    ['address', other.pathname + other.search],
    ...headers
      .filter(([name]) => !OWN_HEADERS.has(name))
      // Their own name, which can hold the site's where both are names of one machine.
      .filter(([, value]) => resolve(value, 'about:blank')?.origin !== other.origin)
      .map(([name, value]) => [name === 'referer' || name === 'origin' ? name : 'header', value] as const),
    ...(body === undefined ? [] : [['body', view.text(body)] as const]),
  ];
  return texts.flatMap(([place, text]) => {
    const form = formThatNames(text, names);
    return form === undefined ? [] : [{ exchange, form, where: PLACES[place] ?? (PLACES.header as Text) }];
  });
}

function findTelling(view: EvidenceView, telling: readonly Telling[]): readonly Finding[] {
  const [first] = telling;
  if (first === undefined) return [];
  const hosts = [...new Set(telling.map(({ exchange }) => hostOf(exchange)))];
  const places = [...new Map(telling.map(({ where }) => [where.en, where])).values()];
  const forms = [...new Set(telling.map(({ form }) => form))].join(', ');
  return [
    {
      rule: 'site-named-to-others',
      severity: 'high',
      expected: {
        en: 'No other host is told which site the visitor is on.',
        fr: 'Aucun autre hôte n’apprend sur quel site se trouve le visiteur.',
      },
      observed: {
        en: `${new Set(telling.map(({ exchange }) => exchange.id)).size} requests told ${hosts.slice(0, 5).join(', ')} the name of the site, in ${places.map(({ en }) => en).join(', ')} (form: ${forms}).`,
        fr: `${new Set(telling.map(({ exchange }) => exchange.id)).size} requêtes ont appris à ${hosts.slice(0, 5).join(', ')} le nom du site, dans ${places.map(({ fr }) => fr).join(', ')} (forme\u00a0: ${forms}).`,
      },
      why: {
        en: 'Whoever checks ages and also learns the site can keep a list of who visits which adult site.',
        fr: 'Qui vérifie l’âge et apprend aussi le site peut tenir la liste de qui visite quel site pour adultes.',
      },
      fix: {
        en: 'Send “Referrer-Policy: no-referrer”, lead visitors by links instead of requests from the page, and leave the site’s name out of every address and body that goes to others.',
        fr: 'Envoyez «\u00a0Referrer-Policy: no-referrer\u00a0», guidez les visiteurs par des liens plutôt que par des requêtes de la page, et ne mettez le nom du site dans aucune adresse ni aucun corps destiné à d’autres.',
      },
      reproduce: `1. Open ${view.target} in a private window with the browser's network tools open.\n2. ${first.exchange.label === 'gate' ? 'Wait until the page has loaded.' : 'Choose a way to prove your age.'}\n3. Look at what is sent to ${hostOf(first.exchange)}.`,
      evidence: [...new Set(telling.map(({ exchange }) => exchange.id))].slice(0, 12),
    },
  ];
}

function findContacts(
  view: EvidenceView,
  before: readonly Exchange[],
  during: readonly Exchange[],
): readonly Finding[] {
  const contacts = [...before, ...during];
  if (contacts.length === 0) return [];
  const hosts = [...new Set(contacts.map(hostOf))];
  return [
    {
      rule: 'third-party-contacted',
      severity: 'medium',
      expected: {
        en: 'Before a visitor has chosen anything, their browser talks to the site alone; afterwards also to whom they chose.',
        fr: 'Avant tout choix du visiteur, son navigateur ne parle qu’au site\u00a0; ensuite, aussi à qui il a choisi.',
      },
      observed: {
        en: `${before.length} requests before any choice and ${during.length} after one went to ${hosts.length} other hosts: ${hosts.slice(0, 8).join(', ')}.`,
        fr: `${before.length} requêtes avant tout choix et ${during.length} après un choix sont parties vers ${hosts.length} autres hôtes\u00a0: ${hosts.slice(0, 8).join(', ')}.`,
      },
      why: {
        en: 'Each of these hosts learns the address of a visitor at the moment when they are at the door of an adult site.',
        fr: 'Chacun de ces hôtes apprend l’adresse d’un visiteur au moment où il est à la porte d’un site pour adultes.',
      },
      fix: {
        en: 'Serve whatever the gate needs from the site itself, and take everything else off the gate’s page.',
        fr: 'Servez depuis le site lui-même ce dont le contrôle a besoin, et retirez tout le reste de sa page.',
      },
      reproduce: `1. Open ${view.target} in a private window with the browser's network tools open.\n2. Without pressing anything, list the hosts.`,
      evidence: contacts.map(({ id }) => id).slice(0, 12),
    },
  ];
}

const HINT = /\b(preconnect|dns-prefetch|prefetch|preload)\b/i;

/** A hint makes a browser look a name up or open a connection, of which no request is seen. */
function findHints(view: EvidenceView): readonly Finding[] {
  const target = new URL(view.target);
  const pages = view.probe('browser-home').pages('gate');
  const hinted = pages.flatMap((page) => {
    const { links } = readHtml(view.text(page.dom), page.url);
    return links.filter(
      ({ tag, rel, url }) => tag === 'link' && rel.some((one) => HINT.test(one)) && !isSameSite(new URL(url), target),
    );
  });
  if (hinted.length === 0) return [];
  const hosts = [...new Set(hinted.map(({ url }) => new URL(url).host))].join(', ');
  return [
    {
      rule: 'third-party-hinted',
      severity: 'low',
      expected: {
        en: 'The gate’s page makes the browser reach nobody else, not even ahead of time.',
        fr: 'La page du contrôle ne fait joindre personne d’autre au navigateur, même par anticipation.',
      },
      observed: {
        en: `The page tells the browser to prepare a connection to ${hosts}.`,
        fr: `La page demande au navigateur de préparer une connexion vers ${hosts}.`,
      },
      why: {
        en: 'A connection that is prepared already shows the other host the visitor’s address.',
        fr: 'Une connexion préparée montre déjà à l’autre hôte l’adresse du visiteur.',
      },
      fix: {
        en: 'Take preconnect, dns-prefetch, prefetch and preload for other hosts off the gate’s page.',
        fr: 'Retirez de la page du contrôle les preconnect, dns-prefetch, prefetch et preload vers d’autres hôtes.',
      },
      reproduce: `curl -sS '${view.target}' | grep -iE 'preconnect|dns-prefetch|prefetch|preload'`,
      evidence: pages.map(({ id }) => id),
    },
  ];
}
