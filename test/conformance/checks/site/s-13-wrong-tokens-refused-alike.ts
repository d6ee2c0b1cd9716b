import type { Exchange } from '../../evidence/observation.ts';
import type { ProbeView } from '../../evidence/view.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

interface Presented {
  readonly kind: string;
  readonly answer: string;
  readonly status: number;
  readonly hasSession: boolean;
}

/** What is wrong with each kind, as a person would say it. A kind that is not listed is shown by its name. */
const KINDS: Readonly<Record<string, Text>> = {
  replayed: { en: 'a token that was used before', fr: 'un jeton déjà utilisé' },
  'forged-signature': { en: 'a token whose signature is wrong', fr: 'un jeton à la signature fausse' },
  'wrong-key': {
    en: 'a token signed by a key of the suite’s own',
    fr: 'un jeton signé par une clé de la suite elle-même',
  },
  'wrong-salt': { en: 'a token signed with another salt', fr: 'un jeton signé avec un autre sel' },
  'expired-epoch': { en: 'a token of six weeks ago', fr: 'un jeton vieux de six semaines' },
  'future-epoch': { en: 'a token of six weeks ahead', fr: 'un jeton en avance de six semaines' },
  'trailing-byte': { en: 'a token with a byte too many', fr: 'un jeton avec un octet de trop' },
  'short-token': { en: 'a token with a byte too few', fr: 'un jeton auquel manque un octet' },
  'other-site': { en: 'a token shown to another site', fr: 'un jeton présenté à un autre site' },
  'other-challenge': {
    en: 'an answer to a challenge that the site never made',
    fr: 'une réponse à un défi que le site n’a pas émis',
  },
  'other-holder': {
    en: 'a token shown by somebody who is not its holder',
    fr: 'un jeton présenté par quelqu’un qui n’en est pas le porteur',
  },
  'other-issuer': { en: 'a token made for another issuer’s name', fr: 'un jeton fait au nom d’un autre émetteur' },
  'no-proof': { en: 'a token without its holder’s proof', fr: 'un jeton sans la preuve de son porteur' },
  'proof-alg-none': { en: 'a proof that nobody signed', fr: 'une preuve que personne n’a signée' },
  'other-type': { en: 'a token of another type', fr: 'un jeton d’un autre type' },
  'stale-challenge': {
    en: 'an answer to a challenge of ten minutes ago',
    fr: 'une réponse à un défi vieux de dix minutes',
  },
};

export const wrongTokensRefusedAlike: Check = {
  id: 'S-13',
  plan: 'site',
  title: {
    en: 'Tokens that are forged, replayed, expired or made for another site are refused, and all alike',
    fr: 'Les jetons falsifiés, rejoués, périmés ou destinés à un autre site sont refusés, et tous de la même façon',
  },
  prose: {
    en: 'The suite shows the site tokens that are each wrong for one reason, for instance one that was used before or one made for another site. None may open a session, since otherwise one adult’s proof would serve others. The refusals must not differ either: a site that says what was wrong helps whoever looks for a way in.',
    fr: 'La suite présente au site des jetons qui sont chacun faux pour une seule raison, par exemple un jeton déjà utilisé ou destiné à un autre site. Aucun ne doit ouvrir de session, sans quoi la preuve d’un adulte servirait à d’autres. Les refus ne doivent pas non plus se distinguer : un site qui dit ce qui n’allait pas aide qui cherche une entrée.',
  },
  probes: ['presentations'],
  judge(view) {
    const probe = view.probe('presentations');
    const shown = probe.facts('presented').map(({ value }) => value as unknown as Presented);
    if (shown.length === 0) return untested(probe.reason ?? 'nothing-to-try');
    const accepted = shown.filter(({ status, hasSession }) => hasSession && status < 400 && opens(probe));
    const refused = shown.filter((one) => !accepted.includes(one));
    const findings = [...findAccepted(accepted, view.target), ...findToldApart(refused, probe, view.target)];
    const note: Text = {
      en: `${shown.length} wrong presentations, ${refused.length} refused.`,
      fr: `${shown.length} présentations fausses, ${refused.length} refusées.`,
    };
    const isWhole = probe.state === 'done';
    return judged(findings, isWhole ? passed(note) : cannotTell(note, NOT_ALL));
  },
};

