import type { Exchange } from '../../evidence/observation.ts';
import { headersOf } from '../../evidence/view.ts';
import { curlOf, directoryAsks } from '../../reading/answers.ts';
import type { Text } from '../../text.ts';
import { type Check, type Finding, judged, passed, untested } from '../check.ts';

const PROBES = ['issuer-directory', 'issuer-doors', 'issuer-refusals', 'issuer-minting', 'issuer-timing'];
/** Validators that a browser sends back. */
const VALIDATORS = ['etag', 'last-modified'];

const WHY: Text = {
  en: 'Whatever a browser sends back of itself lets an issuer recognise a person between two requests.',
  fr: 'Tout ce qu’un navigateur renvoie de lui-même permet à un émetteur de reconnaître une personne d’une demande à l’autre.',
};

export const leavesNoMark: Check = {
  id: 'I-05',
  plan: 'issuer',
  title: {
    en: 'The issuer sets no cookie and no other mark, and its answers have one size',
    fr: 'L’émetteur ne pose ni cookie ni autre marque, et ses réponses ont une seule taille',
  },
  prose: {
    en: 'The suite looks at every answer of the issuer for what a browser would keep and send back: cookies, and validators of caches that differ although the content is the same. It also compares the sizes of the directory over twenty requests. A mark of either kind ties requests of one person together, and with them the tokens that came of these.',
    fr: 'La suite cherche dans chaque réponse de l’émetteur ce qu’un navigateur garderait et renverrait\u00a0: des cookies, et des validateurs de cache qui diffèrent alors que le contenu est le même. Elle compare aussi les tailles du répertoire sur vingt demandes. Une marque de l’une ou l’autre sorte relie les demandes d’une même personne, et avec elles les jetons qui en sont issus.',
  },
  probes: PROBES,
  judge(view) {
    const asks = directoryAsks(view);
    if (asks.length === 0) return untested(view.probe('issuer-directory').reason ?? 'no-answer');
    const origin = new URL(view.target).origin;
    const all = PROBES.flatMap((name) => view.probe(name).exchanges()).filter(
      ({ request, response }) => response !== undefined && new URL(request.url).origin === origin,
    );
    const findings = [...cookies(all), ...validators(asks), ...sizes(asks)];
    const note: Text = {
      en: `${all.length} answers were searched for cookies; validators and sizes of ${asks.length} answers with the directory were compared.`,
      fr: `Des cookies ont été cherchés dans ${all.length} réponses\u00a0; les validateurs et les tailles de ${asks.length} réponses contenant le répertoire ont été comparés.`,
    };
    return judged(findings, passed(note));
  },
};

function cookies(all: readonly Exchange[]): readonly Finding[] {
  const found = all.filter(({ response }) => headersOf(response?.headers ?? [], 'set-cookie').length > 0);
  const [first] = found;
  if (first === undefined) return [];
  const lines = found.flatMap(({ response }) => headersOf(response?.headers ?? [], 'set-cookie'));
  const names = [...new Set(lines.map((line) => line.split('=', 1)[0]))].join(', ');
  return [
    {
      rule: 'cookie-set',
      severity: 'high',
      expected: { en: 'No answer sets a cookie.', fr: 'Aucune réponse ne pose de cookie.' },
      observed: {
        en: `${found.length} of ${all.length} answers set cookies: ${names}.`,
        fr: `${found.length} réponses sur ${all.length} posent des cookies\u00a0: ${names}.`,
      },
      why: WHY,
      fix: {
        en: 'Take cookies off, those of load balancers and protection services included.',
        fr: 'Retirez les cookies, y compris ceux des répartiteurs de charge et des services de protection.',
      },
      reproduce: curlOf(first),
      evidence: found.slice(0, 20).map(({ id }) => id),
    },
  ];
}

function validators(asks: readonly Exchange[]): readonly Finding[] {
  return VALIDATORS.flatMap((name): Finding[] => {
    const byContent = new Map<string, Map<string, Exchange>>();
    for (const exchange of asks) {
      const [value] = headersOf(exchange.response?.headers ?? [], name);
      const content = exchange.response?.body.sha256 ?? '';
      if (value !== undefined) byContent.set(content, (byContent.get(content) ?? new Map()).set(value, exchange));
    }
    const several = [...byContent.values()].filter((values) => values.size > 1);
    const [values] = several;
    const [first] = values?.values() ?? [];
    if (values === undefined || first === undefined) return [];
    return [
      {
        rule: `${name}-differs`,
        severity: 'high',
        expected: {
          en: `The same content has the same ${name}, or none.`,
          fr: `Un même contenu a le même ${name}, ou aucun.`,
        },
        observed: {
          en: `The same content came with ${values.size} different values of ${name}.`,
          fr: `Un même contenu est arrivé avec ${values.size} valeurs différentes de ${name}.`,
        },
        why: WHY,
        fix: { en: `Send no ${name} with the directory.`, fr: `N’envoyez pas de ${name} avec le répertoire.` },
        reproduce: `${curlOf(first)} | grep -i ${name}\n${curlOf(first)} | grep -i ${name}`,
        evidence: [...values.values()].map(({ id }) => id),
      },
    ];
  });
}

function sizes(asks: readonly Exchange[]): readonly Finding[] {
  const bySize = new Map(asks.map((exchange) => [exchange.response?.body.bytes ?? 0, exchange]));
  // A list that grew by a week's keys or a proof has two sizes, each for a time; more are more than that.
  if (bySize.size < 3) return [];
  const seen = [...bySize.keys()].sort((a, b) => a - b).join(', ');
  return [
    {
      rule: 'sizes-differ',
      severity: 'medium',
      expected: { en: 'The directory has one size for everybody.', fr: 'Le répertoire a une seule taille pour tous.' },
      observed: {
        en: `${asks.length} answers had ${bySize.size} sizes: ${seen} bytes.`,
        fr: `${asks.length} réponses avaient ${bySize.size} tailles\u00a0: ${seen} octets.`,
      },
      why: WHY,
      fix: { en: 'Answer the directory from one file.', fr: 'Servez le répertoire depuis un seul fichier.' },
      reproduce: [...bySize.values()]
        .slice(0, 2)
        .map((exchange) => curlOf(exchange))
        .join('\n'),
      evidence: [...bySize.values()].map(({ id }) => id),
    },
  ];
}
