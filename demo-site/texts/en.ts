import type { Texts } from './texts.ts';

export const en: Texts = {
  language: 'en',
  welcome: 'You came in without saying who you are.',
  lead: 'Behind this door a real site would show content for adults. Here there are landscapes.',
  learns: {
    heading: 'Who learns what of this visit',
    rows: [
      { who: 'This site', what: 'That you are over 18. Not your name, not your exact age, not how you proved it.' },
      {
        who: 'The wallet’s host',
        what: 'Does not learn which site you open: the proof goes from your browser straight to this site.',
      },
      { who: 'The issuer of tokens', what: 'Nothing. It signed yours without seeing it and could not recognise it.' },
      { who: 'The age checker', what: 'Nothing. It knows that you once proved your age, not that you are here.' },
      { who: 'Another site', what: 'Nothing. Each token is good once, and no two visits look alike.' },
    ],
  },
  session: {
    heading: 'When the door closes',
    text: ({ lease, leave, idle }) =>
      `${leave}\u00a0seconds after you leave, ${lease}\u00a0seconds when the browser falls silent, ${idle / 60}\u00a0minutes without a ` +
      'move of yours. It is the server that counts.',
  },
  films: 'The films',
  film: (number) => `Film ${number}`,
  stillNote: 'This picture left the server only because your session is open.',
  movingNote: 'This video left the server only because your session is open, piece by piece.',
  movingBadge: 'video',
  back: 'All films',
  next: 'Next film',
  notFound: { heading: 'There is nothing at this address.', lead: 'Check how it is written.' },
  footer: 'A demonstration: landscapes drawn by a program, no adult content.',
  panelLink: 'Who knows what: see it in this demonstration',
  panel: {
    heading: 'Who knows what',
    withoutScripts: 'This picture is drawn in your browser and needs JavaScript. The site itself does not.',
    back: 'To the site',
    otherLanguage: { code: 'fr', name: 'Français' },
  },
};
