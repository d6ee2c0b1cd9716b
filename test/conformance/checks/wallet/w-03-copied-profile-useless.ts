import { readWalletLife, type WalletLife } from '../../reading/wallet-life.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const THIEVES = ['copied', 'no-passkey'] as const;

export const copiedProfileUseless: Check = {
  id: 'W-03',
  plan: 'wallet',
  title: {
    en: 'What the browser keeps is of no use without the passkey',
    fr: 'Ce que le navigateur conserve ne sert à rien sans la clé d’accès',
  },
  prose: {
    en: 'Proofs that can be copied can be sold and passed on to minors. The suite reads everything that the wallet has stored and looks for proofs that lie there in the open. It copies the storage into another browser, and takes the passkey away from the first: from neither may a proof reach a site.',
    fr: 'Des preuves qui se copient peuvent se vendre et passer à des mineurs. La suite lit tout ce que le portefeuille a enregistré et y cherche des preuves en clair. Elle copie cet enregistrement dans un autre navigateur, puis retire la clé d’accès au premier\u00a0: d’aucun des deux une preuve ne doit parvenir à un site.',
  },
  probes: ['wallet-files', 'wallet-life'],
  judge(view) {
    const life = readWalletLife(view);
    if (typeof life === 'string') return untested(life);
    const findings = [...inClear(life, view.target), ...shownByThief(life, view.target)];
    const tried = THIEVES.filter((phase) => life.way(phase)?.arrived === true);
    const wasShown = (life.way('present-a')?.posted ?? 0) > 0;
    const note = countIn(life, tried.length);
    // What never worked with its passkey proves nothing by not working without.
    return judged(findings, wasShown && tried.includes('no-passkey') ? passed(note) : cannotTell(note));
  },
};

function countIn(life: WalletLife, tried: number): Text {
  const last = life.stored.at(-1);
  const records = Object.values(last?.stores ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    en: `${records} records and ${last?.values ?? 0} values (${last?.bytes ?? 0} bytes) were read; ${tried} of ${THIEVES.length} thefts tried (storage copied to another browser; all storage kept, passkey gone).`,
    fr: `${records} enregistrements et ${last?.values ?? 0} valeurs (${last?.bytes ?? 0} octets) ont été lus\u00a0; ${tried} des ${THIEVES.length} vols essayés (copie dans un autre navigateur\u00a0; tout conservé, clé d’accès retirée).`,
  };
}

const WHY: Text = {
  en: 'Whoever copies the files of this browser, a program or a housemate, has the adult’s proofs and can use them or sell them.',
  fr: 'Celui qui copie les fichiers de ce navigateur, un programme ou un proche, possède les preuves de l’adulte et peut s’en servir ou les vendre.',
};

function inClear({ stored, probe }: WalletLife, target: string): readonly Finding[] {
  const places: Record<string, number> = {};
  for (const { inClear: found } of stored) {
    for (const [place, count] of Object.entries(found)) places[place] = Math.max(places[place] ?? 0, count);
  }
  const count = Object.values(places).reduce((sum, one) => sum + one, 0);
  if (count === 0) return [];
  const where = Object.keys(places).join(', ');
  return [
    {
      rule: 'tokens-in-clear',
      severity: 'high',
      expected: { en: 'No token can be read out of the storage.', fr: 'Aucun jeton ne se lit dans l’enregistrement.' },
      observed: { en: `${count} tokens in clear in ${where}.`, fr: `${count} jetons en clair dans ${where}.` },
      why: WHY,
      fix: {
        en: 'Encrypt each token, and the key it is bound to, under a key that only a verified answer of the passkey gives (PRF).',
        fr: 'Chiffrez chaque jeton, et la clé qui lui est liée, sous une clé que seule une réponse vérifiée de la clé d’accès donne (PRF).',
      },
      reproduce: `1. Enrol a wallet at ${target}/app/.\n2. Developer tools, panel Application, storage of this origin.\n3. Look at ${where}.`,
      evidence: probe.facts('stored').map(({ id }) => id),
    },
  ];
}

function shownByThief(life: WalletLife, target: string): readonly Finding[] {
  const phases = THIEVES.filter((phase) => (life.way(phase)?.posted ?? 0) > 0);
  if (phases.length === 0) return [];
  return [
    {
      rule: 'shown-without-passkey',
      severity: 'high',
      expected: {
        en: 'Without the passkey no proof reaches a site.',
        fr: 'Sans la clé d’accès, aucune preuve ne parvient à un site.',
      },
      observed: {
        en: `A proof reached the site in ${phases.length} of ${THIEVES.length} thefts (${phases.join(', ')}).`,
        fr: `Une preuve est parvenue au site dans ${phases.length} des ${THIEVES.length} vols (${phases.join(', ')}).`,
      },
      why: WHY,
      fix: {
        en: 'Let no key that opens the stock lie beside it, also not as a CryptoKey: derive it from the passkey’s answer each time.',
        fr: 'Ne laissez à côté de la réserve aucune clé qui l’ouvre, pas même une CryptoKey\u00a0: dérivez-la chaque fois de la réponse de la clé d’accès.',
      },
      reproduce: [
        `1. Enrol a wallet at ${target}/app/ with a virtual authenticator (developer tools, panel WebAuthn), show one proof.`,
        '2. Remove the authenticator.',
        '3. Show a proof to another site: it gets there.',
      ].join('\n'),
      evidence: phases.flatMap((phase) => life.idsOf('way', phase)),
    },
  ];
}
