import type { Exchange } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import { NAMES_SITE, namesHost } from '../../reading/name-in-text.ts';
import { noteLastHour, partyOf, readWalletLife, type WalletLife } from '../../reading/wallet-life.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const PHASES = ['present-a', 'present-b'] as const;

export const nobodyAskedAtPresentation: Check = {
  id: 'W-01',
  plan: 'wallet',
  title: {
    en: 'While a proof is shown, the wallet asks nobody',
    fr: 'Pendant qu’une preuve est présentée, le portefeuille n’interroge personne',
  },
  prose: {
    en: 'A wallet that asks its issuer, or anyone else, when a site is opened tells them that somebody opens a site, and often which one. The suite runs two sites of its own, shows each a proof out of a wallet that it has enrolled, and writes down every request of the browser meanwhile. Allowed are the files of the wallet’s own page, asked for without a word about the site, and one form sent to the site itself. Requests that the browser answers out of what it keeps reach nobody.',
    fr: 'Un portefeuille qui interroge son émetteur, ou qui que ce soit, à l’ouverture d’un site apprend à celui-ci que quelqu’un ouvre un site, et souvent lequel. La suite tient deux sites à elle, présente à chacun une preuve tirée d’un portefeuille qu’elle a ouvert, et note pendant ce temps chaque requête du navigateur. Sont admis les fichiers de la page du portefeuille, demandés sans rien dire du site, et un formulaire envoyé au site lui-même. Les requêtes auxquelles le navigateur répond de sa propre mémoire n’atteignent personne.',
  },
  probes: ['wallet-files', 'wallet-life'],
  judge(view) {
    const life = readWalletLife(view);
    if (typeof life === 'string') return untested(life);
    const shown = PHASES.filter((phase) => (life.way(phase)?.posted ?? 0) > 0);
    if (shown.length === 0) return cannotTell(NOT_SHOWN, ...noteLastHour(view));
    const findings = [
      ...otherParties(life, view),
      ...siteNamed(life, view),
      ...questions(life, view),
      ...inAddress(life, view),
    ];
    return judged(findings, passed(countIn(life, shown.length)));
  },
};

const NOT_SHOWN: Text = {
  en: 'The wallet showed no proof to the auditor’s site: what it would ask meanwhile was not seen.',
  fr: 'Le portefeuille n’a présenté aucune preuve au site de l’auditeur\u00a0: ce qu’il aurait demandé pendant ce temps n’a pas été vu.',
};

function countIn(life: WalletLife, shown: number): Text {
  const sites = new Set(Object.values(life.hosts.sites));
  const others = (one: Exchange): boolean => !sites.has(new URL(one.request.url).hostname);
  const left = PHASES.flatMap((phase) => life.left(phase)).filter(others).length;
  const kept = PHASES.flatMap((phase) => life.kept(phase)).filter(others).length;
  return {
    en: `${shown} presentations: ${left} requests left the browser for anyone but the site, ${kept} were answered out of its own cache.`,
    fr: `${shown} présentations\u00a0: ${left} requêtes ont quitté le navigateur vers un autre que le site, ${kept} ont trouvé réponse dans son propre cache.`,
  };
}

/** Requests of the presentations to anyone but the auditor's sites. */
function elsewhere({ hosts, probe }: WalletLife): readonly Exchange[] {
  const sites = new Set(Object.values(hosts.sites));
  const all = PHASES.flatMap((phase) => probe.exchanges(phase));
  return all.filter(({ request }) => !sites.has(new URL(request.url).hostname));
}

const hostOf = ({ request }: Exchange): string => new URL(request.url).host;
const idsOf = (all: readonly Exchange[]): readonly string[] => all.map(({ id }) => id);
const namesOf = (all: readonly Exchange[]): string => [...new Set(all.map(hostOf))].join(', ');

function script(view: EvidenceView, look: string): string {
  return [
    `1. Enrol a wallet at ${view.target}/app/ in Chromium.`,
    '2. Open the developer tools, panel Network, with "Preserve log" on.',
    '3. Open a site that takes proofs of this wallet, and show one.',
    `4. ${look}`,
  ].join('\n');
}

function otherParties(life: WalletLife, view: EvidenceView): readonly Finding[] {
  const { hosts } = life;
  const all = elsewhere(life).filter((one) => hostOf(one) !== hosts.wallet);
  if (all.length === 0) return [];
  const parties = [...new Set(all.map((one) => partyOf(hostOf(one), hosts)))];
  const ours = parties.filter((party) => party !== undefined).join(', ');
  const said =
    ours === ''
      ? { en: '', fr: '' }
      : { en: ` (of the trust domain: ${ours})`, fr: ` (du domaine de confiance\u00a0: ${ours})` };
  return [
    {
      rule: 'other-party-asked',
      severity: 'high',
      expected: {
        en: 'No request to anyone but the wallet’s own host and the site.',
        fr: 'Aucune requête à d’autres que l’hôte du portefeuille et le site.',
      },
      observed: {
        en: `${all.length} requests to ${namesOf(all)}${said.en} while a proof was shown.`,
        fr: `${all.length} requêtes à ${namesOf(all)}${said.fr} pendant la présentation d’une preuve.`,
      },
      why: {
        en: 'Whoever is asked learns at which moment this person opens an adult site, and can put it beside what the site knows of the same moment.',
        fr: 'Celui qui est interrogé apprend à quel moment cette personne ouvre un site pour adultes, et peut le rapprocher de ce que le site sait du même moment.',
      },
      fix: {
        en: 'Show proofs that were fetched long before, and keep the page that shows them from connecting anywhere (connect-src none).',
        fr: 'Présentez des preuves obtenues longtemps avant, et interdisez toute connexion à la page qui les présente (connect-src none).',
      },
      reproduce: script(view, `Requests to ${namesOf(all)} are in the list.`),
      evidence: idsOf(all),
    },
  ];
}

