import { curlLine } from '../../reading/curl.ts';
import { type ForbiddenClaim, findForbiddenClaims } from '../../reading/forbidden-claims.ts';
import { nameSome } from '../../reading/name-some.ts';
import { type SeenAnswer, seeAnswers } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

interface Claimed extends ForbiddenClaim {
  readonly answer: SeenAnswer;
}

type Prose = Pick<Finding, 'rule' | 'severity' | 'expected' | 'why' | 'fix'> & {
  readonly kind: ForbiddenClaim['kind'];
};

const RULES: readonly Prose[] = [
  {
    kind: 'nameless',
    rule: 'nameless-claimed',
    severity: 'medium',
    expected: {
      en: 'No page says that the check leaves a person without a name on the net.',
      fr: 'Aucune page ne dit que le contrôle garantit l’anonymat.',
    },
    why: {
      en: 'The authority itself says that the double-blind label is no such thing in the sense of data protection law. A person who believes it takes risks they do not know.',
      fr: 'L’autorité dit elle-même que le double aveugle n’est rien de tel au sens du droit des données personnelles. Qui le croit prend des risques qu’il ignore.',
    },
    fix: {
      en: 'Say what is not known, and by whom: “this site learns neither who you are nor how you proved it”.',
      fr: 'Dites ce qui n’est pas su, et par qui : « ce site n’apprend ni qui vous êtes ni comment vous l’avez prouvé ».',
    },
  },
  {
    kind: 'endorsed',
    rule: 'endorsement-claimed',
    severity: 'medium',
    expected: {
      en: 'No page says that an authority has approved the system.',
      fr: 'Aucune page ne dit qu’une autorité a approuvé le système.',
    },
    why: {
      en: 'Neither Arcom nor CNIL approves products; the site stays responsible. Such a claim misleads the public.',
      fr: 'Ni l’Arcom ni la CNIL n’approuve de produit ; le site reste responsable. Une telle affirmation trompe le public.',
    },
    fix: {
      en: 'Take the claim out, or say exactly what was audited, by whom and when.',
      fr: 'Retirez cette affirmation, ou dites exactement ce qui a été audité, par qui et quand.',
    },
  },
];

export const noForbiddenClaims: Check = {
  id: 'S-17',
  plan: 'site',
  title: { en: 'No claim that the rules do not allow', fr: 'Aucune affirmation que les règles n’admettent pas' },
  prose: {
    en: 'Titles, descriptions and texts that a stranger can read are searched, in five languages, for two kinds of claim: that the check leaves a person nameless, and that an authority has approved the system. A sentence that denies either is no claim. The legal terms “double anonymat” and “double-blind” are none either.',
    fr: 'Titres, descriptions et textes qu’un inconnu peut lire sont examinés, en cinq langues, à la recherche de deux affirmations : que le contrôle garantit l’anonymat, et qu’une autorité a approuvé le système. Une phrase qui le nie n’en est pas une. Les termes juridiques « double anonymat » et « double confidentialité » non plus.',
  },
  probes: ['home', 'crawl'],
  judge(view) {
    const home = seeAnswers(view, 'home');
    if (home.length === 0) return untested(view.probe('home').reason ?? 'fault');
    const pages = [...home, ...seeAnswers(view, 'crawl')].filter(({ page }) => page !== undefined);
    const homes = new Set(home.map(({ url }) => url));
    const claimed = pages.flatMap((answer): readonly Claimed[] => {
      const isGatePage = homes.has(answer.url) || answer.signs.isRefusal;
      const { page } = answer;
      const said = page?.metas.filter(({ name }) => /description|title/.test(name)).map(({ content }) => content) ?? [];
      const texts = [page?.title ?? '', ...said, ...(page?.pieces ?? [])];
      return texts.flatMap((text) => findForbiddenClaims(text, isGatePage)).map((claim) => ({ ...claim, answer }));
    });
    const looked: Text = {
      en: `${pages.length} pages read, ${new Set(claimed.map(({ sentence }) => sentence)).size} sentences found.`,
      fr: `${pages.length} pages lues, ${new Set(claimed.map(({ sentence }) => sentence)).size} phrases trouvées.`,
    };
    const findings = RULES.flatMap((rule) => toFinding(rule, claimed));
    return judged(findings, pages.length > 0 ? passed(looked) : cannotTell(looked));
  },
};

function toFinding({ kind, ...rule }: Prose, claimed: readonly Claimed[]): readonly Finding[] {
  const own = claimed.filter((claim) => claim.kind === kind);
  const [first] = own;
  if (first === undefined) return [];
  const where = nameSome(own.map(({ answer }) => answer.url));
  const quoted = first.sentence.slice(0, 200);
  return [
    {
      ...rule,
      observed: { en: `“${quoted}”, at ${where.en}.`, fr: `« ${quoted} », à ${where.fr}.` },
      reproduce: curlLine(first.answer.url, { headers: { accept: 'text/html', 'accept-language': 'fr' } }),
      evidence: [...new Set(own.map(({ answer }) => answer.exchange.id))],
    },
  ];
}
