import { type Check, untested } from '../check.ts';

export const retentionDeclared: Check = {
  id: 'I-10',
  plan: 'issuer',
  title: {
    en: 'What the issuer keeps of its requests is declared and short-lived',
    fr: 'Ce que l’émetteur conserve des demandes est déclaré et de courte durée',
  },
  prose: {
    en: 'No request shows from outside what a server writes down. Whoever runs the issuer declares what is kept, for how long and who reads it, and signs the declaration into the report. This check is a row of the questionnaire and is never shown as tested.',
    fr: 'Aucune demande ne montre de l’extérieur ce qu’un serveur consigne. L’exploitant de l’émetteur déclare ce qui est conservé, combien de temps et qui y a accès, et signe cette déclaration dans le rapport. Ce contrôle est une ligne du questionnaire et n’est jamais présenté comme testé.',
  },
  probes: [],
  judge: () =>
    untested('nothing-to-try', {
      en: 'Only a declaration can answer this.',
      fr: 'Seule une déclaration peut y répondre.',
    }),
};
