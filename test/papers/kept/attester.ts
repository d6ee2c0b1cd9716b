import { type Kept, ONE_CALL, SESSIONS, SWEEP, WITH_THE_CALL } from './kept.ts';

/** What whoever looks at evidence keeps. */
export const ATTESTER: readonly Kept[] = [
  {
    id: 'attester.evidence-in-memory',
    holders: ['attester'],
    where: { memory: ONE_CALL },
    what: {
      en: 'the evidence: a proof of age, person identification data with a date of birth where the operator takes them, an id_token or userinfo with whatever a provider adds; the nonce of a wallet',
      fr: 'le justificatif : une preuve d’âge, des données d’identité avec une date de naissance si l’opérateur en accepte, un id_token ou userinfo avec ce qu’un fournisseur y ajoute ; le nonce d’un portefeuille',
    },
    plain: {
      en: 'Your proof, with whatever stands in it',
      fr: 'Votre justificatif, avec tout ce qu’il contient',
    },
    why: { en: 'to see which ages are reached', fr: 'voir quels seuils d’âge sont atteints' },
    basis: 'contract',
    howLong: { en: 'the call', fr: 'l’appel' },
    howGone: WITH_THE_CALL,
    tests: ['test/privacy/retention.test.ts', 'test/privacy/oidc-retention.test.ts'],
  },
  {
    id: 'attester.question',
    holders: ['attester'],
    where: SESSIONS,
    what: {
      en: 'a question: chance, addresses of ours, a key for this answer alone; nothing of a person',
      fr: 'une question : du hasard, des adresses à nous, une clé pour cette seule réponse ; rien d’une personne',
    },
    members: [
      ...['method', 'way', 'outcome', 'others'],
      ...['audience.origin', 'audience.responseUri', 'begun', 'documents', 'nonce', 'origin'].map(ofQuestion),
      ...['presentation.presentationNonce', 'presentation.responseUri', 'presentation.state'].map(ofQuestion),
      ...['presentationNonce', 'provider', 'request.encryptionInfo'].map(ofQuestion),
      ...['crv', 'd', 'kty', 'x', 'y'].map((part) => ofQuestion(`request.privateKey.${part}`)),
      ...['request.threshold', 'request.zk', 'responseKey.d', 'responseKey.x', 'responseKey.y'].map(ofQuestion),
      ...['returnUrl', 'state', 'verifier'].map(ofQuestion),
    ],
    why: { en: 'to judge the one answer that is taken', fr: 'juger la seule réponse admise' },
    basis: 'none',
    howLong: { en: '300', fr: '300' },
    howGone: { en: 'with its answer; else sweep', fr: 'avec sa réponse ; sinon balayage' },
    tests: ['test/privacy/retention.test.ts'],
  },
  {
    id: 'attester.outcome',
    holders: ['attester'],
    where: SESSIONS,
    what: {
      en: 'an outcome, under the hash of the person’s session: the ages that were reached and until when, or the code of a refusal',
      fr: 'un résultat, sous l’empreinte de la session de la personne : les seuils atteints et jusqu’à quand, ou le code d’un refus',
    },
    members: ['state', 'thresholds', 'expires', 'once', 'returns', 'code', 'reference'],
    plain: {
      en: 'The ages that you have reached, or why you were refused, until you make a passkey',
      fr: 'Les âges que vous avez atteints, ou la raison d’un refus, jusqu’à ce que vous créiez une clé d’accès',
    },
    why: { en: 'until a passkey is made for it', fr: 'jusqu’à la création d’une clé d’accès' },
    basis: 'contract',
    howLong: { en: '900', fr: '900' },
    howGone: {
      en: 'with the account that it becomes; else sweep',
      fr: 'avec le compte qu’il devient ; sinon balayage',
    },
    tests: ['test/privacy/retention.test.ts'],
  },
  {
    id: 'attester.nonces',
    holders: ['attester'],
    where: SESSIONS,
    what: {
      en: 'hashes of nonces for grants and for acts upon an account',
      fr: 'empreintes de nonces pour les autorisations et les actes sur un compte',
    },
    plain: {
      en: 'Numbers drawn by chance that let an act of yours count once',
      fr: 'Des nombres tirés au hasard, pour qu’un de vos actes ne compte qu’une fois',
    },
    why: { en: 'each is good once', fr: 'chacun ne sert qu’une fois' },
    basis: 'contract',
    howLong: { en: '300', fr: '300' },
    howGone: { en: 'when used; else sweep', fr: 'à l’usage ; sinon balayage' },
    tests: ['test/unit/stores/sweep.test.ts'],
  },
  {
    id: 'attester.accounts',
    holders: ['attester'],
    where: { table: 'accounts', columns: ['id', 'thresholds', 'expires'] },
    what: { en: 'random id, ages reached, end', fr: 'identifiant tiré au hasard, seuils atteints, date de fin' },
    plain: {
      en: 'An account without a name: a number drawn by chance, the ages that you have reached, an end',
      fr: 'Un compte sans nom : un nombre tiré au hasard, les âges que vous avez atteints, une date de fin',
    },
    why: { en: 'the account', fr: 'le compte' },
    basis: 'contract',
    howLong: {
      en: 'until the evidence ends: 90 days for a proof of age at most, 1 to 365 for a login as the operator sets',
      fr: 'jusqu’à la fin du justificatif : 90 jours au plus pour une preuve d’âge, 1 à 365 pour une connexion, selon le réglage de l’opérateur',
    },
    howGone: { en: 'when its owner erases it; else sweep', fr: 'quand la personne l’efface ; sinon balayage' },
    tests: ['test/rooms/account.test.ts', 'test/privacy/retention.test.ts', 'test/unit/admin/erase-account.test.ts'],
  },
  {
    id: 'attester.passkeys',
    holders: ['attester'],
    where: { table: 'passkeys', columns: ['credential_id', 'account', 'public_key', 'counter'] },
    what: {
      en: 'credential id, public key, counter, at most five for an account',
      fr: 'identifiant de la clé d’accès, clé publique, compteur, cinq au plus par compte',
    },
    plain: {
      en: 'The public half of your passkeys, five at most',
      fr: 'La moitié publique de vos clés d’accès, cinq au plus',
    },
    why: { en: 'so that its owner alone draws', fr: 'que seule la personne puisse en tirer des preuves' },
    basis: 'contract',
    howLong: { en: 'as the account', fr: 'comme le compte' },
    howGone: {
      en: 'with the account; all but the new one when the same evidence is shown again',
      fr: 'avec le compte ; toutes sauf la nouvelle quand le même justificatif est présenté à nouveau',
    },
    tests: ['test/rooms/account.test.ts', 'test/privacy/retention.test.ts', 'test/unit/admin/erase-account.test.ts'],
  },
  {
    id: 'attester.evidence',
    holders: ['attester'],
    where: { table: 'evidence', columns: ['once', 'account', 'expires'] },
    what: {
      en: '`once`: HMAC under the pepper of the hash of what the issuer signed, or of issuer and subject; the account’s id. None for a zero-knowledge proof',
      fr: '`once` : HMAC sous une clé secrète (le poivre) de l’empreinte de ce que l’émetteur a signé, ou de l’émetteur et du sujet ; l’identifiant du compte. Aucun pour une preuve à divulgation nulle',
    },
    plain: {
      en: 'A fingerprint of your proof, made with a secret key of ours, by which we recognise the same proof',
      fr: 'Une empreinte de votre justificatif, faite avec une clé secrète, qui nous fait reconnaître le même justificatif',
    },
    why: {
      en: 'so that one piece of evidence is one account',
      fr: 'qu’un même justificatif ne donne qu’un compte',
    },
    basis: 'legitimate interest',
    howLong: {
      en: 'until the evidence ends, also when the account is erased: it then leads to nothing',
      fr: 'jusqu’à la fin du justificatif, même si le compte est effacé : il ne mène alors plus à rien',
    },
    howGone: SWEEP,
    tests: ['test/rooms/account.test.ts', 'test/privacy/retention.test.ts'],
  },
  {
    id: 'attester.grants',
    holders: ['attester'],
    where: { table: 'grants', columns: ['until', 'account', 'threshold', 'request_hash'] },
    what: {
      en: 'account’s id, age, hash of a blinded request, week',
      fr: 'identifiant du compte, seuil d’âge, empreinte d’une demande aveuglée, semaine',
    },
    plain: {
      en: 'How many batches of visits your account drew in a week, as fingerprints that show nothing of them',
      fr: 'Combien de lots de visites votre compte a pris dans une semaine, en empreintes qui n’en montrent rien',
    },
    why: { en: 'to count the grants of a week', fr: 'compter les autorisations d’une semaine' },
    basis: 'contract',
    howLong: {
      en: 'until the week’s keys no longer sign',
      fr: 'jusqu’à ce que les clés de la semaine ne signent plus',
    },
    howGone: SWEEP,
    tests: ['test/unit/stores/sweep.test.ts'],
  },
  {
    id: 'attester.grants-dropped',
    holders: ['attester'],
    where: { table: 'grants_dropped', columns: ['one', 'until'] },
    what: {
      en: 'one instant: the end of the last week whose grants were swept',
      fr: 'un instant : la fin de la dernière semaine dont les autorisations ont été balayées',
    },
    why: {
      en: 'so that nothing more is granted in it, should the clock be set back',
      fr: 'que rien n’y soit plus accordé si l’horloge recule',
    },
    basis: 'none',
    howLong: { en: 'for good: nothing of a person', fr: 'sans limite : rien d’une personne' },
    howGone: { en: '-', fr: '-' },
    tests: ['test/ports/grants.test.ts'],
  },
];

function ofQuestion(member: string): string {
  return `kept.${member}`;
}
