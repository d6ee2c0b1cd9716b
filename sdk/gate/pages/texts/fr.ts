import type { Texts } from './texts.ts';

export const fr: Texts = {
  name: 'Français',
  languages: 'Langue',
  gate: {
    title: 'Preuve d’âge',
    heading: (age) =>
      age < 18 ? `Cette page est réservée aux plus de ${age} ans.` : 'Cette page est réservée aux adultes.',
    lead: 'Prouvez votre âge sans dire qui vous êtes.',
  },
  offers: {
    wallet: {
      action: 'Prouver mon âge',
      learns: (age) =>
        `Ce site saura que vous avez plus de ${age} ans. Il ne saura ni qui vous êtes, ni comment vous l’avez ` +
        'prouvé. Personne d’autre ne saura que vous êtes ici.',
    },
  },
  level: 'Niveau de protection :',
  levels: {
    'double-blind': 'double confidentialité',
    'source-visible': 'ce site peut voir qui a vérifié votre âge',
    'service-visible': 'qui vérifie votre âge peut apprendre que vous êtes ici',
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
    title: 'Aide',
    heading: 'En parler à quelqu’un',
    lead: 'Cette page est la même pour tout le monde. Rien ici ne dit à ces services de quel site vous venez.',
    question: (age) => `Pas encore ${age} ans, ou besoin d’en parler ?`,
    kinds: {
      listening: 'On vous écoute et on vous conseille. L’appel est gratuit.',
      danger: 'Quand un enfant ou un jeune est en danger. L’appel est gratuit.',
      reporting: 'Pour signaler sur internet quelque chose qui est peut-être contraire à la loi.',
      parents: 'Pour les parents : le contrôle parental, et comment parler de ce que les enfants voient en ligne.',
      europe: 'Le numéro d’écoute des enfants dans la plupart des pays de l’Union européenne. L’appel est gratuit.',
      finding: 'Pour trouver le service d’écoute de votre pays.',
    },
    hours: (hours) => (hours === 'always' ? 'Jour et nuit.' : `Tous les jours, de ${hours[0]} h à ${hours[1]} h.`),
    call: 'Appeler le',
    back: 'Revenir à l’entrée',
  },
  contact: {
    heading: 'Une erreur, une question',
    before: 'Si une preuve a été refusée à tort, ou pour toute question, écrivez à ce site :',
  },
};
