import type { Help } from './help.ts';

export const fr: readonly Help[] = [
  {
    kind: 'listening',
    name: '3018',
    number: '3018',
    hours: [9, 23],
    href: 'https://3018.fr/',
    // The hours since 2023; that it is free and who answers: info.gouv.fr, "trois numéros pour aider les enfants".
    source:
      'https://mairie-villetaneuse.fr/actualites/le-3018-un-numero-gratuit-et-une-app-pour-les-victimes-de-cyberharcelement',
  },
  {
    kind: 'reporting',
    name: 'Point de Contact',
    href: 'https://www.pointdecontact.net/',
    // Its terms allow a link that only informs, to its first page.
    source: 'https://www.pointdecontact.net/cgu/',
  },
  {
    kind: 'parents',
    name: 'Je protège mon enfant',
    href: 'https://jeprotegemonenfant.gouv.fr/',
    source:
      'https://www.parentalite01.fr/je-protege-mon-enfant-la-plateforme-dinformation-et-daccompagnement-a-la-parentalite-numerique/',
  },
];
