import type { Texts } from './texts.ts';

export const fr: Texts = {
  name: 'Français',
  gate: {
    title: 'Preuve d’âge',
    heading: 'Cette page est réservée aux adultes.',
    lead: 'Prouvez votre âge sans dire qui vous êtes.',
    action: 'Prouver mon âge',
    assurance: (age) =>
      `Ce site saura que vous avez plus de ${age} ans. Il ne saura ni qui vous êtes, ni comment vous l’avez prouvé. ` +
      'Personne d’autre ne saura que vous êtes ici.',
  },
  refusal: {
    title: 'Preuve non acceptée',
    heading: 'Cette preuve n’a pas été acceptée.',
    lead: 'Cela ne dit rien de votre âge. Une preuve sert une fois, sur un seul site, dans les dix minutes.',
    cost: 'Si votre portefeuille a utilisé une visite pour cela, elle est perdue : une seule, et rien de plus.',
    action: 'Recommencer',
    advice:
      'Si cela se répète, attendez quelques minutes, puis recommencez depuis la page que vous vouliez voir, dans le ' +
      'même navigateur.',
    code: 'Code pour l’assistance :',
  },
  unavailable: {
    title: 'Entrée fermée',
    heading: 'L’entrée est fermée pour le moment.',
    lead: 'Ce site ne peut vérifier aucune preuve d’âge en cet instant. Vous n’y êtes pour rien.',
    action: 'Réessayer',
  },
  help: {
    question: (age) => `Pas encore ${age} ans, ou besoin d’en parler ?`,
    before: 'En France, appelez le',
    link: { text: '3018', href: 'https://3018.fr/' },
    after: ' : on vous y écoute, gratuitement.',
  },
};
