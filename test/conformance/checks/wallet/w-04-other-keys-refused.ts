import type { MintSeen } from '../../reading/wallet-life.ts';
import { type Check, cannotTell, judged, passed, untested } from '../check.ts';

export const otherKeysRefused: Check = {
  id: 'W-04',
  plan: 'wallet',
  title: {
    en: 'A wallet that is shown keys of its own mints nothing',
    fr: 'Un portefeuille à qui l’on montre des clés à part ne demande rien',
  },
  prose: {
    en: 'An issuer could hand one person keys that nobody else has: sites would then recognise that person by every proof. So a wallet takes keys only where it can see that everybody gets the same. In one browser the suite puts other keys, of the right form, in place of the issuer’s. The wallet must ask for nothing under them.',
    fr: 'Un émetteur pourrait remettre à une seule personne des clés que nul autre n’a\u00a0: les sites la reconnaîtraient alors à chacune de ses preuves. Un portefeuille n’accepte donc des clés que s’il peut voir que tout le monde reçoit les mêmes. Dans un navigateur, la suite met d’autres clés, de la bonne forme, à la place de celles de l’émetteur. Le portefeuille ne doit rien demander avec elles.',
  },
  probes: ['wallet-files', 'split-view'],
  judge(view) {
    const probe = view.probe('split-view');
    if (probe.state === 'untested') return untested(probe.reason ?? 'fault');
    const { times = 0, keys = 0 } = (probe.fact('swapped') ?? {}) as { times?: number; keys?: number };
    const mints = probe.facts('mint');
    const { records = 0 } = (probe.fact('tokens') ?? {}) as { records?: number };
    const bytes = mints.reduce((sum, { value }) => sum + (value as unknown as MintSeen).bytes, 0);
    const note = {
      en: `${keys} keys replaced, the directory asked for ${times} times by the wallet; ${mints.length} requests for tokens, ${records} tokens kept.`,
      fr: `${keys} clés remplacées, répertoire demandé ${times} fois par le portefeuille\u00a0; ${mints.length} demandes de jetons, ${records} jetons conservés.`,
    };
    if (mints.length === 0) return times > 0 && keys > 0 ? passed(note) : cannotTell(note);
    const finding = {
      rule: 'minted-with-other-keys',
      severity: 'high',
      expected: {
        en: 'No blinded token leaves the wallet under a key that is not proven to be everybody’s.',
        fr: 'Aucun jeton aveuglé ne quitte le portefeuille sous une clé dont il n’est pas prouvé qu’elle est celle de tous.',
      },
      observed: {
        en: `${mints.length} requests for tokens (${bytes} bytes) under keys that the suite had drawn a moment before.`,
        fr: `${mints.length} demandes de jetons (${bytes} octets) avec des clés que la suite venait de tirer.`,
      },
      why: {
        en: 'Issuer and site together can recognise one person at every visit by a key that was made for them alone.',
        fr: 'L’émetteur et le site peuvent ensemble reconnaître une personne à chaque visite, par une clé faite pour elle seule.',
      },
      fix: {
        en: 'Check each key against a public, witnessed log before anything is asked for under it, and refuse the rest aloud.',
        fr: 'Vérifiez chaque clé dans un journal public attesté par des témoins avant de rien demander avec elle, et refusez le reste en le disant.',
      },
      reproduce: [
        '1. Developer tools, panel Sources, Overrides: replace the "token-key" values of the issuer’s directory by keys of your own.',
        `2. Enrol a wallet at ${view.target}/app/.`,
        '3. The panel Network shows a POST to the issuer.',
      ].join('\n'),
      evidence: mints.map(({ id }) => id),
    } as const;
    return judged([finding], passed(note));
  },
};
