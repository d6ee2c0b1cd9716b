import type { Texts } from './texts.ts';

export const fr: Texts = {
  language: 'fr',
  welcome: 'Vous voici, sans avoir dit qui vous êtes.',
  lead: 'Derrière cette porte, un vrai site montrerait des contenus pour adultes. Ici, ce sont des paysages.',
  learns: {
    heading: 'Qui apprend quoi de cette visite',
    rows: [
      {
        who: 'Ce site',
        what: 'Que vous avez plus de 18\u00a0ans. Ni votre nom, ni votre âge exact, ni la manière dont vous l’avez prouvé.',
      },
      {
        who: 'L’hébergeur du portefeuille',
        what: 'Ne sait pas quel site vous ouvrez\u00a0: la preuve va de votre navigateur à ce site, sans détour.',
      },
      { who: 'L’émetteur des jetons', what: 'Rien. Il a signé le vôtre sans le voir et ne saurait le reconnaître.' },
      {
        who: 'Le vérificateur d’âge',
        what: 'Rien. Il sait que vous avez prouvé votre âge un jour, pas que vous êtes ici.',
      },
      { who: 'Un autre site', what: 'Rien. Chaque jeton sert une fois, et deux visites ne se ressemblent pas.' },
    ],
  },
  session: {
    heading: 'Quand la porte se referme',
    text: ({ lease, leave, idle }) =>
      `${leave}\u00a0secondes après votre départ, ${lease}\u00a0secondes si le navigateur se tait, ${idle / 60}\u00a0minutes sans un ` +
      'geste de votre part. C’est le serveur qui compte.',
  },
  films: 'Les films',
  film: (number) => `Film ${number}`,
  stillNote: 'Cette image n’a quitté le serveur que parce que votre session est ouverte.',
  movingNote: 'Cette vidéo n’a quitté le serveur que parce que votre session est ouverte, morceau par morceau.',
  movingBadge: 'vidéo',
  back: 'Tous les films',
  next: 'Film suivant',
  notFound: { heading: 'Il n’y a rien à cette adresse.', lead: 'Vérifiez comment elle est écrite.' },
  footer: 'Site de démonstration\u00a0: paysages dessinés par un programme, aucun contenu pour adultes.',
  panelLink: 'Qui sait quoi\u00a0: à voir dans cette démonstration',
  panel: {
    heading: 'Qui sait quoi',
    withoutScripts: 'Cette image est dessinée dans votre navigateur et a besoin de JavaScript. Le site, non.',
    back: 'Vers le site',
    otherLanguage: { code: 'en', name: 'English' },
  },
};
