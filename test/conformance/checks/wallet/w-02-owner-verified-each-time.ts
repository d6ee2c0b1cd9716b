import { noteLastHour, readWalletLife, type WalletLife } from '../../reading/wallet-life.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const PHASES = ['present-a', 'present-b'] as const;

export const ownerVerifiedEachTime: Check = {
  id: 'W-02',
  plan: 'wallet',
  title: {
    en: 'The device verifies its owner before each proof',
    fr: 'L’appareil vérifie son propriétaire avant chaque preuve',
  },
  prose: {
    en: 'A proof that can be used again must stay with the adult who obtained it: a child at the same device must not be able to show it. The suite shows two proofs in a row and counts how often the passkey was asked and answered. Then the device no longer recognises its owner (a wrong finger, a wrong code), and nothing may reach the site.',
    fr: 'Une preuve réutilisable doit rester à l’adulte qui l’a obtenue\u00a0: un enfant devant le même appareil ne doit pas pouvoir la présenter. La suite présente deux preuves de suite et compte combien de fois la clé d’accès a été demandée et a répondu. Ensuite l’appareil ne reconnaît plus son propriétaire (mauvais doigt, mauvais code), et rien ne doit arriver au site.',
  },
  probes: ['wallet-files', 'wallet-life'],
  judge(view) {
    const life = readWalletLife(view);
    if (typeof life === 'string') return untested(life);
    const shown = PHASES.flatMap((phase) => life.way(phase) ?? []).filter(({ posted }) => posted > 0);
    const refused = life.way('unverified');
    if (shown.length === 0) return cannotTell(NOT_SHOWN, ...noteLastHour(view));
    const findings = [...unasked(life, view.target), ...unverified(life, view.target)];
    const answers = shown.reduce((sum, { asserted }) => sum + asserted, 0);
    const note: Text = {
      en: `${shown.length} proofs shown, ${answers} answers of the passkey. ${refused?.arrived ? `Without the owner: ${refused.posted} proofs reached the site in ${refused.patience / 1000} s.` : 'A device that refuses its owner was not tried to the end.'}`,
      fr: `${shown.length} preuves présentées, ${answers} réponses de la clé d’accès. ${refused?.arrived ? `Sans le propriétaire\u00a0: ${refused.posted} preuve arrivée au site en ${refused.patience / 1000} s.` : 'Un appareil qui refuse son propriétaire n’a pas été essayé jusqu’au bout.'}`,
    };
    const isWhole = shown.length === PHASES.length && refused?.arrived === true;
    return judged(findings, isWhole ? passed(note) : cannotTell(note));
  },
};

const NOT_SHOWN: Text = {
  en: 'The wallet showed no proof to the auditor’s site, though it was given the time.',
  fr: 'Le portefeuille n’a présenté aucune preuve au site de l’auditeur, bien qu’il en ait eu le temps.',
};

const WHY: Text = {
  en: 'Whoever picks up the device, a minor among them, can show the proof of the adult who obtained it.',
  fr: 'Quiconque prend l’appareil, un mineur compris, peut présenter la preuve de l’adulte qui l’a obtenue.',
};
const FIX: Text = {
  en: 'Ask the passkey for each proof with userVerification "required", check the flag in its answer, and open the stock with a secret that only this answer gives (PRF).',
  fr: 'Demandez la clé d’accès pour chaque preuve avec userVerification «\u00a0required\u00a0», vérifiez l’indicateur dans sa réponse, et n’ouvrez la réserve qu’avec un secret que seule cette réponse donne (PRF).',
};

/** Proofs for which no passkey answered. */
function unasked(life: WalletLife, target: string): readonly Finding[] {
  const phases = PHASES.filter((phase) => {
    const way = life.way(phase);
    return way !== undefined && way.posted > 0 && way.asserted === 0;
  });
  if (phases.length === 0) return [];
  return [
    {
      rule: 'shown-unasked',
      severity: 'high',
      expected: {
        en: 'One answer of the passkey for each proof.',
        fr: 'Une réponse de la clé d’accès pour chaque preuve.',
      },
      observed: {
        en: `${phases.length} of ${PHASES.length} proofs were shown without any answer of the passkey.`,
        fr: `${phases.length} des ${PHASES.length} preuves ont été présentées sans aucune réponse de la clé d’accès.`,
      },
      why: WHY,
      fix: FIX,
      reproduce: `1. Enrol a wallet at ${target}/app/.\n2. Show a proof to one site, then to another.\n3. At one of them no fingerprint, face or code is asked for.`,
      evidence: phases.flatMap((phase) => life.idsOf('way', phase)),
    },
  ];
}

function unverified(life: WalletLife, target: string): readonly Finding[] {
  const way = life.way('unverified');
  if (way === undefined || way.posted === 0) return [];
  return [
    {
      rule: 'shown-unverified',
      severity: 'high',
      expected: {
        en: 'No proof while the device does not recognise its owner.',
        fr: 'Aucune preuve tant que l’appareil ne reconnaît pas son propriétaire.',
      },
      observed: {
        en: `${way.posted} proof reached the site although the device refused its user (${way.asserted} answers of the passkey).`,
        fr: `${way.posted} preuve est arrivée au site alors que l’appareil refusait son utilisateur (${way.asserted} réponse de la clé d’accès).`,
      },
      why: WHY,
      fix: FIX,
      reproduce: [
        `1. Enrol a wallet at ${target}/app/ with a virtual authenticator (developer tools, panel WebAuthn).`,
        '2. Turn off "User verified" there.',
        '3. Show a proof: it reaches the site.',
      ].join('\n'),
      evidence: life.idsOf('way', 'unverified'),
    },
  ];
}
