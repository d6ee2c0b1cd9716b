import type { Text } from '../../text.ts';
import { type Check, cannotTell, inapplicable, judged, passed, untested } from '../check.ts';

interface Accounts {
  readonly pages: number;
  readonly forms: number;
  readonly isTried: boolean;
}

export const noAccountCarriesTheProof: Check = {
  id: 'S-15',
  plan: 'site',
  title: {
    en: 'An account at the site does not carry the proof of age',
    fr: 'Un compte sur le site ne porte pas la preuve d’âge',
  },
  prose: {
    en: 'The suite opens an account during a visit that a proof of age opened, then signs in from a second device that never showed one. The second device must meet the gate: otherwise lending a password lends an age.',
    fr: 'La suite ouvre un compte pendant une visite ouverte par une preuve d’âge, puis se connecte depuis un second appareil qui n’en a jamais présenté. Le second appareil doit rencontrer la porte\u00a0: sinon, prêter un mot de passe, c’est prêter un âge.',
  },
  probes: ['accounts'],
  judge(view) {
    const probe = view.probe('accounts');
    const accounts = probe.fact('accounts') as unknown as Accounts | undefined;
    if (accounts === undefined) return untested(probe.reason ?? 'nothing-to-try');
    const { pages, forms, isTried } = accounts;
    const note: Text = {
      en: `${pages} pages looked at with a session, ${forms} forms that take a password.`,
      fr: `${pages} pages examinées avec une session, ${forms} formulaires demandant un mot de passe.`,
    };
    if (forms === 0) return inapplicable(note);
    const [alive] = probe.exchanges('alive');
    const [stranger] = probe.exchanges('stranger');
    const [second] = probe.exchanges('second-device');
    if (!isTried || second?.response === undefined || (alive?.response?.status ?? 500) >= 300) return cannotTell(note);
    const distance = (one: typeof alive): number =>
      Math.abs((one?.response?.body.bytes ?? 0) - (second.response?.body.bytes ?? 0));
    const isIn =
      second.response.status < 300 && (stranger?.response?.status !== 200 || distance(alive) < distance(stranger));
    if (!isIn) return passed(note);
    return judged(
      [
        {
          rule: 'admitted-by-account',
          severity: 'high',
          expected: { en: 'The second device meets the gate.', fr: 'Le second appareil rencontre la porte.' },
          observed: {
            en: `After signing in, a gated page was served to a device that never showed a proof of age (status ${second.response.status}).`,
            fr: `Après connexion, une page protégée a été servie à un appareil qui n’a jamais présenté de preuve d’âge (statut ${second.response.status}).`,
          },
          why: {
            en: 'Whoever knows the password is then taken for an adult, on any device and at any time.',
            fr: 'Quiconque connaît le mot de passe passe alors pour adulte, sur tout appareil et à tout moment.',
          },
          fix: {
            en: 'Keep accounts and proofs apart: a session of the account opens nothing that is gated without a session of the gate.',
            fr: 'Séparez comptes et preuves\u00a0: une session de compte n’ouvre rien de protégé sans une session de la porte.',
          },
          reproduce: `1. Open ${view.target}, prove your age, open an account.\n2. In a private window, sign in with that account.\n3. Ask for ${second.request.url}: it must show the gate.`,
          evidence: [second.id],
        },
      ],
      passed(note),
    );
  },
};
