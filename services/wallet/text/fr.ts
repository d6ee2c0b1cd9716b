import type { Text } from './en.ts';

const LOCALE = 'fr-FR';

// Une espace insécable (U+00A0) précède « : », « ? », « ; » et suit les guillemets ouvrants.
/** Chaque phrase du portefeuille, en français. */
export const fr: Text = {
  name: 'Français',
  languages: 'Langue',

  visits: (count) => `${count}\u00a0${count < 2 ? 'visite' : 'visites'}`,
  day: (seconds) => format(seconds, { weekday: 'long', day: 'numeric', month: 'long' }),
  hour: (seconds) => format(seconds, { hour: '2-digit', minute: '2-digit' }),
  code: (code) => `Pour l’assistance\u00a0: ${code}`,
  tryAgain: 'Réessayer',
  cancel: 'S’arrêter là',

  home: {
    heading: 'Prouvez votre âge sans dire qui vous êtes',
    lead:
      'Ceci est un portefeuille. Il vit dans votre navigateur, derrière une clé d’accès. Vous prouvez votre âge une ' +
      'fois\u00a0; ensuite les sites savent que vous avez plus de 18 ans, et rien d’autre.',
    open: 'Ouvrir mon portefeuille',
    who: 'Qui sait quoi',
    site: 'Le site que vous visitez\u00a0: que vous avez plus de 18 ans. Ni qui vous êtes, ni qui a vérifié votre âge.',
    attester: 'Le vérificateur d’âge\u00a0: que vous avez plus de 18 ans, une fois. Jamais quels sites vous visitez.',
    issuer: 'L’émetteur, qui signe vos visites\u00a0: que quelqu’un en a tiré. Ni qui, ni pour quel site.',
    host: 'Le serveur de ces pages\u00a0: qu’un navigateur les a chargées. Rien de ce que vous en faites.',
  },

  steps: { label: 'Étapes', prove: 'Prouver', protect: 'Protéger', comeBack: 'Revenir' },

  begin: {
    heading: 'Prouvez votre âge, une fois',
    lead: 'Trois étapes, dans cet onglet. Gardez à portée de main le téléphone qui contient votre preuve d’âge.',
    prove: 'Montrez une preuve d’âge depuis votre téléphone.',
    proveLearns: (attester) =>
      `${attester} voit que vous avez plus de 18 ans. Il garde «\u00a0plus de 18 ans\u00a0», une date et une ` +
      'empreinte scellée de la preuve. Ni nom, ni date de naissance, ni site.',
    protect: 'Créez une clé d’accès\u00a0: votre empreinte, votre visage ou le code de cet appareil.',
    protectLearns: (attester) =>
      `${attester} reçoit la moitié publique de la clé. Votre empreinte, votre visage et votre code ne quittent ` +
      'jamais l’appareil.',
    comeBack: 'Recevez 30 visites pour chaque semaine ouverte, et revenez au site.',
    comeBackLearns:
      'L’émetteur les signe sans les voir. Un site en verra une, sans pouvoir dire à qui elle appartient.',
    learns: 'Qui sait quoi',
    chooseAttester: 'Qui doit vérifier votre âge\u00a0?',
    start: 'Commencer',
    havePasskey: 'J’ai déjà une clé d’accès de ce portefeuille',
  },

  prove: {
    heading: 'Montrez votre preuve d’âge',
    here: 'La preuve est sur cet appareil',
    open: 'Ouvrir mon application d’âge',
    openSimulated: 'Ouvrir le téléphone simulé',
    elsewhere: 'La preuve est sur un autre téléphone',
    scan: 'Scannez ceci avec lui.',
    qr: 'Code QR de la demande de preuve d’âge',
    learns: (attester) =>
      `Votre téléphone dit à ${attester} que vous avez plus de 18 ans. ${attester} ne sait pas pour quel site.`,
    until: (hour) => `Valable jusqu’à ${hour}.`,
    waiting: 'En attente de votre téléphone. Cette page continue d’elle-même.',
    unreachable: (attester) => `${attester} ne répond pas pour l’instant. Nouvel essai en cours.`,
  },

  refused: {
    heading: 'Cette preuve n’a pas montré l’âge',
    meaning:
      'Elle a peut-être expiré, vient d’un organisme qui n’est pas sur la liste, ou ne contient pas cette réponse. ' +
      'Cela ne dit rien d’autre de vous, et rien n’a été gardé.',
    next: 'Réessayez, ou utilisez une autre preuve d’âge.',
    reference: (reference) => `Si vous écrivez au vérificateur d’âge, citez\u00a0: ${reference}`,
    other: 'Choisir un autre vérificateur d’âge',
  },

  protect: {
    heading: 'Protégez-la par une clé d’accès',
    lead:
      'Votre âge est prouvé. Votre appareil va demander votre empreinte, votre visage ou son code. Ensuite, cela ' +
      'seul ouvre le portefeuille.',
    learns: (attester) =>
      `${attester} reçoit la moitié publique, et la relie à «\u00a0plus de 18 ans\u00a0». Pas de nom.`,
    make: 'Créer ma clé d’accès',
    declined: 'Aucune clé d’accès n’a été créée. Rien n’est perdu\u00a0: réessayez quand vous voulez.',
  },

  keepTokens: {
    heading: 'D’abord, la clé d’accès que vous avez',
    lead: (visits) =>
      `Elle ouvre ce que ce portefeuille contient encore\u00a0: ${visits}. La nouvelle clé l’ouvrira aussi.`,
    leadWithout: 'Elle ouvre ce que ce portefeuille garde encore. La nouvelle clé l’ouvrira aussi.',
    use: 'Utiliser ma clé d’accès',
    lost: 'Je ne l’ai plus',
    lostMeans: 'Sans elle, personne ne peut rien ouvrir. Le contenu est effacé et le portefeuille repart de zéro.',
    declined: 'La clé d’accès n’a pas ouvert le portefeuille. Réessayez, ou repartez de zéro.',
  },

  noPrf: {
    heading: 'Cette clé d’accès ne peut pas protéger le portefeuille',
    meaning:
      'Le portefeuille a besoin d’un secret de la clé d’accès, pour fermer ce qu’il garde. Celle-ci n’en donne pas. ' +
      'Rien n’a été gardé avec elle.',
    next:
      'Essayez-en une autre\u00a0: celle de votre téléphone, de votre gestionnaire de mots de passe, ou une clé de ' +
      'sécurité récente.',
    other: 'Utiliser une autre clé d’accès',
  },

  topUp: {
    heading: 'Réception de vos visites',
    lead: 'Votre clé d’accès doit accepter exactement ces demandes scellées, et aucune autre.',
    learns: (attester) =>
      `${attester} sait que vous tirez des visites, sans savoir lesquelles. L’émetteur les signe scellées, sans savoir ` +
      'à qui elles sont.',
    preparing: 'Mise sous scellés des demandes…',
    unlocking: 'Votre clé d’accès ouvre ce qu’un essai précédent a laissé.',
    agreeing: 'Maintenant, votre clé d’accès.',
    granting: 'Le vérificateur d’âge donne son accord…',
    signing: 'L’émetteur signe…',
    declinedHeading: 'Pas encore reçues',
    declined: 'La clé d’accès n’a pas donné son accord\u00a0: rien n’a été demandé.',
    busy: 'Un autre onglet de ce portefeuille reçoit des visites. Attendez qu’il ait fini, puis revenez voir ici.',
    failedHeading: 'Les visites ne sont pas encore là',
    partlyHeading: 'Une partie des visites est là',
    goOn: (visits) => `Continuer avec ${visits}`,
    kept: 'Ce qui a été demandé est gardé. Réessayer redemande la même chose, et ne coûte rien de plus.',
    proveAgain: 'Prouver mon âge à nouveau',
    toWallet: 'Vers mon portefeuille',
  },

  stock: {
    heading: 'Vos visites',
    empty: 'Il n’y a pas de visite ici.',
    thisWeek: 'Cette semaine',
    nextWeek: 'La semaine prochaine',
    lastWeek: 'La semaine dernière, en réserve',
    forAge: (age) => `Plus de ${age} ans`,
    lapse: 'Un site en prend une par visite. Celles qui restent à la fin de leur semaine sont perdues.',
    topUp: 'Recevoir des visites',
    topUpFrom: (attester) => `Recevoir des visites par ${attester}`,
    resume: 'Terminer la réception',
    interrupted: 'La réception des visites a été interrompue. Elle peut être terminée, et ne coûte rien de plus.',
    nothingToDo: (day) => `Rien à faire avant ${day}.`,
    swept:
      'Quelque chose dans ce portefeuille avait été modifié de l’extérieur. C’est effacé\u00a0; cela n’aurait pas pu ' +
      'servir.',
    proveAgain: 'Prouver mon âge à nouveau',
  },

  done: {
    heading: 'C’est prêt',
    lead: 'Fermez cet onglet et revenez à celui du site.',
    here: (visits) => `Ce portefeuille contient ${visits}.`,
    wait:
      'Si vous le pouvez, attendez une heure avant la première visite. Plus vous attendez, plus vous vous perdez dans ' +
      'la foule.',
  },

  present: {
    wants: (age) => `veut savoir si vous avez plus de ${age} ans`,
    willKnow: 'Le site saura',
    knowsAge: (age) => `Que vous avez plus de ${age} ans.`,
    willNotKnow: 'Le site ne saura pas',
    notWho: 'Qui vous êtes.',
    notHow: 'Comment vous avez prouvé votre âge, ni quand, ni à qui.',
    notElse: 'Quels autres sites vous visitez. Personne d’autre ne saura que vous êtes ici.',
    costs: (left) => `Cela prend une visite. Vous en avez pour l’instant\u00a0: ${left}.`,
    yes: 'Oui, avec ma clé d’accès',
    refuse: 'Refuser',
    clock:
      'L’heure de cet appareil et celle du site diffèrent. Si vous venez du site à l’instant, continuez. Sinon, ' +
      'retournez-y et recommencez\u00a0: une demande ancienne vous coûterait une visite pour rien.',
    declined: 'La clé d’accès n’a pas donné son accord. Rien n’a été envoyé.',
    spoiled:
      'Une visite de ce portefeuille avait été modifiée de l’extérieur. Elle est effacée. Rien n’a été envoyé\u00a0; ' +
      'vous pouvez réessayer.',

    freshHeading: 'Vos visites sont toutes neuves',
    fresh: 'Plus vous attendez, plus vous vous perdez dans la foule.',
    freshMeans: (hour) =>
      'Utilisées tout de suite, leur heure pourrait laisser deviner qui vous êtes, si l’émetteur et le site ' +
      `s’entendaient. À partir de ${hour}, elle n’en dit presque plus rien.`,
    later: 'Plus tard',
    now: 'Maintenant quand même',
    laterHeading: 'Plus tard, donc',
    laterMeans: (hour) => `Rien n’a été envoyé. Retournez au site après ${hour}.`,

    emptyHeading: 'Il n’y a pas de visite dans ce portefeuille',
    empty:
      'Prouvez votre âge ou recevez des visites dans un nouvel onglet. Cette page attend, et dira quand il y a de ' +
      'quoi répondre.',
    emptyOther: (age) => `Ce portefeuille n’a pas de visite pour l’âge de ${age} ans que le site demande.`,
    emptySoon: (day, hour) => `Les visites de ce portefeuille sont valables à partir du ${day}, ${hour}.`,
    emptyLearns: 'Le nouvel onglet ne sait pas de quel site vous venez.',
    openWallet: 'Ouvrir mon portefeuille dans un nouvel onglet',

    lockedHeading: 'Cette clé d’accès n’ouvre pas ce portefeuille',
    locked: 'Le portefeuille a été fait avec une autre clé d’accès, ou modifié de l’extérieur. Rien n’a été envoyé.',

    sentHeading: 'Envoyé',
    sent: 'Le site prend le relais. Si rien ne se passe, retournez-y.',
    refusedHeading: 'Rien n’a été envoyé',
    refused: 'Le site n’apprend rien de ce portefeuille. Vous pouvez fermer cette page.',
    overHeading: 'Plus rien à faire ici',
    over: 'Une demande sert une fois. Pour réessayer, retournez au site.',
    lateHeading: 'Cette demande est trop ancienne',
    late: 'Rien n’a été envoyé. Retournez au site et recommencez.',

    noneHeading: 'Aucun site ne demande rien',
    none: 'Un site qui a besoin de votre âge vous amène ici. Cette page le nomme alors, et vous pose la question.',
    toWallet: 'Vers mon portefeuille',
    malformedHeading: 'Cette demande ne peut pas recevoir de réponse',
    malformed:
      'Elle est abîmée, ou n’a pas été faite pour ce portefeuille. Rien n’a été envoyé. Retournez au site et ' +
      'recommencez.',
    issuerHeading: 'Ce site se fie à un autre émetteur',
    issuer: 'Ce portefeuille n’a pas de visites de là-bas. Rien n’a été envoyé.',
  },

  fault: {
    heading: 'Quelque chose s’est mal passé',
    storage:
      'Ce navigateur ne garde rien pour cette page, comme dans certaines fenêtres privées. Utilisez une fenêtre ' +
      'ordinaire.',
    passkeys:
      'Ce navigateur n’a pas de clés d’accès. Utilisez-en un récent, sur un appareil avec verrouillage d’écran.',
  },

  errors: {
    ERR_NOT_READY: 'Un serveur ne répond pas. Vérifiez votre connexion et réessayez.',
    ERR_EVIDENCE_SESSION: 'Le temps de cette étape est écoulé. Recommencez.',
    ERR_AGE_NOT_SHOWN: 'Le vérificateur d’âge n’a plus de preuve pour vous. Prouvez votre âge à nouveau.',
    ERR_ACCOUNT: 'Le vérificateur d’âge ne connaît pas cette clé d’accès. Prouvez votre âge à nouveau.',
    ERR_ASSERTION: 'Le vérificateur d’âge ne connaît pas cette clé d’accès. Prouvez votre âge à nouveau.',
    ERR_QUOTA_EXCEEDED: 'Toutes les visites de cette semaine ont été tirées, ici ou sur un autre appareil.',
    ERR_RATE_LIMITED: 'Trop d’essais. Attendez une minute et réessayez.',
    ERR_SLOT: 'Il n’y a pas de clés pour cette semaine. Vérifiez que la date de cet appareil est juste.',
    ERR_RECORD: 'Cette clé d’accès n’ouvre pas ce portefeuille.',
    ERR_RESPONSE_SIGNATURE: 'La réponse d’un serveur n’était pas authentique. Rien n’en a été gardé.',
    other: 'Cela n’a pas marché. Réessayez un peu plus tard.',
  },
};

function format(seconds: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(seconds * 1000);
}