const NOT_ALL: Text = {
  en: 'Tokens ran out before all kinds were shown.',
  fr: 'Les jetons se sont épuisés avant que toutes les sortes aient été présentées.',
};

const opens = (probe: ProbeView): boolean =>
  probe.exchanges('after').some(({ response }) => (response?.status ?? 500) < 300);

function findAccepted(accepted: readonly Presented[], target: string): Finding[] {
  if (accepted.length === 0) return [];
  return [
    {
      rule: 'accepted',
      severity: 'high',
      expected: { en: 'None of these opens a session.', fr: 'Aucune de ces présentations n’ouvre de session.' },
      observed: {
        en: `A session was opened for ${list(accepted, 'en')}.`,
        fr: `Une session a été ouverte pour ${list(accepted, 'fr')}.`,
      },
      why: {
        en: 'One proof of age can then open the site to people who never proved theirs.',
        fr: 'Une seule preuve d’âge peut alors ouvrir le site à des personnes qui n’ont jamais prouvé la leur.',
      },
      fix: {
        en: 'Check signature, epoch, audience, challenge and holder in that order, and spend the token last, in one step that only one caller can win.',
        fr: 'Vérifiez signature, période, destinataire, défi et porteur dans cet ordre, et consommez le jeton en dernier, en une étape qu’un seul appelant peut gagner.',
      },
      reproduce: `npx @bauta/conformance site ${target}   # ${accepted.map(({ kind }) => kind).join(', ')}`,
      evidence: accepted.map(({ answer }) => answer),
    },
  ];
}

function findToldApart(refused: readonly Presented[], probe: ProbeView, target: string): Finding[] {
  const groups = new Map<string, Presented[]>();
  for (const one of refused) {
    const answer = probe.exchanges().find(({ id }) => id === one.answer);
    const face = answer === undefined ? '' : faceOf(answer);
    groups.set(face, [...(groups.get(face) ?? []), one]);
  }
  if (groups.size < 2) return [];
  const [, ...others] = [...groups.values()].sort((a, b) => b.length - a.length);
  const odd = others.flat();
  return [
    {
      rule: 'told-apart',
      severity: 'medium',
      expected: { en: 'All refusals look the same.', fr: 'Tous les refus se ressemblent.' },
      observed: {
        en: `${groups.size} different refusals; apart from the rest: ${list(odd, 'en')}.`,
        fr: `${groups.size} refus différents ; à part des autres : ${list(odd, 'fr')}.`,
      },
      why: {
        en: 'Refusals that differ tell whoever tries which part of a forgery already holds.',
        fr: 'Des refus qui diffèrent disent à qui essaie quelle partie d’une falsification tient déjà.',
      },
      fix: {
        en: 'Answer every refusal with the same status, headers and body; keep the reason for your own records.',
        fr: 'Répondez à chaque refus avec le même statut, les mêmes en-têtes et le même corps ; gardez le motif pour vos propres relevés.',
      },
      reproduce: `npx @bauta/conformance site ${target}   # ${odd.map(({ kind }) => kind).join(', ')}`,
      evidence: odd.map(({ answer }) => answer),
    },
  ];
}

/** What a refusal looks like from outside; the values of challenges and dates change each time. */
function faceOf({ response, noAnswer }: Exchange): string {
  if (response === undefined) return `no answer: ${noAnswer}`;
  const names = response.headers.map(([name]) => name).filter((name) => name !== 'connection' && name !== 'keep-alive');
  return JSON.stringify([response.status, names.sort(), response.body.sha256]);
}

const list = (shown: readonly Presented[], language: 'en' | 'fr'): string =>
  shown.map(({ kind }) => KINDS[kind]?.[language] ?? kind).join(', ');
