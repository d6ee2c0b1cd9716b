import type { Texts } from './texts.ts';

export const fr: Texts = {
  offer: {
    action: 'Utiliser directement une application d’âge',
    learns: (age) =>
      'Cette option montre à ce site quel fournisseur, donc le plus souvent quel pays, a délivré votre preuve. Il saura ' +
      `que vous avez plus de ${age} ans, et non qui vous êtes. À part votre application, personne d’autre ne saura que ` +
      'vous êtes ici.',
  },
  ask: {
    title: 'Application d’âge',
    heading: (age) => `Montrez à ce site que vous avez plus de ${age} ans.`,
    lead:
      'Ce site verra quel fournisseur, donc le plus souvent quel pays, a délivré votre preuve. Il ne verra ni votre ' +
      'nom ni votre date de naissance, et il ne garde rien de la preuve.',
    browser: 'Demander par ce navigateur',
    browserNote: 'Votre navigateur cherche une application d’âge sur cet appareil ou sur votre téléphone.',
    here: 'Ouvrir l’application sur cet appareil',
    hereNote: 'Si rien ne s’ouvre, il n’y a pas de telle application ici.',
    elsewhere: 'Avec une application sur un autre appareil',
    elsewhereNote:
      'Scannez ce code avec elle. Ne scannez qu’un code d’une page que vous avez ouverte vous-même : qui vous montre ' +
      'le sien entrerait avec votre preuve.',
    code: 'Code pour une application d’âge sur un autre appareil',
    shared: 'Je l’ai partagée',
    silent: 'Aucune application n’a encore répondu. Elle n’est peut-être pas installée : cette page a d’autres voies.',
    declined: 'Rien n’a été montré à ce site. Vous pouvez demander encore, ou prendre une autre voie.',
    broken: 'Le navigateur n’a pas pu demander à une application. Cette page a d’autres voies.',
  },
  waiting: {
    title: 'Rien encore',
    heading: 'Rien n’est encore arrivé.',
    lead: 'Partagez d’abord la preuve dans votre application. Un code sert pendant cinq minutes.',
    again: 'Regarder encore',
  },
  refused: {
    title: 'Preuve non acceptée',
    heading: 'Cette preuve n’a pas été acceptée.',
    lead:
      'Cela ne dit rien de votre âge. Une question sert pour une réponse, pendant cinq minutes, dans le navigateur qui ' +
      'l’a posée.',
    again: 'Demander encore',
  },
  closed: {
    title: 'Option fermée',
    heading: 'Cette option est fermée pour le moment.',
    lead: 'Ce site ne peut dire en cet instant quelles preuves d’une application d’âge sont bonnes. Vous n’y êtes pour rien.',
  },
  rather: {
    heading: 'La voie la plus discrète',
    note: 'Avec un portefeuille, ce site n’apprend ni qui vous êtes ni qui a vérifié votre âge.',
    action: 'Prouver mon âge avec un portefeuille',
  },
};
