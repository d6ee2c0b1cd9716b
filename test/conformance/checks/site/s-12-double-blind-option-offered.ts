import type { EvidenceView } from '../../evidence/view.ts';
import { curlLine } from '../../reading/curl.ts';
import type { GateOption } from '../../reading/gate-signs.ts';
import { isSameSite } from '../../reading/same-site.ts';
import { type SeenAnswer, seeDescription, seeGate } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

type Prose = Pick<Finding, 'severity' | 'expected' | 'why' | 'fix'>;

const RULES = {
  'no-double-blind-option': {
    severity: 'high',
    expected: {
      en: 'At least one option is double-blind: the site learns neither the person nor the source, and nobody else learns the site.',
      fr: 'Une option au moins est en double confidentialité : le site n’apprend ni la personne ni la source, et nul autre n’apprend le site.',
    },
    why: {
      en: 'The rule wants every site to offer such an option. Without one, each visitor leaves a trace with somebody.',
      fr: 'La règle veut que chaque site propose une telle option. Sans elle, chaque visiteur laisse une trace chez quelqu’un.',
    },
    fix: {
      en: 'Offer a double-blind option, first in the list, and say so beside it.',
      fr: 'Proposez une option en double confidentialité, en tête de liste, et indiquez-le à côté.',
    },
  },
  'one-way-only': {
    severity: 'medium',
    expected: {
      en: 'A proof can be obtained in at least two different ways.',
      fr: 'Une preuve peut être obtenue d’au moins deux façons différentes.',
    },
    why: {
      en: 'Whoever cannot use the one way, for want of a document, a camera or a bank, is shut out although of age.',
      fr: 'Qui ne peut utiliser l’unique façon, faute de document, de caméra ou de banque, est exclu bien que majeur.',
    },
    fix: { en: 'Add a second way of another kind.', fr: 'Ajoutez une seconde façon, d’une autre nature.' },
  },
  'level-not-shown': {
    severity: 'medium',
    expected: {
      en: 'Beside each option, before the choice, stands its level of privacy.',
      fr: 'À côté de chaque option, avant le choix, figure son niveau de protection de la vie privée.',
    },
    why: {
      en: 'A person can only choose what is protected if it is said before, not in a policy behind a link.',
      fr: 'On ne peut choisir ce qui est protégé que si cela est dit avant, et non dans une politique derrière un lien.',
    },
    fix: {
      en: 'Write the level beside each option: double-blind; this site can see who checked; who checks can learn the site.',
      fr: 'Écrivez le niveau à côté de chaque option : double confidentialité ; ce site peut voir qui a vérifié ; qui vérifie peut apprendre le site.',
    },
  },
  'no-warning': {
    severity: 'high',
    expected: {
      en: 'An option by which a third party can learn the site says so.',
      fr: 'Une option par laquelle un tiers peut apprendre le site le dit.',
    },
    why: {
      en: 'What somebody watches is among the most private things there are. If a third party can learn it, the person must know before.',
      fr: 'Ce que quelqu’un regarde compte parmi les choses les plus privées. Si un tiers peut l’apprendre, la personne doit le savoir avant.',
    },
    fix: {
      en: 'Send nothing that names the site, or warn beside the option.',
      fr: 'N’envoyez rien qui nomme le site, ou avertissez à côté de l’option.',
    },
  },
} as const satisfies Readonly<Record<string, Prose>>;

export const doubleBlindOptionOffered: Check = {
  id: 'S-12',
  plan: 'site',
  title: {
    en: 'A double-blind option, two ways, and the level of privacy shown',
    fr: 'Une option en double confidentialité, deux façons, et le niveau affiché',
  },
  prose: {
    en: 'The gate page is read as a person reads it: which options it offers, and what stands beside each. Where the site describes its gate for programs (age-gate.json), that is read too. A missing level of privacy, a missing double-blind option, or an option whose link names the site to a third party without a warning is a finding. Whether a double-blind option truly is one, this check does not tell: S-08 looks at what is sent.',
    fr: 'La page de contrôle est lue comme le ferait une personne : quelles options elle propose, et ce qui figure à côté de chacune. Si le site décrit son contrôle à l’usage des programmes (age-gate.json), cette description est lue aussi. Un niveau de protection absent, l’absence d’option en double confidentialité, ou une option dont le lien nomme le site à un tiers sans avertissement est un constat. Si une option en double confidentialité l’est vraiment, ce contrôle ne le dit pas : S-08 regarde ce qui est envoyé.',
  },
  probes: ['home', 'well-known', 'methods'],
  judge(view) {
    const gate = seeGate(view);
    if (gate === undefined) return untested(view.probe('home').reason ?? 'fault');
    const described = seeDescription(view)?.options ?? [];
    const { options } = gate.signs;
    const ways = listWays(view, options);
    const looked: Text = {
      en: `${options.length} options on the gate page, ${options.filter(({ showsLevel }) => showsLevel).length} with a level of privacy beside them; ${described.length} in age-gate.json; ${ways?.length ?? 'an unknown number of'} ways of obtaining a proof.`,
      fr: `${options.length} options sur la page de contrôle, dont ${options.filter(({ showsLevel }) => showsLevel).length} avec un niveau de protection à côté ; ${described.length} dans age-gate.json ; ${ways?.length ?? 'un nombre inconnu de'} façons d’obtenir une preuve.`,
    };
    if (options.length === 0 && described.length === 0) {
      if (!gate.signs.asksAge && !gate.signs.isRefusal) return cannotTell(looked, NO_GATE);
      return cannotTell(looked, NO_OPTION);
    }
    const isBlind =
      described.some(({ privacy }) => privacy === 'double-blind') ||
      options.some(({ level }) => level === 'double-blind');
    const isKnown = options.length > 0 && options.every(({ level }) => level !== undefined);
    const findings = [
      ...finding('no-double-blind-option', !isBlind && isKnown, gate, listing(options)),
      ...finding(
        'level-not-shown',
        options.some(({ showsLevel }) => !showsLevel),
        gate,
        listing(options.filter(({ showsLevel }) => !showsLevel)),
      ),
      ...finding('one-way-only', ways !== undefined && ways.length < 2, gate, {
        en: `${ways?.join(', ')}`,
        fr: `${ways?.join(', ')}`,
      }),
      ...finding('no-warning', namesSite(view, options).length > 0, gate, listing(namesSite(view, options))),
    ];
    const isWhole = isBlind && ways !== undefined && options.length > 0;
    return judged(
      findings,
      isWhole ? passed(looked) : cannotTell(looked, ...(ways === undefined ? [WAYS_UNKNOWN] : [])),
    );
  },
};

