import type { Circumstances, Headers } from '../../evidence/observation.ts';
import { headerOf, headersOf } from '../../evidence/view.ts';
import { curlLine } from '../../reading/curl.ts';
import { listGatedPages } from '../../reading/gated-content.ts';
import { isLoopback } from '../../reading/loopback.ts';
import { isSameSite } from '../../reading/same-site.ts';
import { type SeenAnswer, seeGate } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, type Finding, judged, passed, untested } from '../check.ts';

/** What a rule looks at. */
interface Looked {
  readonly target: URL;
  readonly gate: SeenAnswer;
  readonly headers: Headers;
  readonly circumstances: Circumstances;
  /** Pages that an admitted visitor was given, and a stranger not. */
  readonly admitted: readonly SeenAnswer[];
}

interface Rule extends Pick<Finding, 'rule' | 'severity' | 'expected' | 'why' | 'fix'> {
  /** @returns what was seen where the rule is broken, else undefined */
  readonly broken: (looked: Looked) => Text | undefined;
}

const policies = ({ headers, gate }: Looked): readonly string[] => {
  const metas =
    gate.page?.metas.filter(({ name }) => name === 'content-security-policy').map(({ content }) => content) ?? [];
  return [...headersOf(headers, 'content-security-policy'), ...metas].map((policy) => policy.toLowerCase());
};

/** The last valid word counts (Referrer Policy  8.1); a header's are separated by commas. */
function referrerPolicyOf({ headers, gate }: Looked): string {
  const sent = headersOf(headers, 'referrer-policy').join(',').toLowerCase();
  const meta =
    gate.page?.metas.filter(({ name }) => name === 'referrer').map(({ content }) => content.toLowerCase()) ?? [];
  return [...sent.split(','), ...meta].map((word) => word.trim()).findLast(Boolean) ?? '';
}

const SILENT: ReadonlySet<string> = new Set(['no-referrer', 'same-origin']);

/** Where a browser that follows or loads something from the gate would say where it comes from. */
function tellsAddress({ target, gate }: Looked): readonly string[] {
  const links =
    gate.page?.links.filter(({ tag, rel }) => tag === 'a' && !rel.includes('noreferrer')).map(({ url }) => url) ?? [];
  const others = [...links, ...(gate.page?.resources ?? []), ...(gate.page?.media.map(({ url }) => url) ?? [])];
  return [...new Set(others.filter((url) => !isSameSite(new URL(url), target)).map((url) => new URL(url).host))];
}

const caching = (headers: Headers): string => headersOf(headers, 'cache-control').join(',').toLowerCase();
const isKeptBack = (headers: Headers): boolean => /private|no-store|no-cache/.test(caching(headers));

const isOld = (version: string | undefined): boolean => /^(SSL|TLSv1$|TLSv1\.1$)/.test(version ?? '');

