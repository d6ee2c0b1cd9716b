import type { Texts } from './texts.ts';

export const en: Texts = {
  name: 'English',
  languages: 'Language',
  gate: {
    title: 'Proof of age',
    heading: (age) => (age < 18 ? `This page is for people over ${age}.` : 'This page is for adults.'),
    lead: 'Prove your age without saying who you are.',
  },
  offers: {
    wallet: {
      action: 'Prove my age',
      learns: (age) =>
        `This site will know that you are over ${age}. It will not know who you are, nor how you proved it. ` +
        'No one else will know that you are here.',
    },
  },
  level: 'Level of protection:',
  levels: {
    'double-blind': 'double-blind',
    'source-visible': 'this site can see who checked your age',
    'service-visible': 'whoever checks your age can learn that you are here',
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
    title: 'Help',
    heading: 'Someone to talk to',
    lead: 'This page is the same for everyone. Nothing here tells these services which site you come from.',
    question: (age) => `Not yet ${age}, or need to talk about it?`,
    kinds: {
      listening: 'Someone listens and gives advice. The call is free.',
      danger: 'When a child or a young person is in danger. The call is free.',
      reporting: 'To report something on the internet that may be against the law.',
      parents: 'For parents: parental controls, and how to talk about what children see online.',
      europe: 'The number of child helplines in most countries of the European Union. The call is free.',
      finding: 'Finds the helpline of your country.',
    },
    hours: (hours) => (hours === 'always' ? 'Day and night.' : `Every day, ${hours[0]}:00 to ${hours[1]}:00.`),
    call: 'Call',
    back: 'Back to the entrance',
  },
  contact: {
    heading: 'A mistake, a question',
    before: 'If a proof was refused wrongly, or for any question, write to this site:',
  },
};
