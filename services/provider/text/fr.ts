import type { ProviderText } from './en.ts';

// A no-break space (U+00A0) stands before « : » and « ? ».
/** Chaque phrase de la page, en français. */
export const fr: ProviderText = {
  title: 'Banque simulée',
  simulation: 'Banque simulée. Elle ne prouve rien.',
  language: 'Langue',
  heading: 'demande votre date de naissance',
  given: 'Ce service saura',
  givenBirth: 'Votre date de naissance, dont il ne garde que les âges que vous avez atteints',
  givenNumber: 'Un numéro qui vous représente ici, pour vous reconnaître',
  notGiven: 'Ce service ne saura pas',
  notGivenName: 'Votre nom, votre adresse, vos comptes',
  bankLearns: 'La banque saura',
  bankLearnsWhen: 'Que vous avez montré votre âge à ce service, et quand',
  bankLearnsNot: 'Pas sur quel site vous allez',
  share: 'Partager',
  decline: 'Refuser',
  panel: 'Démonstration',
  whoLogsIn: 'Qui se connecte\u00a0?',
  adult: 'Une personne majeure, née le 4 mai 1990',
  sixteen: 'Une personne de seize ans',
  failedHeading: 'Impossible de continuer ici',
  failed:
    'La demande est terminée, ou cette banque ne la connaît pas. Revenez à la page du portefeuille et recommencez.',
};
