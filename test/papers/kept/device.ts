import type { Kept } from './kept.ts';

/** What the wallet's host keeps, which is nothing, and what lies in a person's own browser. */
export const DEVICE: readonly Kept[] = [
  {
    id: 'host.requests',
    holders: ['wallet host'],
    where: { nowhere: true },
    what: {
      en: 'the address and browser of whoever loads its files, as any server sees them',
      fr: 'l’adresse et le navigateur de qui charge ses fichiers, comme tout serveur les voit',
    },
    plain: {
      en: 'Your address and browser, as any server sees them',
      fr: 'Votre adresse et votre navigateur, comme tout serveur les voit',
    },
    why: { en: 'to answer', fr: 'répondre' },
    basis: 'legitimate interest',
    howLong: { en: 'the call; there is no access log', fr: 'l’appel ; il n’y a pas de journal d’accès' },
    howGone: { en: '-', fr: '-' },
    tests: ['test/e2e/no-trace.test.ts'],
  },
  {
    id: 'device.wallet',
    holders: ['browser'],
    where: { database: 'bauta', stores: ['wraps', 'tokens', 'pending', 'recent'] },
    what: {
      en: 'wrapped data key; tokens and batches under way, sealed under it; for ten minutes a keyed hash of the last sites, at most 20',
      fr: 'la clé des données, enveloppée ; les jetons et les lots en cours, scellés par elle ; pendant dix minutes une empreinte à clé des derniers sites, 20 au plus',
    },
    plain: {
      en: 'Your wallet: visits that were fetched and not used yet, locked by your passkey; for ten minutes a trace of the last sites that nobody else can read',
      fr: 'Votre portefeuille : les visites prises et pas encore utilisées, verrouillées par votre clé d’accès ; pendant dix minutes une trace des derniers sites que personne d’autre ne peut lire',
    },
    why: { en: 'the wallet', fr: 'le portefeuille' },
    basis: 'asked for on the device',
    howLong: {
      en: 'a token until it is shown, or its week is over; all of it until its owner deletes it',
      fr: 'un jeton jusqu’à sa présentation ou la fin de sa semaine ; le tout jusqu’à ce que la personne l’efface',
    },
    howGone: {
      en: 'deleted before it is shown; by "delete this wallet"; by the browser’s own deletion',
      fr: 'effacé avant d’être présenté ; par « supprimer ce portefeuille » ; par l’effacement du navigateur',
    },
    tests: ['test/unit/wallet/storage.test.ts', 'test/unit/wallet/wallet-rights.test.ts'],
  },
  {
    id: 'device.log',
    holders: ['browser'],
    where: { database: 'bauta-log', stores: ['checkpoints'] },
    what: { en: 'the newest tree of the log', fr: 'le dernier arbre du journal' },
    plain: {
      en: 'The last state of the public list of keys',
      fr: 'Le dernier état de la liste publique des clés',
    },
    why: { en: 'to notice another history', fr: 'remarquer une autre histoire' },
    basis: 'asked for on the device',
    howLong: { en: 'until a newer one', fr: 'jusqu’au suivant' },
    howGone: { en: 'overwritten; with the wallet', fr: 'écrasé par le suivant ; avec le portefeuille' },
    tests: ['test/unit/wallet/seen-log.test.ts'],
  },
  {
    id: 'device.notes',
    holders: ['browser'],
    where: { storage: ['bauta.language', 'bauta.returning', 'bauta.kept', 'bauta.mark', 'bauta.elapsed'] },
    what: {
      en: 'language, that a site was answered before, which build is kept since which day, the last week that visits were fetched for, for one reload how long the page had been open',
      fr: 'la langue, le fait qu’un site a déjà reçu une réponse, quelle version est gardée et depuis quel jour, la dernière semaine pour laquelle des visites ont été prises, le temps d’un rechargement l’âge de la page',
    },
    plain: {
      en: 'Your language, and notes of what was done already',
      fr: 'Votre langue, et des notes sur ce qui est déjà fait',
    },
    why: { en: 'not to ask twice', fr: 'ne pas demander deux fois' },
    basis: 'asked for on the device',
    howLong: { en: 'until the wallet is deleted', fr: 'jusqu’à la suppression du portefeuille' },
    howGone: { en: 'with the wallet', fr: 'avec le portefeuille' },
    tests: ['test/unit/wallet/wallet-rights.test.ts'],
  },
  {
    id: 'device.proof',
    holders: ['browser'],
    where: { storage: ['bauta.proof'] },
    what: {
      en: 'attester and session of a proof that was asked for on this device',
      fr: 'le vérificateur et la session d’une preuve demandée sur cet appareil',
    },
    plain: {
      en: 'That a proof is being asked for',
      fr: 'Le fait qu’une preuve est en cours de demande',
    },
    why: { en: 'to go on when the browser comes back', fr: 'continuer quand le navigateur revient' },
    basis: 'asked for on the device',
    howLong: { en: '300', fr: '300' },
    howGone: {
      en: 'when the browser is back; else at the next visit',
      fr: 'au retour du navigateur ; sinon à la visite suivante',
    },
    tests: ['test/unit/wallet/proof-underway.test.ts'],
  },
  {
    id: 'device.cookies',
    holders: ['browser'],
    where: { cookies: ['__Host-age', '__Host-age-pre', '__Host-age-code', '__Host-age-return'] },
    what: {
      en: 'for the site, readable by its server alone: the session’s id, and while a proof is asked for a number by chance, a one-time code, the page to come back to',
      fr: 'pour le site, lisibles par son seul serveur : l’identifiant de session et, le temps d’une demande de preuve, un nombre au hasard, un code à usage unique, la page où revenir',
    },
    plain: {
      en: 'Cookies of the site that only its server reads, and that say that you are inside',
      fr: 'Des cookies du site, lus par son seul serveur, qui disent que vous êtes entré',
    },
    why: { en: 'who is inside', fr: 'savoir qui est entré' },
    basis: 'asked for on the device',
    howLong: {
      en: 'the session’s until the browser is closed, and it is good for nothing when the session is over; the others 600, the code 60',
      fr: 'celui de la session jusqu’à la fermeture du navigateur, et il ne vaut rien une fois la session finie ; les autres 600, le code 60',
    },
    howGone: {
      en: 'by the browser; the last three when they were used',
      fr: 'par le navigateur ; les trois derniers à l’usage',
    },
    tests: ['test/unit/gate/session.test.ts'],
  },
];
