import type { Exchange } from '../../evidence/observation.ts';
import { partyOf, readWalletLife, type WalletLife } from '../../reading/wallet-life.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const PRESENTING = ['present-a', 'present-b', 'watch', 'stock-emptied'] as const;
/** While a proof is shown any other question is W-01's; with none left, or afterwards, it is this one's. */
const QUIET = ['watch', 'stock-emptied'] as const;

export const noMintingWhilePresenting: Check = {
  id: 'W-05',
  plan: 'wallet',
  title: {
    en: 'A wallet that presents does not mint',
    fr: 'Un portefeuille qui présente n’obtient pas de nouveaux jetons',
  },
  prose: {
    en: 'If a wallet fetches tokens because a site asks for one, issuer and site can match the two moments, whatever the mathematics hide. The suite watches issuer and age checker during two presentations, for some time after them, and while a site asks a wallet that has no token left. In none of these may a byte go to either.',
    fr: 'Si un portefeuille va chercher des jetons parce qu’un site en demande un, l’émetteur et le site peuvent rapprocher les deux instants, quoi que cachent les mathématiques. La suite surveille l’émetteur et le vérificateur d’âge pendant deux présentations, quelque temps après, et pendant qu’un site interroge un portefeuille vide. À aucun de ces moments un octet ne doit leur parvenir.',
  },
  probes: ['wallet-files', 'wallet-life'],
  judge(view) {
    const life = readWalletLife(view);
    if (typeof life === 'string') return untested(life);
    const { ms = 0 } = (life.probe.fact('watched') ?? {}) as { ms?: number };
    const { tokens = 0 } = (life.probe.fact('emptied') ?? {}) as { tokens?: number };
    const patience = (life.way('stock-emptied')?.patience ?? 0) / 1000;
    const isEmpty = tokens > 0 && life.way('stock-emptied')?.arrived === true;
    const enrolled = life.mints.filter(({ phase }) => phase === 'enrol').length;
    const note = {
      en: `${enrolled} batches were minted at enrolment, ${life.mints.length - enrolled} since; watched for ${ms / 1000} s after the last presentation; ${isEmpty ? `${tokens} tokens were taken out of the stock, and a site asked the empty wallet for ${patience} s` : 'an empty stock could not be tried'}.`,
      fr: `${enrolled} lots obtenus à l’ouverture, ${life.mints.length - enrolled} depuis\u00a0; surveillance de ${ms / 1000} s après la dernière présentation\u00a0; ${isEmpty ? `${tokens} jetons retirés de la réserve, puis un site a interrogé le portefeuille vide pendant ${patience} s` : 'une réserve vide n’a pas pu être essayée'}.`,
    };
    const isWhole = (life.way('present-a')?.posted ?? 0) > 0 && ms > 0 && isEmpty;
    return judged(minted(life, view.target), isWhole ? passed(note) : cannotTell(note));
  },
};

function minted(life: WalletLife, target: string): readonly Finding[] {
  const { hosts } = life;
  const isAsked = ({ request }: Exchange): boolean => {
    const party = partyOf(new URL(request.url).host, hosts);
    return party === 'issuer' || party === 'attester';
  };
  const asked = QUIET.flatMap((phase) => life.probe.exchanges(phase).filter(isAsked));
  const mints = PRESENTING.flatMap((phase) => life.idsOf('mint', phase));
  if (asked.length === 0 && mints.length === 0) return [];
  const phases = PRESENTING.filter(
    (phase) => life.idsOf('mint', phase).length > 0 || asked.some(({ label }) => label === phase),
  ).join(', ');
  return [
    {
      rule: 'minted-while-presenting',
      severity: 'high',
      expected: {
        en: 'No byte to issuer or age checker while a site asks, nor in the time after.',
        fr: 'Aucun octet vers l’émetteur ou le vérificateur d’âge pendant qu’un site demande, ni dans le temps qui suit.',
      },
      observed: {
        en: `${mints.length} batches were asked for, and ${asked.length} requests went to issuer or age checker (${phases}).`,
        fr: `${mints.length} lots ont été demandés, et ${asked.length} requêtes sont parties vers l’émetteur ou le vérificateur d’âge (${phases}).`,
      },
      why: {
        en: 'The issuer sees a person who is known to the age checker at the very second at which a site sees a visitor: together they know who came.',
        fr: 'L’émetteur voit une personne connue du vérificateur d’âge à la seconde même où un site voit un visiteur\u00a0: ensemble ils savent qui est venu.',
      },
      fix: {
        en: 'Fetch tokens on the person’s own act only, for days ahead; where none is left, say so and let them come back later.',
        fr: 'N’obtenez des jetons que sur un acte de la personne, pour des jours à l’avance\u00a0; s’il n’en reste aucun, dites-le et laissez-la revenir plus tard.',
      },
      reproduce: [
        `1. Enrol a wallet at ${target}/app/.`,
        '2. Developer tools, panel Application: delete the records of the store "tokens".',
        `3. Open a site that asks for a proof, with the panel Network open: requests go to ${hosts.issuer} or ${hosts.attesters.join(', ')}.`,
      ].join('\n'),
      evidence: [...mints, ...asked.map(({ id }) => id)],
    },
  ];
}
