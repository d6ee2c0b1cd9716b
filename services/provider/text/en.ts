/** Every sentence of the simulated bank's page, in English. The other languages have the same names. */
export const en = {
  title: 'Simulated bank',
  simulation: 'Simulated bank. It proves nothing.',
  language: 'Language',
  heading: 'asks for your date of birth',
  given: 'It will learn',
  givenBirth: 'Your date of birth, of which it keeps only which ages you have reached',
  givenNumber: 'A number that stands for you here, to recognise you by',
  notGiven: 'It will not learn',
  notGivenName: 'Your name, your address, your accounts',
  bankLearns: 'The bank learns',
  bankLearnsWhen: 'That you showed your age to this service, and when',
  bankLearnsNot: 'Not which site you are going to',
  share: 'Share',
  decline: 'Decline',
  panel: 'Demonstration',
  whoLogsIn: 'Who logs in?',
  adult: 'An adult, born on 4 May 1990',
  sixteen: 'A person of sixteen',
  failedHeading: 'This cannot go on here',
  failed: 'The request is over, or not one that this bank knows. Go back to the wallet page and start again.',
};

export type ProviderText = Readonly<Record<keyof typeof en, string>>;
