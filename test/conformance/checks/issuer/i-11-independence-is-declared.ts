import { type Check, untested } from '../check.ts';

export const independenceDeclared: Check = {
  id: 'I-11',
  plan: 'issuer',
  title: {
    en: 'The issuer is independent of the sites that its tokens open',
    fr: 'L’émetteur est indépendant des sites que ses jetons ouvrent',
  },
  prose: {
    en: 'Who owns and pays whom cannot be measured over a network. Whoever runs the issuer declares its ties to services that publish pornographic content, and signs the declaration into the report. This check is a row of the questionnaire and is never shown as tested.',
    fr: 'Qui possède et rémunère qui ne se mesure pas par le réseau. L’exploitant de l’émetteur déclare ses liens avec des services qui publient des contenus pornographiques, et signe cette déclaration dans le rapport. Ce contrôle est une ligne du questionnaire et n’est jamais présenté comme testé.',
  },
  probes: [],
  judge: () =>
    untested('nothing-to-try', {
      en: 'Only a declaration can answer this.',
      fr: 'Seule une déclaration peut y répondre.',
    }),
};
