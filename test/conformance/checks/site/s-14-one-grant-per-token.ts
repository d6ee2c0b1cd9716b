import type { Text } from '../../text.ts';
import { type Check, cannotTell, judged, passed, untested } from '../check.ts';

export const oneGrantPerToken: Check = {
  id: 'S-14',
  plan: 'site',
  title: {
    en: 'A token that is shown many times at once opens one session',
    fr: 'Un jeton présenté de nombreuses fois à la fois n’ouvre qu’une session',
  },
  prose: {
    en: 'A proof of age is good for one visit. The suite shows the same token many times at the same moment, as a program that shares proofs would. More than one session means that a proof can be multiplied.',
    fr: 'Une preuve d’âge vaut pour une visite. La suite présente le même jeton de nombreuses fois au même instant, comme le ferait un programme qui partage des preuves. Plus d’une session signifie qu’une preuve peut être multipliée.',
  },
  probes: ['race'],
  judge(view) {
    const probe = view.probe('race');
    const grants = probe.fact('grants') as { times: number; granted: string[] } | undefined;
    if (grants === undefined) return untested(probe.reason ?? 'nothing-to-try');
    const { times, granted } = grants;
    const note: Text = {
      en: `${times} presentations at once, ${granted.length} sessions.`,
      fr: `${times} présentations à la fois, ${granted.length} session(s).`,
    };
    if (granted.length === 0) return cannotTell(note);
    if (granted.length === 1) return passed(note);
    return judged(
      [
        {
          rule: 'several-sessions',
          severity: 'high',
          expected: { en: 'One session for one token.', fr: 'Une session pour un jeton.' },
          observed: {
            en: `${granted.length} sessions for one token that was shown ${times} times at once.`,
            fr: `${granted.length} sessions pour un jeton présenté ${times} fois à la fois.`,
          },
          why: {
            en: 'One adult’s proof can be handed to many people, each of whom gets in.',
            fr: 'La preuve d’un adulte peut être remise à de nombreuses personnes, qui entrent toutes.',
          },
          fix: {
            en: 'Spend the token in one atomic step (insert if absent) that only one request can win, also over several machines.',
            fr: 'Consommez le jeton en une étape atomique (insérer si absent) qu’une seule requête peut gagner, y compris sur plusieurs machines.',
          },
          reproduce: `npx @bauta/conformance site ${view.target}   # race`,
          evidence: granted,
        },
      ],
      passed(note),
    );
  },
};