const NO_GATE: Text = { en: 'No gate was recognised.', fr: 'Aucun contrôle d’âge n’a été reconnu.' };
const NO_OPTION: Text = {
  en: 'The gate page lists no option that could be recognised without scripts.',
  fr: 'La page de contrôle ne présente aucune option reconnaissable sans scripts.',
};
const WAYS_UNKNOWN: Text = {
  en: 'How many ways of obtaining a proof stand behind the option could not be counted from outside.',
  fr: 'Le nombre de façons d’obtenir une preuve derrière cette option n’a pas pu être compté de l’extérieur.',
};

/** Names of ways, where they can be counted: what a probe saw behind the options, else two options or more. */
function listWays(view: EvidenceView, options: readonly GateOption[]): readonly string[] | undefined {
  const fact = view.probe('methods').fact('methods') as { names?: readonly string[] } | undefined;
  if (fact?.names !== undefined) return fact.names;
  const labels = [...new Set(options.map(({ label }) => label))];
  return labels.length >= 2 ? labels : undefined;
}

const NAMING =
  /^(client_?id|redirect_?ur[il]|return_?(ur[il]|to)?|callback(_?url)?|site(_?(id|key|url))?|merchant(_?id)?|origin|referrer|domain|host|rp_?id|publisher|app_?id|website)$/i;

/** Options that lead elsewhere with something in their address that tells from where, and say no word of it. */
function namesSite(view: EvidenceView, options: readonly GateOption[]): readonly GateOption[] {
  const target = new URL(view.target);
  return options.filter(({ href, level }) => {
    if (href === undefined || level === 'service-visible') return false;
    const url = new URL(href);
    if (isSameSite(url, target)) return false;
    const parameters = [...url.searchParams];
    return parameters.some(([name, value]) => (NAMING.test(name) && value !== '') || value.includes(target.host));
  });
}

function listing(options: readonly GateOption[]): Text {
  const labels = options.map(({ label }) => label.slice(0, 80));
  return { en: labels.map((label) => `“${label}”`).join(', '), fr: labels.map((label) => `« ${label} »`).join(', ') };
}

const OBSERVED: Readonly<Record<keyof typeof RULES, (what: Text) => Text>> = {
  'no-double-blind-option': (what) => ({
    en: `None of the options says that it is double-blind: ${what.en}.`,
    fr: `Aucune des options ne dit être en double confidentialité : ${what.fr}.`,
  }),
  'one-way-only': (what) => ({
    en: `Fewer than two ways of obtaining a proof were found: ${what.en === '' ? 'none' : what.en}.`,
    fr: `Moins de deux façons d’obtenir une preuve ont été trouvées : ${what.fr === '' ? 'aucune' : what.fr}.`,
  }),
  'level-not-shown': (what) => ({
    en: `No level of privacy stands beside ${what.en}.`,
    fr: `Aucun niveau de protection ne figure à côté de ${what.fr}.`,
  }),
  'no-warning': (what) => ({
    en: `The link of ${what.en} leads to another site with an address that tells which site it comes from, and no warning stands beside it.`,
    fr: `Le lien ${what.fr} mène à un autre site avec une adresse qui dit d’où l’on vient, sans avertissement à côté.`,
  }),
};

function finding(rule: keyof typeof RULES, applies: boolean, gate: SeenAnswer, what: Text): readonly Finding[] {
  if (!applies) return [];
  const headers = { accept: 'text/html', 'accept-language': 'fr' };
  const observed = OBSERVED[rule](what);
  return [{ rule, ...RULES[rule], observed, reproduce: curlLine(gate.url, { headers }), evidence: [gate.exchange.id] }];
}
