import type { Texts } from './texts.ts';

export const en: Texts = {
  name: 'English',
  gate: {
    title: 'Proof of age',
    heading: 'This page is for adults.',
    lead: 'Prove your age without saying who you are.',
    action: 'Prove my age',
    assurance: (age) =>
      `This site will know that you are over ${age}. It will not know who you are, nor how you proved it. ` +
      'No one else will know that you are here.',
  },
  refusal: {
    title: 'Proof not accepted',
    heading: 'This proof was not accepted.',
    lead: 'That says nothing about your age. A proof works once, at one site, within ten minutes.',
    cost: 'If your wallet used a visit for it, that one is gone: one, and nothing more.',
    action: 'Start again',
    advice:
      'If it happens again, wait a few minutes, then start from the page that you wanted to see, in the same browser.',
    code: 'Code for support:',
  },
  unavailable: {
    title: 'Door closed',
    heading: 'The door is closed for the moment.',
    lead: 'This site cannot check any proof of age right now. It is nothing that you did.',
    action: 'Try again',
  },
  help: {
    question: (age) => `Not yet ${age}, or need to talk about it?`,
    before: 'In France, call',
    link: { text: '3018', href: 'https://3018.fr/' },
    after: ': someone listens, free of charge.',
  },
};