const RULES: readonly Rule[] = [
  {
    rule: 'no-tls',
    severity: 'high',
    broken: ({ target, gate }) =>
      !isLoopback(target.hostname) && new URL(gate.url).protocol !== 'https:'
        ? {
            en: `The gate came over plain HTTP, at ${gate.url}.`,
            fr: `La page de contrôle est venue en HTTP, sans chiffrement, à ${gate.url}.`,
          }
        : undefined,
    expected: { en: 'The site speaks HTTPS only.', fr: 'Le site ne parle qu’en HTTPS.' },
    why: {
      en: 'Without encryption everyone on the way sees who visits, and can change what is shown.',
      fr: 'Sans chiffrement, quiconque se trouve sur le trajet voit qui visite, et peut modifier ce qui est montré.',
    },
    fix: { en: 'Redirect every address to HTTPS.', fr: 'Redirigez chaque adresse vers HTTPS.' },
  },
  {
    rule: 'old-tls',
    severity: 'medium',
    broken: ({ circumstances: { tlsVersion } }) =>
      isOld(tlsVersion)
        ? { en: `The connection was made with ${tlsVersion}.`, fr: `La connexion s’est faite en ${tlsVersion}.` }
        : undefined,
    expected: { en: 'TLS 1.2 or newer.', fr: 'TLS 1.2 ou plus récent.' },
    why: { en: 'Older versions have known weaknesses.', fr: 'Les versions antérieures ont des faiblesses connues.' },
    fix: { en: 'Switch older versions off.', fr: 'Désactivez les versions antérieures.' },
  },
  {
    rule: 'no-hsts',
    severity: 'low',
    broken: ({ gate, headers, target }) => {
      if (new URL(gate.url).protocol !== 'https:' || isLoopback(target.hostname)) return undefined;
      const age = Number(/max-age="?(\d+)/i.exec(headerOf(headers, 'strict-transport-security') ?? '')?.[1] ?? 0);
      return age > 0
        ? undefined
        : {
            en: 'There is no Strict-Transport-Security header.',
            fr: 'Il n’y a pas d’en-tête Strict-Transport-Security.',
          };
    },
    expected: {
      en: 'Browsers are told to come back by HTTPS alone.',
      fr: 'Les navigateurs sont invités à ne revenir qu’en HTTPS.',
    },
    why: {
      en: 'The first step of a visit over plain HTTP tells the network which site is visited, and can be diverted.',
      fr: 'Le premier pas d’une visite en HTTP dit au réseau quel site est visité, et peut être détourné.',
    },
    fix: {
      en: 'Send Strict-Transport-Security with a year or more.',
      fr: 'Envoyez Strict-Transport-Security pour un an ou plus.',
    },
  },
  {
    rule: 'content-sniffed',
    severity: 'low',
    broken: ({ headers }) =>
      headerOf(headers, 'x-content-type-options')?.toLowerCase().trim() === 'nosniff'
        ? undefined
        : {
            en: 'There is no X-Content-Type-Options: nosniff.',
            fr: 'Il n’y a pas de X-Content-Type-Options : nosniff.',
          },
    expected: {
      en: 'Browsers are told to believe the types that are sent.',
      fr: 'Les navigateurs sont invités à croire les types envoyés.',
    },
    why: {
      en: 'A browser that guesses can run as a script what was sent as something else.',
      fr: 'Un navigateur qui devine peut exécuter comme script ce qui était envoyé comme autre chose.',
    },
    fix: { en: 'Send X-Content-Type-Options: nosniff.', fr: 'Envoyez X-Content-Type-Options : nosniff.' },
  },
  {
    rule: 'can-be-framed',
    severity: 'medium',
    broken: (looked) =>
      headerOf(looked.headers, 'x-frame-options') === undefined &&
      !headersOf(looked.headers, 'content-security-policy').some((policy) => /frame-ancestors/i.test(policy))
        ? {
            en: 'Neither X-Frame-Options nor frame-ancestors keeps the gate out of other sites’ frames.',
            fr: 'Ni X-Frame-Options ni frame-ancestors n’empêche d’afficher la page de contrôle dans le cadre d’un autre site.',
          }
        : undefined,
    expected: {
      en: 'The gate cannot be shown inside another site.',
      fr: 'La page de contrôle ne peut être affichée dans un autre site.',
    },
    why: {
      en: 'In a frame, another site can make a person click through the gate without seeing it, and prove their age for somebody else.',
      fr: 'Dans un cadre, un autre site peut faire cliquer une personne sur la page de contrôle sans qu’elle la voie, et lui faire prouver son âge pour un autre.',
    },
    fix: {
      en: "Send Content-Security-Policy: frame-ancestors 'none'.",
      fr: "Envoyez Content-Security-Policy : frame-ancestors 'none'.",
    },
  },
  {
    rule: 'referrer-sent',
    severity: 'medium',
    broken: (looked) => {
      const policy = referrerPolicyOf(looked);
      const hosts = tellsAddress(looked);
      if (SILENT.has(policy) || hosts.length === 0) return undefined;
      return {
        en: `The policy is ${policy === '' ? 'missing' : `“${policy}”`}, and the gate leads to or loads from: ${hosts.join(', ')}.`,
        fr: `La politique est ${policy === '' ? 'absente' : `« ${policy} »`}, et la page de contrôle mène vers, ou charge depuis : ${hosts.join(', ')}.`,
      };
    },
    expected: {
      en: 'A browser does not tell other hosts from which site it comes.',
      fr: 'Un navigateur ne dit pas à d’autres hôtes de quel site il vient.',
    },
    why: {
      en: 'The Referer header tells the host that checks the age, or any other, which adult site a person is at.',
      fr: 'L’en-tête Referer dit à l’hôte qui vérifie l’âge, ou à tout autre, sur quel site pour adultes se trouve la personne.',
    },
    fix: { en: 'Send Referrer-Policy: no-referrer.', fr: 'Envoyez Referrer-Policy : no-referrer.' },
  },
  {
    rule: 'gate-kept',
    severity: 'low',
    broken: ({ headers, gate }) => {
      const says = caching(headers);
      const isLoose =
        gate.status === 200 ? !isKeptBack(headers) : !isKeptBack(headers) && /public|s-maxage|max-age=[1-9]/.test(says);
      return isLoose
        ? {
            en: `The gate (${gate.status}) may be kept by caches: cache-control is ${says === '' ? 'missing' : `“${says}”`}.`,
            fr: `La page de contrôle (${gate.status}) peut être gardée par des caches : cache-control est ${says === '' ? 'absent' : `« ${says} »`}.`,
          }
        : undefined;
    },
    expected: { en: 'No cache keeps the gate’s answer.', fr: 'Aucun cache ne garde la réponse du contrôle.' },
    why: {
      en: 'A cache that keeps one answer for an address can give the content of one visitor to the next.',
      fr: 'Un cache qui garde une seule réponse par adresse peut donner au visiteur suivant le contenu du précédent.',
    },
    fix: {
      en: 'Send Cache-Control: private, no-store with the gate.',
      fr: 'Envoyez Cache-Control : private, no-store avec la page de contrôle.',
    },
  },
  {
    rule: 'content-kept',
    severity: 'medium',
    broken: ({ admitted }) => {
      const loose = admitted.filter(({ exchange }) => !isKeptBack(exchange.response?.headers ?? []));
      return loose.length === 0
        ? undefined
        : {
            en: `${loose.length} of ${admitted.length} pages given to an admitted visitor may be kept by caches.`,
            fr: `${loose.length} des ${admitted.length} pages données à un visiteur admis peuvent être gardées par des caches.`,
          };
    },
    expected: {
      en: 'No cache keeps what an admitted visitor was given.',
      fr: 'Aucun cache ne garde ce qu’un visiteur admis a reçu.',
    },
    why: {
      en: 'What a cache keeps is shown again after the session has ended, and by a shared cache to others.',
      fr: 'Ce qu’un cache garde est montré encore après la fin de la session, et, par un cache partagé, à d’autres.',
    },
    fix: {
      en: 'Send Cache-Control: private, no-store with content.',
      fr: 'Envoyez Cache-Control : private, no-store avec le contenu.',
    },
  },
];

export const headersAndTransportHold: Check = {
  id: 'S-16',
  plan: 'site',
  title: { en: 'Transport and headers protect the visit', fr: 'Le transport et les en-têtes protègent la visite' },
  prose: {
    en: 'The connection and the headers of the gate page are read: encryption, protection against being shown in another site’s frame, what a browser tells other hosts, what caches may keep. Each of these is state of the art for a service of this kind; a gap does not open the gate by itself. What is merely good to have stands in the notes.',
    fr: 'La connexion et les en-têtes de la page de contrôle sont lus : chiffrement, protection contre l’affichage dans le cadre d’un autre site, ce qu’un navigateur dit à d’autres hôtes, ce que les caches peuvent garder. Chacun de ces points relève de l’état de l’art pour un tel service ; une lacune n’ouvre pas à elle seule le contrôle. Ce qui est seulement souhaitable figure dans les notes.',
  },
  probes: ['home', 'admitted'],
  judge(view) {
    const gate = seeGate(view);
    if (gate === undefined) return untested(view.probe('home').reason ?? 'fault');
    const looked: Looked = {
      target: new URL(view.target),
      gate,
      headers: gate.exchange.response?.headers ?? [],
      circumstances: view.circumstances,
      admitted: listGatedPages(view),
    };
    const findings = RULES.flatMap(({ broken, ...rule }): readonly Finding[] => {
      const observed = broken(looked);
      if (observed === undefined) return [];
      const isInside = rule.rule === 'content-kept';
      const evidence = isInside ? looked.admitted.map(({ exchange }) => exchange.id) : [gate.exchange.id];
      const headers = { accept: 'text/html' };
      return [{ ...rule, observed, reproduce: curlLine(gate.url, { headers, shows: 'headers' }), evidence }];
    });
    return judged(findings, passed(...notesOn(looked)));
  },
};

function notesOn(looked: Looked): readonly Text[] {
  const { target, headers, circumstances, admitted } = looked;
  const count = RULES.length;
  const notes: Text[] = [
    {
      en: `${headers.length} headers of the gate read against ${count} rules, and those of ${admitted.length} pages of an admitted visitor.`,
      fr: `${headers.length} en-têtes de la page de contrôle lus au regard de ${count} règles, ainsi que ceux de ${admitted.length} pages d’un visiteur admis.`,
    },
  ];
  if (isLoopback(target.hostname)) {
    notes.push({
      en: 'The target is this machine: rules on encryption do not apply and were not looked at.',
      fr: 'La cible est cette machine : les règles sur le chiffrement ne s’appliquent pas et n’ont pas été examinées.',
    });
  } else if (circumstances.tlsVersion === undefined) {
    notes.push({ en: 'The version of TLS was not seen.', fr: 'La version de TLS n’a pas été vue.' });
  }
  if (policies(looked).length === 0) {
    notes.push({
      en: 'There is no Content-Security-Policy; one is good to have.',
      fr: 'Il n’y a pas de Content-Security-Policy ; il est souhaitable d’en avoir une.',
    });
  }
  return notes;
}
