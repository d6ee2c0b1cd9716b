import type { PanelText } from './en.ts';

// Une espace insécable (U+00A0) précède « : », « ? », « ; » et suit les guillemets ouvrants.
/** Chaque phrase du tableau, en français. */
export const fr: PanelText = {
  language: 'Français',
  heading: 'Qui sait quoi',
  lead:
    'Chaque ligne a été trouvée dans les octets que chaque serveur a reçus depuis son démarrage. Rien n’est supposé. ' +
    'Faites une visite dans un autre onglet, et regardez.',
  rooms: {
    'demo-site': { name: 'Le site', of: 'du site', does: 'Ouvre sa porte à un jeton.' },
    wallet: {
      name: 'L’hébergeur du portefeuille',
      of: 'de l’hébergeur du portefeuille',
      does: 'Donne les pages du portefeuille, qui fonctionne dans votre navigateur.',
    },
    issuer: { name: 'L’émetteur', of: 'de l’émetteur', does: 'Signe des jetons qu’il ne peut pas voir.' },
    attester: { name: 'Le vérificateur d’âge', of: 'du vérificateur d’âge', does: 'Vérifie votre âge, une fois.' },
    phone: { name: 'Le téléphone', of: 'du téléphone', does: 'Contient votre preuve d’âge. Ici, il est simulé.' },
  },
  kinds: {
    address: 'L’adresse et le type de votre navigateur, et l’heure',
    site: 'Quel site vous visitez',
    asker: 'Quel vérificateur d’âge demande une preuve',
    method: 'Comment vous prouvez votre âge',
    proofOfAge: 'Votre preuve d’âge',
    passkey: 'La moitié publique de votre clé d’accès',
    gesture: 'L’accord de votre clé d’accès',
    account: 'Le numéro de votre compte',
    sealed: 'Des demandes scellées, fermées pour lui',
    grant: 'Un accord pour un lot',
    token: 'Un jeton\u00a0: vous avez plus de 18 ans',
    nullifier: 'La marque par laquelle un jeton sert une fois',
    holder: 'Une signature de la clé propre au jeton',
    session: 'Votre session sur ce site',
  },
  learnt: 'appris',
  notLearnt: 'pas appris',
  received: (requests, bytes) => `Reçu\u00a0: ${requests}, ${bytes}`,
  requests: (count, figure) => `${figure}\u00a0${count < 2 ? 'requête' : 'requêtes'}`,
  bytes: (count, figure) => `${figure}\u00a0${count < 2 ? 'octet' : 'octets'}`,
  strings: (count, figure) => `${figure}\u00a0${count < 2 ? 'séquence' : 'séquences'}`,
  forgotten: (requests) => `Il n’a plus ${requests} d’avant.`,
  silent: 'Il ne répond pas. Ce qu’il sait n’est pas montré.',

  site: {
    nothing: 'Ce que le site a reçu et ce que les autres ont reçu n’ont rien en commun.',
    common: 'Quelque chose que le site a reçu se trouve aussi dans ce qu’un autre a reçu.',
  },
  linksHeading: 'Ce que deux d’entre eux pourraient rapprocher',
  nothing: 'Rien en commun',
  common: (strings) => `${strings} en commun`,
  nothingYet: 'Rien à comparer pour l’instant',
  notCompared: 'Pas comparé\u00a0: l’un d’eux ne répond pas',
  searched: (one) => `${one.strings} ${one.of} dans ${one.bytes} ${one.in}`,
  found: (there, back, count) => `Cherché\u00a0: ${there}, ${back}. Trouvé\u00a0: ${count}.`,
  subjects: {
    request: 'La demande de preuve d’âge\u00a0: le téléphone répond au vérificateur qui demande.',
    passkey: 'Votre clé d’accès.',
    key: 'Une clé ou une constante publique, la même pour tous.',
    other: 'Quelque chose d’inattendu ici.',
  },
  andElse: 'Toutes les autres paires sont dans le second tableau.',

  tables: 'La même chose en tableaux',
  kindsTable: 'Ce que chacun a appris, et combien de fois cela a été trouvé',
  pairsTable: 'Ce qui a été cherché entre deux d’entre eux, et trouvé',
  kind: 'Quoi',
  pair: 'Entre',
  searchedColumn: 'Cherché',
  foundColumn: 'En commun',

  aboutHeading: 'Ce que cette page peut montrer, et ne peut pas',
  about: [
    'Pour dessiner ceci, elle demande à chaque serveur ce qu’il a reçu. Ils ne le disent que dans une démonstration ' +
      'sur une seule machine\u00a0: en production, aucun serveur ne le garde ni ne le montre, et personne ne peut voir ' +
      'cette image. L’ouverture de cette page n’est pas enregistrée.',
    'Est cherchée toute séquence de 16 octets ou plus envoyée à l’un, dans tous les octets que l’autre a reçus\u00a0: ' +
      'telle quelle, en hexadécimal, en base64 ou base64url, et l’un dans l’autre.',
    'Les valeurs des cookies sont rayées\u00a0: quiconque en verrait une pourrait s’en servir. Leurs noms et leurs ' +
      'longueurs sont gardés\u00a0; les valeurs ne sont ni cherchées ni comptées.',
    'Ne compte pas la façon dont un navigateur se nomme, ni ses langues\u00a0: il dit les mêmes mots à tous les serveurs ' +
      'du réseau.',
    'Les octets ne montrent pas tout\u00a0: des serveurs qui s’entendraient pourraient encore comparer heures et ' +
      'adresses. Attendre avant la première visite rend cela peu utile.',
  ],
  pause: 'Pause',
  goOn: 'Continuer',
  news: (room, kinds) => `${room} a appris\u00a0: ${kinds}.`,
  newsFrom: (rooms) => `Nouvelles lignes\u00a0: ${rooms}.`,
};
