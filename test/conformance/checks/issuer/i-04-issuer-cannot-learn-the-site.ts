import type { Exchange } from '../../evidence/observation.ts';
import { type EvidenceView, headerOf } from '../../evidence/view.ts';
import { curlOf, shapeOf } from '../../reading/answers.ts';
import type { Text } from '../../text.ts';
import { type Check, type Finding, judged, passed, untested } from '../check.ts';

const WHY: Text = {
  en: 'An issuer that is told the site knows who visits it, whatever its tokens are made of.',
  fr: 'Un émetteur à qui l’on dit le site sait qui le visite, quelle que soit la fabrication de ses jetons.',
};

/** Refusals that say no more than that a request was not understood. */
const NOT_UNDERSTOOD: ReadonlySet<number> = new Set([400, 404, 405, 414, 415, 422]);

export const cannotLearnSite: Check = {
  id: 'I-04',
  plan: 'issuer',
  title: {
    en: 'The issuer takes nothing that could name a site',
    fr: 'L’émetteur n’accepte rien qui pourrait désigner un site',
  },
  prose: {
    en: 'The suite makes up the name of a site and sends it along wherever a browser or an operator could: as origin, as referring page, in the address, in headers. The answers must be the same as without it, or say that the request is not understood. An issuer that gives another answer reads the name; one that demands it cannot be double-blind.',
    fr: 'La suite invente le nom d’un site et le joint partout où un navigateur ou un exploitant pourrait le faire\u00a0: comme origine, comme page d’appel, dans l’adresse, dans des en-têtes. Les réponses doivent être les mêmes que sans ce nom, ou dire que la demande n’est pas comprise. Un émetteur qui répond autrement lit ce nom\u00a0; un émetteur qui l’exige ne peut pas relever du double anonymat.',
  },
  probes: ['issuer-directory', 'issuer-doors', 'issuer-refusals'],
  judge(view) {
    const [doors, refusals] = [view.probe('issuer-doors'), view.probe('issuer-refusals')];
    const directory = view.probe('issuer-directory');
    const asked = directory.exchanges('directory-site');
    const preflights = doors.exchanges('preflight');
    const named = NAMED.flatMap((label) => refusals.exchanges(label));
    if (asked.length + preflights.length + named.length === 0) return untested(directory.reason ?? 'no-answer');
    const findings = [
      ...reflected([...preflights, ...named]),
      ...followed(refusals.exchanges('site-none')[0], named),
      ...echoed(view, [...asked, ...named]),
    ];
    const note: Text = {
      en: `A made-up site was named in ${asked.length} requests for keys, ${preflights.length} preflights and ${named.length} requests for signatures.`,
      fr: `Un site inventé a été nommé dans ${asked.length} demandes de clés, ${preflights.length} requêtes préliminaires et ${named.length} demandes de signatures.`,
    };
    return judged(findings, named.length === 0 ? untested(refusals.reason ?? 'no-answer', note) : passed(note));
  },
};

const NAMED = ['site-origin', 'site-referer', 'site-query', 'site-header'];

function reflected(exchanges: readonly Exchange[]): readonly Finding[] {
  const found = exchanges.filter(({ request, response }) => {
    const origin = headerOf(request.headers, 'origin');
    return origin !== undefined && headerOf(response?.headers ?? [], 'access-control-allow-origin') === origin;
  });
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      rule: 'origin-reflected',
      severity: 'high',
      expected: {
        en: 'No page of a site may ask the issuer and read its answer.',
        fr: 'Aucune page d’un site ne peut interroger l’émetteur et lire sa réponse.',
      },
      observed: {
        en: `${found.length} answers allowed the made-up site’s origin by name.`,
        fr: `${found.length} réponses autorisaient nommément l’origine du site inventé.`,
      },
      why: WHY,
      fix: {
        en: 'Allow the origin of the wallet alone, as a constant.',
        fr: 'N’autorisez que l’origine du portefeuille, sous forme de constante.',
      },
      reproduce: curlOf(
        first,
        `-H 'origin: ${headerOf(first.request.headers, 'origin')}'`,
        `-H 'access-control-request-method: POST'`,
      ),
      evidence: found.map(({ id }) => id),
    },
  ];
}

function followed(plain: Exchange | undefined, named: readonly Exchange[]): readonly Finding[] {
  if (plain?.response === undefined) return [];
  const { status } = plain.response;
  const found = named.filter((one) => {
    if (one.response === undefined || shapeOf(one) === shapeOf(plain)) return false;
    return NOT_UNDERSTOOD.has(status) || !NOT_UNDERSTOOD.has(one.response.status);
  });
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      rule: 'answer-follows-site',
      severity: 'high',
      expected: {
        en: 'The same answer, whether a site is named or not.',
        fr: 'La même réponse, qu’un site soit nommé ou non.',
      },
      observed: {
        en: `Without a site the answer was ${status}; of ${named.length} requests that name one, ${found.length} were answered otherwise (${found.map(({ label, response }) => `${label} ${response?.status}`).join(', ')}).`,
        fr: `Sans site, la réponse était ${status}\u00a0; sur ${named.length} demandes qui en nomment un, ${found.length} ont reçu une autre réponse (${found.map(({ label, response }) => `${label} ${response?.status}`).join(', ')}).`,
      },
      why: WHY,
      fix: {
        en: 'Read neither a client’s name nor an origin: a request for tokens has nothing but blinded values and a grant.',
        fr: 'Ne lisez ni nom de client ni origine\u00a0: une demande de jetons ne contient que des valeurs masquées et une autorisation.',
      },
      reproduce: curlOf(first),
      evidence: [plain.id, ...found.map(({ id }) => id)],
    },
  ];
}

function echoed(view: EvidenceView, exchanges: readonly Exchange[]): readonly Finding[] {
  const canaries = ['issuer-directory', 'issuer-refusals'].flatMap((name) => {
    const canary = view.probe(name).fact('canary');
    return typeof canary === 'string' ? [canary] : [];
  });
  const found = exchanges.filter(({ response }) => {
    if (response === undefined) return false;
    // That an answer allows an origin by name is another finding.
    const headers = response.headers.filter(([name]) => name !== 'access-control-allow-origin');
    const text = [...headers.map(([, value]) => value), view.text(response.body)].join('\n');
    return canaries.some((canary) => text.includes(canary));
  });
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      rule: 'site-echoed',
      severity: 'medium',
      expected: { en: 'No answer holds the name of the site.', fr: 'Aucune réponse ne contient le nom du site.' },
      observed: { en: `${found.length} answers held it.`, fr: `${found.length} réponses le contenaient.` },
      why: WHY,
      fix: {
        en: 'Ignore what a request says beyond its form.',
        fr: 'Ignorez ce qu’une demande dit au-delà de sa forme.',
      },
      reproduce: curlOf(first),
      evidence: found.map(({ id }) => id),
    },
  ];
}
