import type { Words } from './words.ts';

/** In French, zero is singular. */
const counted =
  (one: string, many: string) =>
  (value: number, shown: string): string =>
    `${shown} ${value < 2 ? one : many}`;

export const fr: Words = {
  title: 'Vérification de l’âge : rapport d’examen',
  titleOf: (target) => `Rapport d’examen : ${target}`,
  skip: 'Aller aux constats',
  contents: 'Sommaire',

  verdict: {
    heading: 'Verdict',
    line: { breach: 'Manquement constaté', 'no-breach': 'Aucun manquement détecté', inconclusive: 'Non concluant' },
    covered: (covered, total, inPart, inPartShown) =>
      `(${covered} sur ${total} exigences couvertes${inPart === 0 ? '' : `, dont ${inPartShown} en partie`})`,
    breaches: counted('manquement constaté', 'manquements constatés'),
    wouldBreach: counted('manquement probable, base à confirmer', 'manquements probables, base à confirmer'),
    outside: counted('observation hors de ce référentiel', 'observations hors de ce référentiel'),
    meaning: {
      breach: 'Le texte de l’exigence a été lu, ou plusieurs sources indépendantes le rapportent de même.',
      'would-breach':
        'Ce qui a été vu serait un manquement si l’exigence est bien telle qu’on la rapporte. Son texte reste à confirmer.',
      outside: 'Aucune exigence de ce référentiel ne le demande. Ce n’est pas un manquement à ce référentiel.',
    },
    doubts: 'Pourquoi l’examen n’est pas concluant',
    strict: 'Lecture stricte : les manquements probables pèsent sur le verdict comme les manquements constatés.',
  },

  coverage: {
    heading: 'Jusqu’où cet examen est allé',
    picture: (total) => `Les ${total} exigences du référentiel, selon l’étendue de leur examen`,
    part: {
      automatic: {
        name: 'tranchées par des contrôles',
        meaning: 'Des contrôles ont eu lieu, et ils permettent de dire si l’exigence est respectée.',
      },
      partial: {
        name: 'examinées en partie',
        meaning: 'Des contrôles ont eu lieu : ils peuvent révéler un manquement, non montrer qu’il n’y en a pas.',
      },
      declaration: {
        name: 'sur déclaration seulement',
        meaning: 'Aucune machine ne peut le dire. Quelqu’un en répond, ou personne ne l’a fait.',
      },
      untested: {
        name: 'non examinées',
        meaning: 'Des contrôles existent, mais aucun n’a abouti lors de cet examen.',
      },
      other: { name: 'sans objet ici', meaning: 'L’exigence ne concerne pas ce qui a été examiné.' },
    },
  },

  scope: {
    heading: 'Ce qui a été examiné',
    target: 'Cible',
    plan: 'En tant que',
    plans: {
      site: 'site qui montre des contenus pour adultes',
      issuer: 'émetteur de preuves d’âge',
      wallet: 'portefeuille qui conserve et présente des preuves d’âge',
    },
    catalogue: 'Au regard de',
    partialCatalogue: 'Ce référentiel est partiel : il ne reprend que certaines exigences de sa source.',
    when: 'Quand',
    fromTo: (from, to) => `du ${from} au ${to}`,
    operator: 'Par',
    noOperator: 'Aucun nom n’a été indiqué',
    authority: 'Habilitation',
    authorised:
      'L’opérateur a déclaré être habilité à mener des essais actifs. L’outil n’a pas vérifié cette déclaration.',
    unauthorised:
      'Aucune n’a été déclarée : seul a été demandé ce que tout visiteur peut demander ; les essais actifs n’ont pas eu lieu.',
    ownMachine:
      'La cible fonctionnait sur la machine de l’opérateur, où les essais actifs ne demandent aucune habilitation.',
    requests: 'Requêtes',
    sent: (sent, cap, pace) => `${sent} envoyées, sur ${cap} permises, ${pace}`,
    pace: (perSecond) => `au plus ${perSecond} par seconde`,
    noPace: 'sans cadence imposée, sur la machine de l’opérateur',
    tested: 'Contrôles',
    ran: (ran, total) => `${ran} sur ${total} ont abouti`,
  },

  limits: {
    heading: 'Ce que ce rapport ne prouve pas',
    all: [
      'Il n’atteste aucune conformité et n’approuve personne, ni aucun produit. Il dit ce qui a été vu, et rien de plus.',
      'Il regarde de l’extérieur. Ce que les serveurs conservent, calculent ou transmettent hors de la vue d’un navigateur n’apparaît pas ici.',
      'Il regarde depuis une seule machine, un seul réseau, à un seul moment. Ailleurs, ou plus tard, un visiteur peut être servi autrement.',
      'Il ne juge pas ce que montrent les médias. Tout ce que la cible place derrière son contrôle d’âge compte comme contenu pour adultes.',
      '« Aucun manquement détecté » vaut pour les exigences couvertes, et pour elles seules. Ne pas avoir vu de défaut ne prouve pas qu’il n’y en a pas.',
      'Ce qui a été déclaré est montré comme tel. Personne ne l’a vérifié ici.',
      'Il n’est pas un avis juridique. Dire si un fait constaté est une infraction revient à l’autorité compétente.',
    ],
    plan: {
      site: [
        'Il ne mesure ni la fiabilité avec laquelle une méthode distingue mineurs et adultes, ni le nombre d’adultes qui peuvent s’en servir.',
      ],
      issuer: [
        'Il ne mesure pas la fiabilité avec laquelle une méthode distingue mineurs et adultes, et ne dit pas qui possède ou exploite l’émetteur.',
      ],
      wallet: [
        'Il examine le portefeuille tel qu’il a été servi ce jour-là. Un portefeuille peut changer à toute visite ultérieure.',
      ],
    },
  },

  findings: {
    heading: 'Constats',
    none: 'Aucun contrôle n’a relevé de défaut. Cela ne dit rien de ce qui n’a pas été examiné : voir les exigences une à une.',
    lead: 'Numérotés, du plus grave au moins grave. Toute personne peut les revoir avec les lignes données sous « Reproduire ». Les captures d’écran montrent ce que montre la cible, quoi que ce soit.',
    one: (number) => `Constat ${number}`,
    rule: 'Règle',
    expected: 'Attendu',
    observed: 'Constaté',
    why: 'Pourquoi c’est important',
    fix: 'Comment y remédier',
    reproduce: 'Reproduire',
    requirements: 'Exigences',
    noRequirement: 'aucune de ce référentiel',
    check: 'Contrôle',
    exhibits: 'Pièces',
    summary: 'Tous les constats en un coup d’œil',
    severity: {
      high: { name: 'élevée', meaning: 'Un mineur peut atteindre le contenu, ou quelqu’un apprend qui visite quoi.' },
      medium: {
        name: 'moyenne',
        meaning: 'Une protection est affaiblie ; à elle seule, la faille n’ouvre pas le passage.',
      },
      low: { name: 'faible', meaning: 'À corriger ; peu de conséquences à elle seule.' },
    },
    severityName: 'Gravité',
    weightName: 'Portée',
    weight: {
      breach: 'Manquement constaté',
      'would-breach': 'Manquement probable, base à confirmer',
      outside: 'Hors de ce référentiel',
    },
  },

  exhibits: {
    one: (id) => `Pièce ${id}`,
    by: {
      http: 'requête envoyée par l’outil',
      browser: 'requête envoyée par le navigateur',
      robot: 'requête envoyée par le portefeuille de l’outil',
    },
    page: 'page telle qu’elle se présentait dans le navigateur',
    fact: 'mesure',
    request: 'Requête',
    response: 'Réponse',
    noAnswer: {
      refused: 'Aucune réponse : la connexion a été refusée.',
      reset: 'Aucune réponse : la connexion a été coupée.',
      timeout: 'Aucune réponse dans le délai.',
      dns: 'Aucune réponse : ce nom n’a pas d’adresse.',
      tls: 'Aucune réponse : aucune connexion sécurisée n’a pu être établie.',
      blocked: 'Jamais envoyée : l’outil a empêché le navigateur de l’envoyer.',
      malformed: 'La réponse n’a pas pu être lue comme du HTTP.',
      other: 'Aucune réponse.',
    },
    screenshot: (title, url, width) => `Capture d’écran de « ${title} », ${url}, largeur de ${width} pixels`,
    screenshotLeftOut: (path) => `La capture d’écran se trouve dans les pièces : ${path}`,
    text: 'Texte de la page',
    cut: (shown, total) => `les ${shown} premiers caractères sur ${total}`,
    readCut: 'Il y avait davantage, que l’outil n’a pas lu.',
    binary: (bytes, shown) => `${bytes} octets ; les ${shown} premiers, en hexadécimal :`,
    empty: 'aucun contenu',
    above: (number) => `montrée sous le constat ${number}`,
    more: (count) =>
      count === 1 ? 'Une autre pièce, dans les preuves :' : `${count} autres pièces, dans les preuves :`,
    missing: 'absente de ces preuves',
    unreadable: 'ses octets sont absents de ces preuves',
  },

  checks: {
    heading: 'Contrôles, un à un',
    lead: 'Ce que l’outil essaie sur toute cible de ce genre, et ce qu’il en a été ici.',
    seen: 'Ce qui a été regardé',
    findings: 'Constats',
    outcome: {
      passed: { name: 'réussi', meaning: 'Ce qui a été regardé est comme il se doit.' },
      failed: { name: 'échoué', meaning: 'Une chose au moins n’est pas comme il se doit : il y a un constat.' },
      'cannot-tell': {
        name: 'indécidable',
        meaning: 'L’essai a eu lieu ; ce qui est revenu ne permet pas de répondre de l’extérieur.',
      },
      inapplicable: { name: 'sans objet', meaning: 'La cible n’a rien que ce contrôle concerne.' },
      untested: { name: 'non examiné', meaning: 'L’essai n’a pas eu lieu, pour la raison indiquée.' },
    },
    reason: {
      'no-browser': 'Aucun navigateur n’a été trouvé sur la machine.',
      'no-tokens': 'L’outil n’avait aucune preuve d’âge pour être admis.',
      'no-authority': 'C’est un essai actif, et aucune habilitation à en mener n’a été déclarée.',
      'no-clock': 'La cible n’offre pas d’horloge d’essai.',
      'not-long': 'Il faut attendre pour de vrai, ce qui n’a pas été demandé (--long).',
      'request-cap': 'Le nombre maximal de requêtes a été atteint.',
      'nothing-to-try': 'Rien n’a été trouvé sur quoi l’essayer.',
      'not-our-protocol': 'La cible ne parle pas le protocole que cet essai concerne.',
      'no-answer': 'La cible n’a pas répondu.',
      fault: 'Un défaut de l’outil a empêché l’essai.',
    },
  },

  matrix: {
    heading: 'Exigences, une à une',
    lead: 'Toutes les exigences du référentiel, avec ce que l’on sait de leur base. Une exigence examinée en partie, ou seulement déclarée, n’est jamais montrée comme respectée.',
    id: 'N°',
    requirement: 'Exigence et source',
    basis: 'Base',
    binds: 'Oblige',
    state: 'État',
    checks: 'Contrôles',
    noChecks: 'aucun contrôle',
    declared: 'Déclaré, non vérifié',
    declaredBy: 'Aucune déclaration n’a été faite.',
    question: 'À déclarer',
    advice: 'bonne pratique : ne peut être enfreinte',
    states: {
      broken: {
        name: 'Manquement constaté',
        meaning: 'Un contrôle a échoué, et la base de l’exigence est connue.',
      },
      'would-be-broken': {
        name: 'Manquement probable, base à confirmer',
        meaning: 'Un contrôle a échoué, et le texte de l’exigence reste à confirmer.',
      },
      met: { name: 'Respectée', meaning: 'Ses contrôles suffisent à trancher, et tous ont réussi.' },
      'no-breach-seen': {
        name: 'Aucun manquement vu, examen partiel',
        meaning: 'Ce qui a pu être regardé est en ordre. Cela ne tranche pas l’exigence.',
      },
      declared: {
        name: 'Déclarée',
        meaning: 'Quelqu’un a répondu à sa question. Personne n’a vérifié la réponse ici.',
      },
      untested: { name: 'Non examinée', meaning: 'Cet examen ne permet pas d’en dire quoi que ce soit.' },
      inapplicable: { name: 'Sans objet', meaning: 'Elle ne concerne pas ce qui a été examiné.' },
    },
    status: {
      V: { name: 'texte lu', meaning: 'Le texte d’origine a été lu.' },
      'S+': { name: 'plusieurs sources', meaning: 'Deux sources indépendantes au moins le rapportent de même.' },
      S: { name: 'une source', meaning: 'Une source nommée le rapporte après lecture du texte.' },
      M: { name: 'de mémoire', meaning: 'Non confirmé par le texte.' },
      D: { name: 'déduite', meaning: 'Une conséquence technique du texte, et non l’une de ses phrases.' },
    },
    actor: {
      site: 'site',
      issuer: 'émetteur',
      attester: 'attestateur',
      intermediary: 'intermédiaire',
      sdk: 'code placé sur le site',
      wallet: 'portefeuille',
      auditor: 'auditeur',
      protocol: 'protocole',
    },
    automation: {
      automatic: 'des contrôles peuvent la trancher',
      partial: 'des contrôles la voient en partie',
      declaration: 'sur déclaration seulement',
    },
    sources: 'Sources',
  },

  method: {
    heading: 'Méthode, versions, circonstances',
    paragraphs: [
      'L’outil commence par recueillir : il envoie des requêtes, ouvre des pages dans un navigateur et enregistre ce qui revient, sans rien juger. Chaque pièce est conservée sous le SHA-256 de ses octets. Ensuite, les contrôles jugent : chacun ne lit que ce qui a été enregistré, si bien que les mêmes preuves donnent toujours le même résultat, sur toute machine, à tout moment.',
      'Les cookies, les jetons et les autres secrets sont retirés avant que quoi que ce soit soit écrit. D’un média, 1 024 octets au plus sont lus. L’outil dit qui il est dans chaque requête, garde une cadence et une limite, et ne suit un lien hors de la cible que là où une personne devrait le faire.',
      'Un contrôle échoué est un constat. Il compte comme manquement constaté lorsque le texte d’une exigence enfreinte a été lu ou que plusieurs sources indépendantes le rapportent de même ; sinon, comme manquement probable dont la base est à confirmer.',
    ],
    circumstances: 'Circonstances',
    suite: 'Outil',
    node: 'Exécuté par',
    browser: 'Navigateur',
    noBrowser: 'aucun : ce qui demande un navigateur n’a pas été examiné',
    profile: 'État du navigateur',
    freshProfile: 'chaque visite a commencé avec un profil neuf : ni cache, ni cookies, ni rien d’enregistré',
    clock: 'Horloge de la machine',
    ahead: (seconds) => `en avance de ${seconds} s sur l’en-tête Date de la cible`,
    behind: (seconds) => `en retard de ${seconds} s sur l’en-tête Date de la cible`,
    exact: 'd’accord à la seconde près avec l’en-tête Date de la cible',
    noDate: 'non comparée : la cible n’a pas envoyé d’en-tête Date',
    time: 'Temps des essais',
    clocks: {
      machine: 'temps réel',
      'test-clock':
        'l’horloge d’essai de la cible a été avancée, au lieu d’attendre ; une cible en production n’en offre pas',
    },
    waits: 'Longues attentes',
    long: 'attendues pour de vrai, là où un contrôle le demande',
    notLong: 'non attendues',
    tokens: 'Preuves d’âge',
    token: {
      'test-issuer': 'de l’émetteur d’essai : d’aucune personne réelle',
      demonstration: 'de l’émetteur de démonstration : d’aucune personne réelle',
      file: 'd’un fichier fourni par l’opérateur : obtenues au préalable par une personne',
      none: 'aucune : ce qui demande un visiteur admis n’a pas été examiné',
    },
    dns: 'Adresses (DNS)',
    noDns: 'aucune enregistrée',
    tls: 'Certificats (TLS)',
    noTls: 'aucun : la connexion n’était pas chiffrée',
    issuedBy: (issuer) => `délivré par ${issuer}`,
    valid: (from, to) => `valable du ${from} au ${to}`,
    digests: 'Empreintes (SHA-256)',
    evidence: 'evidence.json',
    catalogue: 'Référentiel',
    verify: [
      'Les mêmes preuves peuvent être jugées à nouveau, hors ligne : bauta-conformance replay evidence/',
      'Un rapport signé peut être vérifié : bauta-conformance verify report.dsse.json --key CLÉ.pub.pem',
    ],
  },

  glossary: {
    heading: 'Ce que disent les mots',
    outcomes: 'Résultat d’un contrôle',
    states: 'État d’une exigence',
    statuses: 'Base d’une exigence',
    weights: 'Portée d’un constat',
    severities: 'Gravité d’un constat',
    coverage: 'Étendue de l’examen',
  },
};
