import type { Texts } from './texts.ts';

export const en: Texts = {
  offer: {
    action: 'Use an age app directly',
    learns: (age) =>
      `This option shows this site which provider, hence usually which country, issued your proof. It will know that ` +
      `you are over ${age}, and not who you are. Beside your app, no one else will know that you are here.`,
  },
  ask: {
    title: 'Age app',
    heading: (age) => `Show this site that you are over ${age}.`,
    lead:
      'This site will see which provider, hence usually which country, issued your proof. It will not see your name ' +
      'or your date of birth, and it keeps nothing of the proof.',
    browser: 'Ask through this browser',
    browserNote: 'Your browser looks for an age app on this device or on your phone.',
    here: 'Open the age app on this device',
    hereNote: 'If nothing opens, there is no such app here.',
    elsewhere: 'With an age app on another device',
    elsewhereNote:
      'Scan this code with it. Scan only a code on a page that you opened yourself: whoever shows you theirs would be ' +
      'let in by your proof.',
    code: 'Code for an age app on another device',
    shared: 'I have shared it',
    silent: 'No app has answered yet. It may not be installed: there are other ways on this page.',
    declined: 'Nothing was shown to this site. You can ask again, or go another way.',
    broken: 'The browser could not ask an app. There are other ways on this page.',
  },
  waiting: {
    title: 'Nothing yet',
    heading: 'Nothing has arrived yet.',
    lead: 'Share the proof in your app first. A code is good for five minutes.',
    again: 'Look again',
  },
  refused: {
    title: 'Proof not accepted',
    heading: 'This proof was not accepted.',
    lead:
      'That says nothing about your age. A question is good for one answer, for five minutes, in the browser that ' +
      'asked it.',
    again: 'Ask again',
  },
  closed: {
    title: 'Option closed',
    heading: 'This option is closed for the moment.',
    lead: 'This site cannot say right now which proofs of an age app are good. It is nothing that you did.',
  },
  rather: {
    heading: 'The more private way',
    note: 'With a wallet, this site learns neither who you are nor who checked your age.',
    action: 'Prove my age with a wallet',
  },
};
