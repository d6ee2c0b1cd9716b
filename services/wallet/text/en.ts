const LOCALE = 'en-GB';

/** Every sentence of the wallet in English. The other languages have the same names. */
export const en = {
  name: 'English',
  languages: 'Language',

  visits: (count: number): string => `${count}\u00a0${count === 1 ? 'visit' : 'visits'}`,
  /** @param seconds Unix seconds. */
  day: (seconds: number): string => format(seconds, { weekday: 'long', day: 'numeric', month: 'long' }),
  /** @param seconds Unix seconds. */
  hour: (seconds: number): string => format(seconds, { hour: '2-digit', minute: '2-digit' }),
  code: (code: string): string => `For support: ${code}`,
  tryAgain: 'Try again',
  cancel: 'Stop here',

  home: {
    heading: 'Prove your age without saying who you are',
    lead:
      'This is a wallet. It lives in your browser, behind a passkey. You prove your age once; afterwards sites learn ' +
      'that you are over 18, and nothing else.',
    open: 'Open my wallet',
    who: 'Who learns what',
    site: 'The site you visit: that you are over 18. Not who you are, nor who checked your age.',
    attester: 'The age checker: that you are over 18, once. Never which sites you visit.',
    issuer: 'The issuer, which signs your visits: that somebody drew some. Not who, nor for which site.',
    host: 'The server of these pages: that a browser loaded them. Nothing of what you do with them.',
  },

  steps: { label: 'Steps', prove: 'Prove', protect: 'Protect', comeBack: 'Come back' },

  begin: {
    heading: 'Prove your age, once',
    lead: 'Three steps, in this tab. Have at hand the phone that holds your proof of age.',
    prove: 'Show a proof of age from your phone.',
    proveLearns: (attester: string): string =>
      `${attester} sees that you are over 18. It keeps “over 18”, a date and a sealed fingerprint of the proof. ` +
      'No name, no date of birth, no site.',
    protect: 'Make a passkey: your fingerprint, your face or the PIN of this device.',
    protectLearns: (attester: string): string =>
      `${attester} gets the public half of the passkey. Your fingerprint, face and PIN never leave the device.`,
    comeBack: 'Get 30 visits for each open week, and go back to the site.',
    comeBackLearns: 'The issuer signs them without seeing them. A site will see one, and cannot tell whose it is.',
    learns: 'Who learns what',
    chooseAttester: 'Who shall check your age?',
    start: 'Begin',
    havePasskey: 'I have a passkey of this wallet already',
  },

  prove: {
    heading: 'Show your proof of age',
    here: 'The proof is on this device',
    open: 'Open my age app',
    openSimulated: 'Open the simulated phone',
    elsewhere: 'The proof is on another phone',
    scan: 'Scan this with it.',
    qr: 'QR code of the request for a proof of age',
    learns: (attester: string): string =>
      `Your phone tells ${attester} that you are over 18. ${attester} does not learn which site this is for.`,
    until: (hour: string): string => `Good until ${hour}.`,
    waiting: 'Waiting for your phone. This page goes on by itself.',
    unreachable: (attester: string): string => `${attester} does not answer at the moment. Trying again.`,
  },

  refused: {
    heading: 'This proof did not show the age',
    meaning:
      'It may have expired, come from an issuer that is not on the list, or not hold this answer. It says nothing ' +
      'else about you, and nothing was kept.',
    next: 'Try again, or use another proof of age.',
    reference: (reference: string): string => `If you write to the age checker, quote: ${reference}`,
    other: 'Use another age checker',
  },

  protect: {
    heading: 'Protect it with a passkey',
    lead:
      'Your age is proved. Now your device asks for your fingerprint, your face or its PIN. From then on only that ' +
      'opens the wallet.',
    learns: (attester: string): string => `${attester} gets the public half, and links it to “over 18”. No name.`,
    make: 'Make my passkey',
    declined: 'No passkey was made. Nothing is lost: try again when you are ready.',
  },

  keepTokens: {
    heading: 'First, the passkey you have',
    lead: (visits: string): string =>
      `It opens what this wallet still holds: ${visits}. The new passkey then opens it too.`,
    leadWithout: 'It opens what this wallet still keeps. The new passkey then opens it too.',
    use: 'Use my passkey',
    lost: 'I no longer have it',
    lostMeans: 'Without it nobody can open them. They are deleted and the wallet begins afresh.',
    declined: 'The passkey did not open the wallet. Try again, or begin afresh.',
  },

  noPrf: {
    heading: 'This passkey cannot protect the wallet',
    meaning:
      'The wallet needs a secret from the passkey, to lock what it keeps. This one gives none. Nothing was kept with it.',
    next: 'Try another: the one of your phone, of your password manager, or a recent security key.',
    other: 'Use another passkey',
  },

  topUp: {
    heading: 'Fetching your visits',
    lead: 'Your passkey is asked to agree to exactly these sealed requests, and no others.',
    learns: (attester: string): string =>
      `${attester} learns that you draw visits, not which. The issuer signs them sealed, without learning whose they are.`,
    preparing: 'Sealing the requests…',
    unlocking: 'Your passkey opens what a former attempt left.',
    agreeing: 'Now your passkey.',
    granting: 'The age checker agrees…',
    signing: 'The issuer signs…',
    declinedHeading: 'Not yet fetched',
    declined: 'The passkey did not agree, so nothing was asked for.',
    busy: 'Another tab of this wallet is fetching visits. Wait for it, then look here again.',
    failedHeading: 'The visits are not here yet',
    partlyHeading: 'Some visits are here',
    goOn: (visits: string): string => `Go on with ${visits}`,
    kept: 'What was asked for is kept. Trying again asks for the same, and costs nothing more.',
    proveAgain: 'Prove my age again',
    toWallet: 'To my wallet',
  },

  stock: {
    heading: 'Your visits',
    empty: 'There are no visits here.',
    thisWeek: 'This week',
    nextWeek: 'Next week',
    lastWeek: 'Last week, used when this week’s are gone',
    forAge: (age: number): string => `Over ${age}`,
    lapse: 'A site takes one per visit. Those that are left when their week is over lapse.',
    topUp: 'Fetch visits',
    topUpFrom: (attester: string): string => `Fetch visits through ${attester}`,
    resume: 'Finish fetching',
    interrupted: 'Fetching visits was interrupted. It can be finished, and costs nothing more.',
    nothingToDo: (day: string): string => `Nothing to do before ${day}.`,
    swept: 'Something in this wallet had been changed from outside. It was deleted; it could not have been used.',
    proveAgain: 'Prove my age again',
  },

  done: {
    heading: 'Ready',
    lead: 'Close this tab and go back to the tab of the site.',
    here: (visits: string): string => `This wallet holds ${visits}.`,
    wait: 'If you can, wait an hour before the first visit. The longer you wait, the deeper you are in the crowd.',
  },

  present: {
    wants: (age: number): string => `wants to know whether you are over ${age}`,
    willKnow: 'The site will know',
    knowsAge: (age: number): string => `That you are over ${age}.`,
    willNotKnow: 'The site will not know',
    notWho: 'Who you are.',
    notHow: 'How you proved your age, when, or to whom.',
    notElse: 'Which other sites you visit. Nobody else learns that you are here.',
    costs: (left: string): string => `It takes one visit. You have ${left} for now.`,
    yes: 'Yes, with my passkey',
    refuse: 'Refuse',
    clock:
      'The clocks of this device and of the site differ. If you have just come from the site, go on. Else go back to ' +
      'it and begin again: an old request would cost you a visit for nothing.',
    declined: 'The passkey did not agree. Nothing was sent.',
    spoiled:
      'One visit in this wallet had been changed from outside. It was deleted. Nothing was sent; you can try again.',

    freshHeading: 'Your visits are very new',
    fresh: 'The longer you wait, the deeper you are in the crowd.',
    freshMeans: (hour: string): string =>
      'Used at once, the time could hint at who you are, if the issuer and the site worked together. ' +
      `From ${hour} on it says little.`,
    later: 'Later',
    now: 'Now all the same',
    laterHeading: 'Later, then',
    laterMeans: (hour: string): string => `Nothing was sent. Go back to the site after ${hour}.`,

    emptyHeading: 'There is no visit in this wallet',
    empty: 'Prove your age or fetch visits in a new tab. This page waits, and says when there is something to use.',
    emptyOther: (age: number): string => `This wallet holds no visit for the age of ${age} that the site asks for.`,
    emptySoon: (day: string, hour: string): string => `The visits in this wallet are good from ${day}, ${hour}.`,
    emptyLearns: 'The new tab does not learn which site you come from.',
    openWallet: 'Open my wallet in a new tab',

    lockedHeading: 'This passkey does not open this wallet',
    locked: 'The wallet was made with another passkey, or changed from outside. Nothing was sent.',

    sentHeading: 'Sent',
    sent: 'The site takes over. If nothing happens, go back to it.',
    refusedHeading: 'Nothing was sent',
    refused: 'The site learns nothing from this wallet. You can close this page.',
    overHeading: 'Nothing more to do here',
    over: 'A request is used once. To try again, go back to the site.',
    lateHeading: 'This request is too old',
    late: 'Nothing was sent. Go back to the site and begin again.',

    noneHeading: 'No site is asking',
    none: 'A site that needs your age leads you here. Then this page names it, and asks you.',
    toWallet: 'To my wallet',
    malformedHeading: 'This request is not one to answer',
    malformed: 'It is damaged, or was not made for this wallet. Nothing was sent. Go back to the site and begin again.',
    issuerHeading: 'This site relies on another issuer',
    issuer: 'This wallet has no visits from there. Nothing was sent.',
  },

  fault: {
    heading: 'Something went wrong',
    storage: 'This browser keeps nothing for this page, as in some private windows. Use an ordinary window.',
    passkeys: 'This browser has no passkeys. Use a current one, on a device with a screen lock.',
  },

  /** Refusals that a person can do something about; `other` for the rest. */
  errors: {
    ERR_NOT_READY: 'A server does not answer. Check your connection and try again.',
    ERR_EVIDENCE_SESSION: 'The time for this step is over. Begin again.',
    ERR_AGE_NOT_SHOWN: 'The age checker has no proof for you any more. Prove your age again.',
    ERR_ACCOUNT: 'The age checker does not know this passkey. Prove your age again.',
    ERR_ASSERTION: 'The age checker does not know this passkey. Prove your age again.',
    ERR_QUOTA_EXCEEDED: 'All visits of this week have been drawn, here or on another device.',
    ERR_RATE_LIMITED: 'Too many attempts. Wait a minute and try again.',
    ERR_SLOT: 'There are no keys for this week. Check that the date of this device is right.',
    ERR_RECORD: 'This passkey does not open this wallet.',
    ERR_RESPONSE_SIGNATURE: 'A server’s answer was not genuine. Nothing of it was kept.',
    other: 'That did not work. Try again a little later.',
  },
};

/** Every sentence of the wallet. English sets the names; a language that lacks one does not compile. */
export type Text = typeof en;

function format(seconds: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(seconds * 1000);
}
