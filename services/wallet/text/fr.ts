import type { Text } from './en.ts';

const LOCALE = 'fr-FR';

const NOT_EVERYONES =
  'Il n’a pas pu être montré que ces clés sont les mêmes pour tout le monde, rien n’a donc été demandé avec elles\u00a0; les ' +
  'visites que vous avez restent valables\u00a0: réessayez plus tard, et prévenez votre vérificateur d’âge si cela dure.';

// Une espace insécable (U+00A0) précède « : », « ? », « ; » et suit les guillemets ouvrants.
/** Chaque phrase du portefeuille, en français. */
export const fr: Text = {
  name: 'Français',
  languages: 'Langue',

  visits: (count) => `${count}\u00a0${count < 2 ? 'visite' : 'visites'}`,
  day: (seconds) => format(seconds, { weekday: 'long', day: 'numeric', month: 'long' }),
  hour: (seconds) => format(seconds, { hour: '2-digit', minute: '2-digit' }),
  names: (names) => new Intl.ListFormat(LOCALE, { type: 'disjunction' }).format(names),
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
    lead: 'Trois étapes, dans ce navigateur. Gardez à portée de main ce qui montre votre âge\u00a0: une application de votre téléphone, ou un autre moyen de votre choix.',
    prove: 'Montrez une preuve d’âge.',
    proveLearns: (attester) =>
      `${attester} voit que vous avez plus de 18 ans. Ce qu’il garde d’autre est dit à côté de chaque façon de prouver.`,
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
    rights: 'Voir ou effacer ce qu’un vérificateur d’âge garde de moi',
    whichAttester: 'Quel vérificateur d’âge\u00a0?',
  },

  methods: {
    heading: 'Comment voulez-vous prouver votre âge\u00a0?',
    choose: (label) => `Continuer avec\u00a0: ${label}`,
    euWallet: {
      label: 'Application d’âge',
      does: 'Montrez une preuve d’âge depuis l’application d’âge européenne de votre téléphone.',
      learns: (attester) =>
        `${attester} voit que vous avez plus de 18 ans. Il garde «\u00a0plus de 18 ans\u00a0», une date et une ` +
        'empreinte scellée de la preuve. Ni nom, ni date de naissance, ni site.',
      waiting: 'En attente de votre téléphone. Cette page continue d’elle-même.',
    },
    eudiWallet: {
      label: 'Portefeuille d’identité européen',
      does: 'Montrez une preuve d’âge depuis le portefeuille d’identité de votre pays.',
      learns: (attester) =>
        `${attester} voit que vous avez plus de 18 ans. Il garde «\u00a0plus de 18 ans\u00a0», une date et une ` +
        'empreinte scellée de la preuve. Votre portefeuille vous montre ce qui est demandé avant que vous le ' +
        'partagiez. Aucun site ne lui est nommé.',
      waiting: 'En attente de votre portefeuille. Cette page continue d’elle-même.',
    },
    provider: {
      does: (name) => `Connectez-vous chez ${name}, qui connaît déjà votre âge.`,
      learns: (name, attester) =>
        `${name} apprend que ${attester} demande votre âge, et aucun site. ${attester} voit l’âge qu’on lui dit, ` +
        'garde «\u00a0plus de 18 ans\u00a0», une date et une empreinte scellée du compte, et oublie aussitôt le reste.',
      waiting: (name) => `En attente de ${name}.`,
    },
    page: {
      does: (name) => `${name} s’ouvre dans cet onglet et dit ce qu’il lui faut.`,
      learns: (name, attester) =>
        `${name} apprend ce que vous lui montrez, et que ${attester} demande votre âge, et aucun site. ${attester} ` +
        'garde «\u00a0plus de 18 ans\u00a0», une date et une empreinte scellée de ce que vous avez montré, et oublie ' +
        'aussitôt le reste.',
    },
  },

  prove: {
    heading: 'Montrez votre preuve d’âge',
    here: 'La preuve est sur cet appareil',
    open: 'Ouvrir mon application',
    didNotOpen: 'Rien ne s’est ouvert\u00a0?',
    openAs: (scheme) => `Essayer avec ${scheme}`,
    openSimulated: 'Ouvrir le téléphone simulé',
    openSimulatedHere: 'Ouvrir l’application simulée sur cet appareil',
    browser: {
      heading: 'Demander par ce navigateur',
      does: 'Le navigateur montre lesquelles de vos applications peuvent répondre.',
      ask: 'Demander à mon navigateur',
      asking: 'Votre navigateur demande. Choisissez l’application chez lui.',
      patience: 'Aucune application n’a encore répondu. Vous pouvez attendre, ou prendre un des chemins ci-dessous.',
      ends: {
        answered: 'Une application a répondu. Cette page continue d’elle-même.',
        declined: 'Rien n’a été partagé. Vous pouvez redemander, ou prendre un des chemins ci-dessous.',
        silent: 'Aucune application n’a répondu. Prenez un des chemins ci-dessous.',
      },
    },
    provider: {
      heading: (name) => `Continuez chez ${name}`,
      learns: (name, attester) =>
        `${name} s’ouvre dans cet onglet, puis vous ramène ici. Il dit votre âge à ${attester}, et n’apprend pas pour quel site.`,
      go: (name) => `Aller chez ${name}`,
    },
    moved: {
      heading: 'La suite est dans un autre onglet',
      where: 'Votre application a rouvert le portefeuille. Continuez là-bas\u00a0; cet onglet peut être fermé.',
      back: 'Revenir au portefeuille ici',
    },
    elsewhereAsked: {
      heading: 'Retournez là où vous avez commencé',
      what:
        'Ce navigateur n’a pas demandé la preuve qui vient d’être montrée, ou son temps est passé. Retournez au ' +
        'navigateur et à l’onglet où vous avez commencé. Ce qui a été montré là-bas ne compte que là-bas.',
      begin: 'Commencer plutôt ici',
    },
    elsewhere: 'La preuve est sur un autre téléphone',
    scan: 'Scannez ceci avec lui.',
    qr: 'Code QR de la demande de preuve d’âge',
    learns: (attester) =>
      `Votre téléphone dit à ${attester} que vous avez plus de 18 ans. ${attester} ne sait pas pour quel site.`,
    until: (hour) => `Valable jusqu’à ${hour}.`,
    left: (minutes) => (minutes < 2 ? 'Il reste moins d’une minute.' : `Il reste moins de ${minutes} minutes.`),
    asking: (attester) => `Demande à ${attester}…`,
    unreachable: (attester) => `${attester} ne répond pas pour l’instant. Nouvel essai en cours.`,
  },

  refused: {
    heading: 'Cette preuve n’a pas montré l’âge',
    meaning:
      'Elle n’a peut-être pas été partagée\u00a0; ou elle a expiré, vient d’un organisme qui n’est pas sur la liste, ou ' +
      'ne contient pas cette réponse. Cela ne dit rien d’autre de vous, et rien n’a été gardé.',
    next: 'Réessayez, ou utilisez une autre preuve d’âge.',
    reference: (attester, reference) =>
      `Si vous pensez que c’est une erreur, écrivez à ${attester} en citant ${reference}. Cette référence ne mène à ` +
      'aucune preuve ni à personne.',
    appeal: (attester, reference) =>
      `Si vous pensez que c’est une erreur, ${attester} l’examine à nouveau. Citez ${reference}\u00a0: cette référence ` +
      'ne mène à aucune preuve ni à personne.',
    write: (attester) => `Écrire à ${attester}`,
    other: 'Choisir un autre vérificateur d’âge',
    otherMethod: 'Prouver autrement',
  },

  protect: {
    heading: 'Protégez-la par une clé d’accès',
    lead:
      'Votre âge est prouvé. Votre appareil va demander votre empreinte, votre visage ou son code. Ensuite, cela ' +
      'seul ouvre le portefeuille.',
    learns: (attester) =>
      `${attester} reçoit la moitié publique, et la relie à «\u00a0plus de 18 ans\u00a0». Pas de nom.`,
    make: 'Créer ma clé d’accès',
    making: 'Votre appareil vous pose maintenant la question.',
    filing: (attester) => `${attester} reçoit la moitié publique…`,
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
    thisOne: 'Je n’ai que celle-ci',
    onlineHeading: 'Ce que coûte l’usage de cette clé d’accès',
    cost: (attester) =>
      `À chaque site que vous ouvrez, ${attester} verra que vous en ouvrez un, à ce moment-là. Il ne verra pas lequel.`,
    half: (attester) =>
      `La moitié de la clé de votre portefeuille est alors chez ${attester}, et demandée à chaque visite. Une clé ` +
      'd’accès qui garde un secret n’a besoin de personne\u00a0: vous pourrez en ajouter une plus tard.',
    use: (attester) => `Utiliser celle-ci\u00a0: ${attester} peut voir quand j’ouvre un site`,
    shareHeading: 'Encore une fois, la même clé d’accès',
    share: (attester) => `Avec elle, ${attester} donne sa moitié de la clé, et le portefeuille est fermé.`,
    shareGo: 'Utiliser ma clé d’accès',
    shareDeclined:
      'La clé d’accès n’a pas donné son accord. Votre âge est prouvé et le compte est créé\u00a0: il ne reste que ceci.',
  },

  rights: {
    heading: 'Ce qui est gardé de vous',
    opening: (attester) => `Votre clé d’accès est demandée, pour que ${attester} ne le montre qu’à vous.`,
    openingLearns: (attester) => `${attester} saura que vous avez regardé. Personne d’autre.`,
    closedHeading: 'Rien n’a été montré',
    declined: 'La clé d’accès n’a pas donné son accord\u00a0: rien n’a été demandé.',
    noneHeading: 'Rien n’est gardé pour cette clé d’accès',
    none: (attester) => `${attester} n’a pas de compte pour elle, ou n’en a plus.`,
    toWallet: 'Vers mon portefeuille',
    look: (attester) => `Voir ce que ${attester} garde maintenant`,
    date: (seconds) => format(seconds, { day: 'numeric', month: 'long', year: 'numeric' }),

    holds: (attester) => `${attester} garde`,
    ages: 'Âge prouvé',
    agesMean: 'Tout ce qu’il sait de vous. Ni nom, ni date de naissance.',
    expires: 'Valable jusqu’au',
    expiresMeans: 'Ensuite le compte s’efface de lui-même.',
    passkeys: 'Clés d’accès',
    passkeysMean:
      'Leurs moitiés publiques, et le dernier compteur donné par chaque appareil. Beaucoup d’appareils donnent toujours 0.',
    passkey: (id, counter, isHere) => `${id} · ${counter}${isHere ? ' · ouvre ce portefeuille' : ''}`,
    drawn: (day) => `Tirés pour la semaine du ${day}`,
    drawnMeans:
      'Des lots de 30 visites\u00a0: comptés, pour que personne n’en tire plus que les autres. Effacés une fois la ' +
      'semaine passée.',
    drawnOf: (drawn, of) => `${drawn} sur ${of}`,
    fingerprint: (attester) =>
      `En outre, ${attester} garde une empreinte scellée de votre preuve, si elle le permet. Par elle, la même preuve ` +
      'retrouve ce compte. Personne ne peut y lire la preuve.',
    browserHolds: 'Ce navigateur garde',
    visits: 'Visites',
    visitsOf: (day) => `Visites pour la semaine du ${day}`,
    noSites: 'Aucune liste de sites, ni ici ni là-bas\u00a0: personne ne garde quels sites vous ouvrez.',

    saveTitle: 'Emporter le tout',
    saveMeans: 'Tout ce qui précède, en un fichier JSON. Il n’ouvre rien\u00a0: il ne contient aucune clé.',
    save: 'Enregistrer un fichier',

    lostTitle: 'Si vous perdez tous vos appareils',
    lostKnown:
      'Prouvez votre âge à nouveau avec la même preuve\u00a0: elle retrouve votre compte, et ce qui a été tiré reste ' +
      'compté. La nouvelle clé d’accès remplace celles qui sont perdues. Les visites des appareils perdus le sont aussi.',
    lostOther:
      'Une autre preuve crée un nouveau compte, avec ses propres visites, car personne ne garde qui vous êtes.',

    add: {
      heading: 'Une seconde clé d’accès',
      offerMeans:
        'Sur un autre appareil ou une autre clé, au cas où vous perdriez celle-ci. Elle n’apporte pas plus de ' +
        'visites\u00a0: ce sont celles du compte.',
      offer: 'Ajouter une clé d’accès',
      lead:
        'D’abord la nouvelle est créée, sur l’appareil ou la clé qui la gardera. Puis une clé d’accès que vous avez la ' +
        'confirme.',
      learns: (attester) => `${attester} en reçoit la moitié publique, et la relie à votre compte.`,
      quota: 'Il n’y a pas plus de visites pour autant\u00a0: elles sont comptées pour le compte.',
      make: 'Créer la nouvelle clé d’accès',
      making: 'Choisissez où vivra la nouvelle clé d’accès.',
      again: 'Encore une fois, la nouvelle clé d’accès.',
      confirming: 'Confirmez maintenant avec une clé d’accès que vous avez.',
      declined:
        'Aucune clé n’a été ajoutée\u00a0: arrêt en route, ou cet appareil en garde déjà une de ce portefeuille.',
      locked: 'Aucune clé n’a été ajoutée\u00a0: celle qui a confirmé n’ouvre pas ce portefeuille.',
      full: 'Aucune clé n’a été ajoutée\u00a0: votre compte en a cinq, et ne peut pas en avoir plus.',
      leftOver: 'Si votre appareil a gardé une clé d’accès de cet essai, effacez-la là-bas\u00a0: elle n’ouvre rien.',
      doneHeading: 'La clé d’accès est ajoutée',
      done: 'Les deux ouvrent ce portefeuille, et les deux tirent des visites de votre compte.',
    },

    deleteTitle: 'Effacer',
    deleteAccount: {
      offer: (attester) => `Effacer mon compte chez ${attester}`,
      heading: (attester) => `Effacer votre compte chez ${attester}\u00a0?`,
      goesTitle: 'Effacé tout de suite',
      goesPasskeys: 'Les moitiés publiques de toutes ses clés d’accès.',
      goesAges: 'Que votre âge a été prouvé, et jusqu’à quand.',
      staysTitle: 'Gardé quelque temps',
      staysFingerprint: (date) =>
        `Une empreinte scellée de votre preuve, jusqu’à ce que cette preuve expire (${date} pour la dernière montrée).`,
      staysCounts: 'Combien de lots ont été tirés, jusqu’à ce que leur semaine soit passée.',
      why: 'Sinon, effacer permettrait de tirer deux fois. Ni l’une ni l’autre ne nomment personne.',
      leaves: (visits) => `Le portefeuille de ce navigateur reste tel quel, avec ${visits}.`,
      locks: (visits) =>
        'Votre clé d’accès a besoin de la moitié que tient le vérificateur d’âge. Sans le compte, personne n’ouvre ce ' +
        `portefeuille\u00a0: ce qu’il contient (${visits}) sera perdu.`,
      confirm: (attester) => `Effacer le compte\u00a0: ${attester} oublie mes clés d’accès et mon âge`,
      keep: 'Le garder',
      confirming: 'Maintenant, votre clé d’accès.',
      declined: 'La clé d’accès n’a pas donné son accord. Rien n’a été effacé.',
      doneHeading: 'Le compte est effacé',
      done: (attester) => `${attester} a oublié vos clés d’accès et que vous avez prouvé votre âge.`,
      left: (visits) => `Ce navigateur contient encore ${visits}, utilisables comme avant.`,
      locked: (visits) => `Dans ce navigateur, ce qui restait (${visits}) ne peut plus être ouvert.`,
      again: 'La même preuve peut recréer le compte\u00a0; ce qui a été tiré reste compté.',
    },
    deleteWallet: {
      offer: 'Effacer le portefeuille de ce navigateur',
      heading: 'Effacer le portefeuille de ce navigateur\u00a0?',
      goesTitle: 'Effacé tout de suite, dans tous les onglets',
      goesVisits: (visits) => `${visits}\u00a0: pour de bon. Personne ne peut les faire revenir.`,
      goesRest: 'Ce qui ouvre le portefeuille, et ce qui était en cours.',
      goesLanguage:
        'La langue que vous avez choisie, qu’il y avait un portefeuille, et quel état du journal des clés a été vu en dernier.',
      staysTitle: 'Non effacé par ceci',
      staysPasskey: 'La clé d’accès\u00a0: elle appartient à votre appareil. La façon de l’effacer est dite ensuite.',
      staysAccount:
        'Votre compte chez le vérificateur d’âge. Pour l’effacer aussi, faites-le d’abord, tant que vous avez la clé.',
      staysHistory: 'L’historique et le cache du navigateur, qui peuvent nommer ces pages.',
      confirm: (visits) => `Effacer pour de bon le portefeuille et ce qu’il contient (${visits})`,
      confirmEmpty: 'Effacer le portefeuille pour de bon',
      keep: 'Le garder',
      doneHeading: 'Le portefeuille est effacé',
      done: 'Ce navigateur n’en garde rien.',
      passkeyTitle: 'La clé d’accès reste',
      passkey: (host) =>
        'Ouvrez les mots de passe et clés d’accès de votre appareil ou de votre gestionnaire, cherchez ' +
        `«\u00a0${host}\u00a0», et effacez «\u00a0Bauta\u00a0».`,
      otherDevices: 'Les portefeuilles d’autres navigateurs et d’autres appareils restent tels quels.',
      toStart: 'Vers le début',
    },
  },

  topUp: {
    heading: 'Réception de vos visites',
    lead: 'Votre clé d’accès doit accepter exactement ces demandes scellées, et aucune autre.',
    learns: (attester) =>
      `${attester} sait que vous tirez des visites, sans savoir lesquelles. L’émetteur les signe scellées, sans savoir ` +
      'à qui elles sont.',
    preparing: 'Mise sous scellés des demandes…',
    unlocking: 'D’abord, votre clé d’accès ouvre le portefeuille.',
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
    rights: 'Voir ou effacer ce qui est gardé',
    until: (visits, day) => `${visits} pour cette semaine, jusqu’au ${day}.`,
    more: 'Recevoir 30 visites de plus pour cette semaine',
    moreNumbered: (batch, of) => `Recevoir 30 visites de plus pour cette semaine (lot ${batch} sur ${of})`,
    moreCosts: (of) =>
      `Un compte a droit à ${of} lots par semaine. Le vérificateur d’âge et l’émetteur apprennent qu’un lot de plus ` +
      'est tiré, pas pour quoi.',
    swept:
      'Quelque chose dans ce portefeuille avait été modifié de l’extérieur. C’est effacé\u00a0; cela n’aurait pas pu ' +
      'servir.',
    proveAgain: 'Prouver mon âge à nouveau',
  },

  keyCheck: {
    independent: 'Contrôle des clés\u00a0: indépendant',
    notIndependent: 'Contrôle des clés\u00a0: pas indépendant',
    log: (witnesses) =>
      'À chaque réception de visites, les clés sont comparées à un journal public, dont au moins ' +
      `${witnesses} ${witnesses < 2 ? 'témoin doit avoir vu' : 'témoins doivent avoir vu'} la même chose que ce ` +
      'portefeuille\u00a0;',
    enough: 'deux d’entre eux au moins ne dépendent pas de qui tient le journal.',
    tooFew: 'il n’est pas assuré que deux d’entre eux ne dépendent pas de qui tient le journal.',
    last: (day, hour) => `Dernier contrôle\u00a0: ${day}, ${hour}.`,
  },

  reminder: {
    offer: 'Ajouter un rappel hebdomadaire à mon agenda',
    neutral:
      'Un fichier pour votre agenda, le dimanche. Il dit «\u00a0Bauta\u00a0», et rien de plus. Ce portefeuille ne demande ' +
      'jamais rien de lui-même.',
  },

  storage: {
    may: 'Ce navigateur peut effacer le portefeuille si la place vient à manquer.',
    ask: 'Lui demander de garder le portefeuille',
    refused:
      'Le navigateur n’a pas accepté. Il le fera peut-être plus tard, quand vous aurez utilisé ce portefeuille quelque ' +
      'temps.',
    agreed: 'Ce navigateur garde le portefeuille jusqu’à ce que vous l’effaciez.',
    removedHeading: 'Le portefeuille n’est plus là',
    removed:
      'Il y avait un portefeuille dans ce navigateur. Le navigateur, ou quelqu’un qui l’utilise, a effacé ce qu’il ' +
      'gardait.',
    lost: 'Les visites qu’il contenait sont perdues. Personne ne peut les utiliser, même avec votre clé d’accès.',
    account:
      'Votre compte chez le vérificateur d’âge est intact\u00a0: identifiez-vous avec votre clé d’accès, et recevez ce que ' +
      'cette semaine permet encore.',
    usePasskey: 'M’identifier avec ma clé d’accès',
    proveAgain: 'Ma clé d’accès est perdue aussi',
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
    written: (ascii) => `En lettres simples\u00a0: ${ascii}`,
    declined: 'La clé d’accès n’a pas donné son accord. Rien n’a été envoyé.',
    declinedElsewhere:
      'Un portefeuille copié d’un autre navigateur ou appareil ne s’ouvre que là-bas. Si c’est le cas, prouvez votre ' +
      'âge ici à nouveau.',
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
    emptyOtherNext: (age) =>
      `Il ne sait pas si vous avez déjà prouvé l’âge de ${age} ans\u00a0: cela se voit, ou se fait, dans le nouvel ` +
      'onglet.',
    emptyLearns: 'Le nouvel onglet ne sait pas de quel site vous venez.',
    openWallet: 'Ouvrir mon portefeuille dans un nouvel onglet',

    lockedHeading: 'Cette clé d’accès n’ouvre pas ce portefeuille',
    locked: 'Le portefeuille a été fait avec une autre clé d’accès, ou modifié de l’extérieur. Rien n’a été envoyé.',
    lockedNext:
      'Retournez au site et essayez l’autre clé d’accès, ou prouvez votre âge à nouveau dans votre portefeuille.',

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
    issuerNext: 'Retournez au site\u00a0: il nomme peut-être le portefeuille qu’il accepte, ou un autre moyen.',
    versionHeading: 'Cette demande est pour une autre version du portefeuille',
    version:
      'Rien n’a été envoyé. Ouvrez une fois votre portefeuille, pour qu’il se mette à jour\u00a0; puis recommencez ' +
      'sur le site.',
    schemeHeading: 'Ce site n’est pas protégé',
    scheme: 'D’autres pourraient lire en chemin ce qui lui est envoyé. Rien n’a été envoyé. Cherchez le site en https.',
    addressHeading: 'On ne voit pas clairement où irait la réponse',
    address:
      'L’adresse de la demande n’est pas écrite simplement. Rien n’a été envoyé. Retournez au site et recommencez.',
  },

  pause: {
    heading: 'Ce site vient de recevoir une visite',
    why:
      'Si le site redemande sans cesse, quelque chose ne va pas chez lui\u00a0: chaque fois coûte une visite, et des ' +
      'visites rapprochées se laissent facilement attribuer à la même personne.',
    nothing: 'Rien n’a encore été pris pour cette demande. Vous pouvez en rester là à tout moment.',
    left: (seconds) => `Encore ${seconds}\u00a0${seconds < 2 ? 'seconde' : 'secondes'} à attendre.`,
    over: 'L’attente est finie. Continuez si vous le souhaitez.',
    goOn: 'Continuer, avec une autre visite',
  },

  online: {
    heading: 'Votre clé d’accès a besoin de votre vérificateur d’âge',
    costs: (attester) => `Si vous continuez, ${attester} verra que vous ouvrez un site maintenant, sans savoir lequel.`,
    why:
      'Une clé d’accès qui garde un secret pour le portefeuille n’aurait besoin de personne. Vous pouvez en ajouter ' +
      'une à tout moment dans votre portefeuille.',
    goOn: 'Continuer',
    useOther: 'Utiliser une clé d’accès qui a besoin du vérificateur d’âge',
    chooseHeading: 'De quel vérificateur d’âge vient la clé d’accès\u00a0?',
    choose: 'Lui seul est contacté.',
    attesterKnows: (attester) => `Ce que saura ${attester}`,
    knowsThat: 'Que vous ouvrez un site maintenant.',
    notWhere: 'Ni quel site, ni quelle visite cela prend.',
    notElse: 'Quels autres sites vous visitez.',
    nothingTaken: 'Rien n’a été envoyé, et aucune visite n’a été prise.',
  },

  knows: {
    link: 'Voir qui sait quoi dans cette démonstration',
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
    ERR_NONCE: 'Le temps de cette étape est écoulé. Recommencez.',
    ERR_NOT_FOUND: 'Le vérificateur d’âge ne propose pas cela.',
    ERR_REGISTRATION: 'Le vérificateur d’âge n’a pas accepté cette clé d’accès. Créez-en une autre.',
    ERR_AGE_NOT_SHOWN: 'Le vérificateur d’âge n’a plus de preuve pour vous. Prouvez votre âge à nouveau.',
    ERR_ACCOUNT: 'Le vérificateur d’âge ne connaît pas cette clé d’accès. Prouvez votre âge à nouveau.',
    ERR_ASSERTION: 'Le vérificateur d’âge ne connaît pas cette clé d’accès. Prouvez votre âge à nouveau.',
    ERR_QUOTA_EXCEEDED: 'Toutes les visites de cette semaine ont été tirées, ici ou sur un autre appareil.',
    ERR_RATE_LIMITED: 'Trop d’essais. Attendez une minute et réessayez.',
    ERR_BUSY: 'Les demandes sont très nombreuses en ce moment. Réessayez dans une demi-minute.',
    ERR_SLOT: 'Il n’y a pas de clés pour cette semaine. Vérifiez que la date de cet appareil est juste.',
    ERR_RECORD: 'Cette clé d’accès n’ouvre pas ce portefeuille.',
    ERR_KEY_MALFORMED: NOT_EVERYONES,
    ERR_LOG_MALFORMED: NOT_EVERYONES,
    ERR_LOG_SIGNATURE: NOT_EVERYONES,
    ERR_LOG_QUORUM: NOT_EVERYONES,
    ERR_LOG_PROOF: NOT_EVERYONES,
    ERR_LOG_STALE:
      'Les témoins n’ont pas vu le journal public des clés depuis plus d’un jour, rien n’a donc été demandé\u00a0; les ' +
      'visites que vous avez restent valables\u00a0: vérifiez la date de cet appareil, et réessayez plus tard.',
    ERR_LOG_SLOT:
      'Le journal public contient deux clés là où une seule est permise, ce qui pourrait vous distinguer des autres, rien ' +
      'n’a donc été demandé\u00a0; les visites que vous avez restent valables\u00a0: prévenez votre vérificateur d’âge, et ' +
      'réessayez quand ce sera réglé.',
    ERR_LOG_AWAY:
      'Le journal public des clés ne répond pas, rien n’a donc été demandé\u00a0; les visites que vous avez restent ' +
      'valables\u00a0: vérifiez votre connexion, et réessayez plus tard.',
    ERR_BROWSER:
      'Ce navigateur est trop ancien pour contrôler les clés, rien n’a donc été demandé\u00a0; les visites que vous avez ' +
      'restent valables\u00a0: mettez-le à jour, et réessayez.',
    ERR_RESPONSE_SIGNATURE: 'La réponse d’un serveur n’était pas authentique. Rien n’en a été gardé.',
    other: 'Cela n’a pas marché. Réessayez un peu plus tard.',
  },
};

function format(seconds: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(seconds * 1000);
}
