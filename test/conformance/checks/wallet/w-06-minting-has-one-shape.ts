import { batchLength } from '../../reading/token-directory.ts';
import { readWalletLife } from '../../reading/wallet-life.ts';
import { type Check, cannotTell, judged, passed, untested } from '../check.ts';

export const mintingHasOneShape: Check = {
  id: 'W-06',
  plan: 'wallet',
  title: {
    en: 'Every request for tokens has the same size',
    fr: 'Toute demande de jetons a la même taille',
  },
  prose: {
    en: 'A request that is as long as the number of tokens a person has used tells the issuer how often they visit adult sites. So every request must be for one fixed number of tokens, whatever is left. The suite measures each request for tokens that the wallet sends and compares it with the length that the issuer’s directory lays down.',
    fr: 'Une demande aussi longue que le nombre de jetons utilisés dit à l’émetteur combien de fois une personne visite des sites pour adultes. Chaque demande doit donc porter sur un nombre fixe de jetons, quel que soit le reste. La suite mesure chaque demande de jetons que le portefeuille envoie et la compare à la longueur que fixe le répertoire de l’émetteur.',
  },
  probes: ['wallet-files', 'wallet-life'],
  judge(view) {
    const life = readWalletLife(view);
    if (typeof life === 'string') return untested(life);
    const { batchSize } = (view.probe('wallet-files').fact('directory') ?? {}) as { batchSize?: number };
    const sizes = life.mints.map(({ bytes }) => bytes);
    const seen = [...new Set(sizes)].sort((a, b) => a - b);
    const expected = batchSize === undefined ? undefined : batchLength(batchSize);
    const note = {
      en: `${sizes.length} requests for tokens: ${seen.join(', ') || 'no'} bytes. ${expected === undefined ? 'The directory names no size of a batch.' : `The directory's batches of ${batchSize} are ${expected} bytes.`} Measured at enrolment; a later top-up was not driven.`,
      fr: `${sizes.length} demandes de jetons\u00a0: ${seen.join(', ') || 'aucun'} octets. ${expected === undefined ? 'Le répertoire ne nomme aucune taille de lot.' : `Les lots de ${batchSize} du répertoire font ${expected} octets.`} Mesuré à l’ouverture\u00a0; aucun renouvellement ultérieur n’a été conduit.`,
    };
    if (sizes.length === 0) return cannotTell(note);
    const isOne = seen.length === 1 && (expected === undefined || seen[0] === expected);
    if (isOne) return sizes.length > 1 || expected !== undefined ? passed(note) : cannotTell(note);
    const finding = {
      rule: 'mint-size-varies',
      severity: 'medium',
      expected: {
        en: expected === undefined ? 'One size for all requests.' : `${expected} bytes for every request.`,
        fr:
          expected === undefined
            ? 'Une seule taille pour toutes les demandes.'
            : `${expected} octets pour chaque demande.`,
      },
      observed: { en: `${seen.join(', ')} bytes.`, fr: `${seen.join(', ')} octets.` },
      why: {
        en: 'The issuer can tell wallets apart by what they ask for, and can read from it how many proofs were used.',
        fr: 'L’émetteur peut distinguer les portefeuilles à ce qu’ils demandent, et y lire combien de preuves ont été utilisées.',
      },
      fix: {
        en: 'Always ask for the full batch, whatever is left, and throw away what is too much.',
        fr: 'Demandez toujours le lot entier, quel que soit le reste, et jetez l’excédent.',
      },
      reproduce: [
        `1. Enrol a wallet at ${view.target}/app/ with the developer tools open, panel Network.`,
        '2. Compare the content-length of each POST to the issuer.',
      ].join('\n'),
      evidence: life.probe.facts('mint').map(({ id }) => id),
    } as const;
    return judged([finding], passed(note));
  },
};