function siteNamed(life: WalletLife, view: EvidenceView): readonly Finding[] {
  const names = Object.values(life.hosts.sites);
  const says = (text: string): boolean => text.includes(NAMES_SITE) || names.some((name) => namesHost(text, name));
  const all = elsewhere(life).filter(({ request }) => {
    const body = request.body === undefined ? '' : view.text(request.body);
    return [request.url, body, ...request.headers.map(([, value]) => value)].some(says);
  });
  if (all.length === 0) return [];
  return [
    {
      rule: 'site-named',
      severity: 'high',
      expected: {
        en: 'No address, header or body that goes to anyone else holds the site’s name.',
        fr: 'Aucune adresse, aucun en-tête ni corps envoyé à un autre ne contient le nom du site.',
      },
      observed: {
        en: `${all.length} requests to ${namesOf(all)} held the name of the auditor’s site.`,
        fr: `${all.length} requêtes à ${namesOf(all)} contenaient le nom du site de l’auditeur.`,
      },
      why: {
        en: 'The host learns which adult site this person opens: the secret that double-blind proofs are made to keep.',
        fr: 'L’hôte apprend quel site pour adultes cette personne ouvre\u00a0: le secret même que le double anonymat doit garder.',
      },
      fix: {
        en: 'Take the site’s request from the fragment of the address alone, send Referrer-Policy: no-referrer, and never put the request into an address, a header or a body.',
        fr: 'Ne lisez la demande du site que dans le fragment de l’adresse, envoyez Referrer-Policy\u00a0: no-referrer, et ne mettez jamais la demande dans une adresse, un en-tête ou un corps.',
      },
      reproduce: script(
        view,
        'Search the list for the site’s name (also in base64): it is in a request to another host.',
      ),
      evidence: idsOf(all),
    },
  ];
}

/** More than the plain files of the page, asked of the wallet's own host. */
function questions(life: WalletLife, view: EvidenceView): readonly Finding[] {
  const all = elsewhere(life).filter(({ request }) => {
    const { host, search } = new URL(request.url);
    return host === life.hosts.wallet && (request.method !== 'GET' || search !== '' || request.body !== undefined);
  });
  if (all.length === 0) return [];
  return [
    {
      rule: 'host-asked',
      severity: 'medium',
      expected: {
        en: 'Of the wallet’s host only static files are asked for: GET, without a query, without a body.',
        fr: 'On ne demande à l’hôte du portefeuille que des fichiers statiques\u00a0: GET, sans paramètre, sans corps.',
      },
      observed: {
        en: `${all.length} requests to the wallet’s host were more than that (${all[0]?.request.method} ${new URL(all[0]?.request.url ?? '').pathname}).`,
        fr: `${all.length} requêtes à l’hôte du portefeuille étaient davantage (${all[0]?.request.method} ${new URL(all[0]?.request.url ?? '').pathname}).`,
      },
      why: {
        en: 'Whoever runs the wallet’s host is told something at each presentation, and can count and time them.',
        fr: 'Celui qui tient l’hôte du portefeuille reçoit un message à chaque présentation, et peut les compter et les dater.',
      },
      fix: {
        en: 'Serve the page as files with content-hashed names that browsers keep for a year, and let it call nobody.',
        fr: 'Servez la page sous forme de fichiers nommés par leur empreinte, que les navigateurs gardent un an, et qu’elle n’appelle personne.',
      },
      reproduce: script(view, `Requests to ${life.hosts.wallet} are in the list that are no plain GET.`),
      evidence: idsOf(all),
    },
  ];
}

function inAddress({ probe }: WalletLife, view: EvidenceView): readonly Finding[] {
  const all = probe.facts('posted').filter(({ value }) => (value as { tokenInAddress: boolean }).tokenInAddress);
  if (all.length === 0) return [];
  return [
    {
      rule: 'token-in-address',
      severity: 'high',
      expected: {
        en: 'The proof goes to the site in the body of one POST.',
        fr: 'La preuve va au site dans le corps d’un seul POST.',
      },
      observed: {
        en: `${all.length} proofs came to the site in the address of a request.`,
        fr: `${all.length} preuves sont arrivées au site dans l’adresse d’une requête.`,
      },
      why: {
        en: 'Addresses lie in the browser’s history, in logs of servers and of proxies, and go on to others as Referer: a proof there can be read and used by whoever comes by.',
        fr: 'Les adresses restent dans l’historique du navigateur, dans les journaux des serveurs et des mandataires, et sont transmises à d’autres comme Referer\u00a0: une preuve s’y lit et s’y reprend.',
      },
      fix: {
        en: 'Hand the proof over by a form with method="post".',
        fr: 'Remettez la preuve par un formulaire avec method="post".',
      },
      reproduce: script(view, 'The request to the site has the proof behind its question mark.'),
      evidence: all.map(({ id }) => id),
    },
  ];
}
