import { type Kept, ONE_CALL, OVERWRITTEN, SESSIONS, SWEEP, WITH_THE_CALL } from './kept.ts';

/** What a site behind the gate keeps. */
export const SITE: readonly Kept[] = [
  {
    id: 'site.call',
    holders: ['site'],
    where: { memory: ONE_CALL },
    what: { en: 'a token and its proof of possession', fr: 'un jeton et sa preuve de possession' },
    plain: {
      en: 'The proof that your wallet shows',
      fr: 'La preuve que votre portefeuille présente',
    },
    why: { en: 'to check them', fr: 'les vérifier' },
    basis: 'legal obligation',
    howLong: { en: 'the call', fr: 'l’appel' },
    howGone: WITH_THE_CALL,
    tests: ['test/privacy/canary.test.ts'],
  },
  {
    id: 'site.spent',
    holders: ['site'],
    where: { table: 'spent', columns: ['until', 'nullifier'] },
    what: {
      en: 'SHA-256 of key id and nonce of a token, and the end of its week',
      fr: 'SHA-256 de l’identifiant de clé et du nonce d’un jeton, et la fin de sa semaine',
    },
    plain: {
      en: 'A number that was drawn by chance for that proof alone',
      fr: 'Un nombre tiré au hasard pour cette seule preuve',
    },
    why: { en: 'a proof works once', fr: 'une preuve ne sert qu’une fois' },
    basis: 'legal obligation',
    howLong: {
      en: 'until 24 hours after the key’s last acceptance: 15 days at most',
      fr: 'jusqu’à 24 heures après la dernière acceptation de la clé : 15 jours au plus',
    },
    howGone: SWEEP,
    tests: ['test/unit/stores/sweep.test.ts'],
  },
  {
    id: 'site.spent-dropped',
    holders: ['site'],
    where: { table: 'spent_dropped', columns: ['one', 'until'] },
    what: {
      en: 'up to when buckets were deleted, or a restored copy stays shut',
      fr: 'jusqu’à quand des compartiments ont été supprimés, ou une copie restaurée reste fermée',
    },
    why: { en: 'what is deleted or unknown stays shut', fr: 'ce qui est supprimé ou inconnu reste fermé' },
    basis: 'none',
    howLong: { en: 'for good: one number', fr: 'sans limite : un nombre' },
    howGone: OVERWRITTEN,
    tests: ['test/unit/stores/sweep.test.ts'],
  },
  {
    id: 'site.direct-call',
    holders: ['site'],
    where: { memory: ONE_CALL },
    what: {
      en: 'where it takes proofs of EU age apps itself: the proof, with its issuer’s certificate',
      fr: 's’il accepte lui-même les preuves des applications européennes : la preuve, avec le certificat de son émetteur',
    },
    plain: {
      en: 'If you choose an EU age app at our gate: its proof, which shows which provider issued it',
      fr: 'Si vous choisissez une application européenne à notre porte : sa preuve, qui montre quel fournisseur l’a délivrée',
    },
    why: { en: 'to check it', fr: 'la vérifier' },
    basis: 'legal obligation',
    howLong: { en: 'the call', fr: 'l’appel' },
    howGone: WITH_THE_CALL,
    tests: ['test/unit/eu-wallet/direct-acceptance.test.ts'],
  },
  {
    id: 'site.direct-question',
    holders: ['site'],
    where: SESSIONS,
    what: {
      en: 'where it does: a question (`browser`, chance, a key for this answer alone), then which way it was answered',
      fr: 's’il les accepte : une question (`browser`, du hasard, une clé pour cette seule réponse), puis par quelle voie la réponse est venue',
    },
    plain: {
      en: 'If you do: the question that we asked the app, and that it was answered',
      fr: 'Dans ce cas : la question posée à l’application, et le fait qu’elle a répondu',
    },
    why: { en: 'to judge the one answer that is taken', fr: 'juger la seule réponse admise' },
    basis: 'legal obligation',
    howLong: { en: '300, an answer 120', fr: '300, une réponse 120' },
    howGone: { en: 'with its answer; else sweep', fr: 'avec sa réponse ; sinon balayage' },
    tests: ['test/unit/eu-wallet/direct-acceptance.test.ts'],
  },
  {
    id: 'site.sessions',
    holders: ['site'],
    where: SESSIONS,
    what: {
      en: 'hashes of the one-time code and of the session id, times of beats and input',
      fr: 'empreintes du code à usage unique et de l’identifiant de session, heures des battements et des gestes',
    },
    plain: {
      en: 'That somebody is inside: fingerprints of a number drawn by chance, and when the page was last used',
      fr: 'Le fait que quelqu’un est entré : des empreintes d’un nombre tiré au hasard, et l’heure du dernier usage de la page',
    },
    why: { en: 'who is inside', fr: 'savoir qui est entré' },
    basis: 'legal obligation',
    howLong: {
      en: 'the code 60, a session 90 after its last renewal',
      fr: 'le code 60, une session 90 après son dernier renouvellement',
    },
    howGone: {
      en: 'when used, when its owner leaves; else sweep',
      fr: 'à l’usage, au départ de la personne ; sinon balayage',
    },
    tests: ['test/unit/gate/session.test.ts', 'test/unit/stores/sweep.test.ts'],
  },
];
