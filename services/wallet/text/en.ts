const LOCALE = 'en-GB';

const NOT_EVERYONES =
  'It could not be shown that everyone gets these keys, so nothing was asked for under them; the visits you have still ' +
  'work: try again later, and tell your age checker if it stays so.';

/** Every sentence of the wallet in English. The other languages have the same names. */
export const en = {
  name: 'English',
  languages: 'Language',

  visits: (count: number): string => `${count}\u00a0${count === 1 ? 'visit' : 'visits'}`,
  /** @param seconds Unix seconds. */
  day: (seconds: number): string => format(seconds, { weekday: 'long', day: 'numeric', month: 'long' }),
  /** @param seconds Unix seconds. */
  hour: (seconds: number): string => format(seconds, { hour: '2-digit', minute: '2-digit' }),
  names: (names: readonly string[]): string => new Intl.ListFormat(LOCALE, { type: 'disjunction' }).format(names),
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
    lead: 'Three steps, in this browser. Have at hand what shows your age: an app on your phone, or another way of your choice.',
    prove: 'Show a proof of age.',
    proveLearns: (attester: string): string =>
      `${attester} sees that you are over 18. What else it keeps is said beside each way of proving it.`,
    protect: 'Make a passkey: your fingerprint, your face or the PIN of this device.',
    protectLearns: (attester: string): string =>
      `${attester} gets the public half of the passkey. Your fingerprint, face and PIN never leave the device.`,
    comeBack: 'Get 30 visits for each open week, and go back to the site.',
    comeBackLearns: 'The issuer signs them without seeing them. A site will see one, and cannot tell whose it is.',
    learns: 'Who learns what',
    chooseAttester: 'Who shall check your age?',
    start: 'Begin',
    havePasskey: 'I have a passkey of this wallet already',
    rights: 'See or delete what an age checker keeps of me',
    whichAttester: 'Which age checker?',
  },

  /** Ways of showing one's age: each has its section, and a row in `methods.ts`. */
  methods: {
    heading: 'How do you want to prove your age?',
    choose: (label: string): string => `Go on with: ${label}`,
    euWallet: {
      label: 'Age app',
      does: 'Show a proof of age from the European age app on your phone.',
      learns: (attester: string): string =>
        `${attester} sees that you are over 18. It keeps “over 18”, a date and a sealed fingerprint of the proof. ` +
        'No name, no date of birth, no site.',
      waiting: 'Waiting for your phone. This page goes on by itself.',
    },
    eudiWallet: {
      label: 'European identity wallet',
      does: 'Show a proof of age from the identity wallet of your country.',
      learns: (attester: string): string =>
        `${attester} sees that you are over 18. It keeps “over 18”, a date and a sealed fingerprint of the proof. ` +
        'Your wallet shows you what is asked before you share it. No site is named to it.',
      waiting: 'Waiting for your wallet app. This page goes on by itself.',
    },
    provider: {
      does: (name: string): string => `Log in at ${name}, which knows your age already.`,
      learns: (name: string, attester: string): string =>
        `${name} learns that ${attester} asks for your age, and no site. ${attester} sees the age it is told, ` +
        'keeps “over 18”, a date and a sealed fingerprint of the account, and forgets the rest at once.',
      waiting: (name: string): string => `Waiting for ${name}.`,
    },
    page: {
      does: (name: string): string => `${name} opens in this tab, and says what it needs.`,
      learns: (name: string, attester: string): string =>
        `${name} learns what you show it, and that ${attester} asks for your age, and no site. ${attester} ` +
        'keeps “over 18”, a date and a sealed fingerprint of what you showed, and forgets the rest at once.',
    },
  },

  prove: {
    heading: 'Show your proof of age',
    here: 'The proof is on this device',
    open: 'Open my app',
    didNotOpen: 'Nothing opened?',
    openAs: (scheme: string): string => `Try it as ${scheme}`,
    openSimulated: 'Open the simulated phone',
    openSimulatedHere: 'Open the simulated app on this device',
    browser: {
      heading: 'Ask through this browser',
      does: 'The browser shows which of your apps can answer.',
      ask: 'Ask my browser',
      asking: 'Your browser is asking. Choose the app there.',
      patience: 'No app has answered yet. You can wait, or use one of the ways below.',
      ends: {
        answered: 'An app has answered. This page goes on by itself.',
        declined: 'Nothing was shared. You can ask again, or use one of the ways below.',
        silent: 'No app answered. Use one of the ways below.',
      },
    },
    provider: {
      heading: (name: string): string => `Go on at ${name}`,
      learns: (name: string, attester: string): string =>
        `${name} opens in this tab, and brings you back. It tells ${attester} your age, and does not learn which site this is for.`,
      go: (name: string): string => `Go to ${name}`,
    },
    moved: {
      heading: 'It goes on in another tab',
      where: 'Your app opened the wallet again. Go on there; this tab can be closed.',
      back: 'Back to the wallet here',
    },
    elsewhereAsked: {
      heading: 'Go back to where you began',
      what:
        'This browser did not ask for the proof that was just shown, or its time is over. Go back to the browser and ' +
        'the tab where you began. What was shown there counts only there.',
      begin: 'Begin here instead',
    },
    elsewhere: 'The proof is on another phone',
    scan: 'Scan this with it.',
    qr: 'QR code of the request for a proof of age',
    learns: (attester: string): string =>
      `Your phone tells ${attester} that you are over 18. ${attester} does not learn which site this is for.`,
    until: (hour: string): string => `Good until ${hour}.`,
    left: (minutes: number): string =>
      minutes < 2 ? 'Less than a minute left.' : `Less than ${minutes} minutes left.`,
    asking: (attester: string): string => `Asking ${attester}…`,
    unreachable: (attester: string): string => `${attester} does not answer at the moment. Trying again.`,
  },

  refused: {
    heading: 'This proof did not show the age',
    meaning:
      'It may not have been shared, have expired, come from an issuer that is not on the list, or not hold this answer. ' +
      'It says nothing else about you, and nothing was kept.',
    next: 'Try again, or use another proof of age.',
    reference: (attester: string, reference: string): string =>
      `If you think this is wrong, write to ${attester} and quote ${reference}. It leads to no proof and no person.`,
    appeal: (attester: string, reference: string): string =>
      `If you think this is wrong, ${attester} looks at it again. Quote ${reference}: it leads to no proof and no person.`,
    write: (attester: string): string => `Write to ${attester}`,
    other: 'Use another age checker',
    otherMethod: 'Prove it another way',
  },

  protect: {
    heading: 'Protect it with a passkey',
    lead:
      'Your age is proved. Now your device asks for your fingerprint, your face or its PIN. From then on only that ' +
      'opens the wallet.',
    learns: (attester: string): string => `${attester} gets the public half, and links it to “over 18”. No name.`,
    make: 'Make my passkey',
    making: 'Now your device asks you.',
    filing: (attester: string): string => `${attester} takes the public half…`,
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
    thisOne: 'I have only this one',
    onlineHeading: 'What it costs to use this passkey',
    cost: (attester: string): string =>
      `Each time you open a site, ${attester} will see that you open one, at that time. It will not see which.`,
    half: (attester: string): string =>
      `Half of the key to your wallet then lies with ${attester}, and is asked for at each visit. ` +
      'A passkey that keeps a secret needs nobody: you can add one later.',
    use: (attester: string): string => `Use this one: ${attester} may see when I open a site`,
    shareHeading: 'Once more, the same passkey',
    share: (attester: string): string => `With it ${attester} gives out its half of the key, and the wallet is locked.`,
    shareGo: 'Use my passkey',
    shareDeclined: 'The passkey did not agree. Your age is proved and the account is made: only this is left.',
  },

  /** What is kept, and what its owner can do about it. */
  rights: {
    heading: 'What is kept of you',
    opening: (attester: string): string => `Your passkey is asked, so that ${attester} shows it to nobody but you.`,
    openingLearns: (attester: string): string => `${attester} learns that you looked. Nobody else does.`,
    closedHeading: 'It was not shown',
    declined: 'The passkey did not agree, so nothing was asked for.',
    noneHeading: 'Nothing is kept for this passkey',
    none: (attester: string): string => `${attester} has no account for it, or not any more.`,
    toWallet: 'To my wallet',
    look: (attester: string): string => `See what ${attester} keeps now`,
    /** @param seconds Unix seconds. */
    date: (seconds: number): string => format(seconds, { day: 'numeric', month: 'long', year: 'numeric' }),

    holds: (attester: string): string => `${attester} keeps`,
    ages: 'Age proved',
    agesMean: 'All that it knows of you. No name, no date of birth.',
    expires: 'Good until',
    expiresMeans: 'Then the account is deleted by itself.',
    passkeys: 'Passkeys',
    passkeysMean: 'Their public halves, and the counter each device last gave. Many devices always give 0.',
    passkey: (id: string, counter: number, isHere: boolean): string =>
      `${id} · ${counter}${isHere ? ' · opens this wallet' : ''}`,
    drawn: (day: string): string => `Drawn for the week of ${day}`,
    drawnMeans: 'Batches of 30 visits: counted, so that nobody draws more than others. Deleted when the week is past.',
    drawnOf: (drawn: number, of: number): string => `${drawn} of ${of}`,
    fingerprint: (attester: string): string =>
      `Besides, ${attester} keeps a sealed fingerprint of your proof, if the proof allows one. By it the same proof ` +
      'finds this account again. Nobody can read the proof from it.',
    browserHolds: 'This browser keeps',
    visits: 'Visits',
    visitsOf: (day: string): string => `Visits for the week of ${day}`,
    noSites: 'No list of sites, here or there: nobody keeps which sites you open.',

    saveTitle: 'Take it with you',
    saveMeans: 'All of the above as one JSON file. It opens nothing: there is no key in it.',
    save: 'Save as a file',

    lostTitle: 'If you lose every device',
    lostKnown:
      'Prove your age again with the same proof: it finds your account, with what was drawn still counted. The new ' +
      'passkey takes the place of the lost ones. Visits on the lost devices are lost.',
    lostOther: 'Another proof makes a new account with visits of its own, because nobody stores who you are.',

    add: {
      heading: 'A second passkey',
      offerMeans:
        'On another device or key, in case you lose this one. It brings no more visits: they are the account’s.',
      offer: 'Add a passkey',
      lead: 'First the new one is made, on the device or key that shall hold it. Then one that you have confirms it.',
      learns: (attester: string): string => `${attester} gets the public half of it, and links it to your account.`,
      quota: 'There are no more visits for it: they are counted for the account.',
      make: 'Make the new passkey',
      making: 'Choose where the new passkey shall live.',
      again: 'Once more, the new passkey.',
      confirming: 'Now confirm with a passkey that you have.',
      declined: 'No passkey was added: it was stopped, or that device holds one of this wallet already.',
      locked: 'No passkey was added: the one that confirmed does not open this wallet.',
      full: 'No passkey was added: your account has five, and no more are allowed.',
      leftOver: 'If your device kept a passkey from this attempt, delete it there: it opens nothing.',
      doneHeading: 'The passkey is added',
      done: 'Both open this wallet, and both draw visits from your account.',
    },

    deleteTitle: 'Delete',
    deleteAccount: {
      offer: (attester: string): string => `Delete my account with ${attester}`,
      heading: (attester: string): string => `Delete your account with ${attester}?`,
      goesTitle: 'Deleted at once',
      goesPasskeys: 'The public halves of all its passkeys.',
      goesAges: 'That your age was proved, and until when.',
      staysTitle: 'Kept for a while',
      staysFingerprint: (date: string): string =>
        `A sealed fingerprint of your proof, until that proof expires (${date} for the last one shown).`,
      staysCounts: 'How many batches were drawn, until their week is past.',
      why: 'Else deleting would be a way to draw twice. Neither names anybody.',
      leaves: (visits: string): string => `The wallet in this browser stays as it is, with ${visits}.`,
      locks: (visits: string): string =>
        `Your passkey needs the age checker’s half of the key. Without the account nobody opens this wallet: ${visits} ` +
        'will be lost.',
      confirm: (attester: string): string => `Delete the account: ${attester} forgets my passkeys and my age`,
      keep: 'Keep it',
      confirming: 'Now your passkey.',
      declined: 'The passkey did not agree. Nothing was deleted.',
      doneHeading: 'The account is deleted',
      done: (attester: string): string => `${attester} has forgotten your passkeys and that you proved your age.`,
      left: (visits: string): string => `This browser still holds ${visits}. They can be used as before.`,
      locked: (visits: string): string => `${visits} in this browser cannot be opened any more.`,
      again: 'The same proof can make the account anew; what was drawn stays counted.',
    },
    deleteWallet: {
      offer: 'Delete the wallet in this browser',
      heading: 'Delete the wallet in this browser?',
      goesTitle: 'Deleted at once, in every tab',
      goesVisits: (visits: string): string => `${visits}: for good. Nobody can bring them back.`,
      goesRest: 'What opens the wallet, and what was under way.',
      goesLanguage:
        'The language you chose, that there was a wallet, and which state of the log of keys was seen last.',
      staysTitle: 'Not deleted by this',
      staysPasskey: 'The passkey: it belongs to your device. How to delete it is said afterwards.',
      staysAccount: 'Your account with the age checker. To delete it too, do that first, while you have the passkey.',
      staysHistory: 'The browser’s history and cache, which may name these pages.',
      confirm: (visits: string): string => `Delete the wallet and the ${visits} in it, for good`,
      confirmEmpty: 'Delete the wallet for good',
      keep: 'Keep it',
      doneHeading: 'The wallet is deleted',
      done: 'This browser keeps nothing of it.',
      passkeyTitle: 'The passkey is left',
      passkey: (host: string): string =>
        `Open the passwords and passkeys of your device or password manager, look for “${host}”, and delete “Bauta”.`,
      otherDevices: 'Wallets in other browsers and on other devices stay as they are.',
      toStart: 'To the start',
    },
  },

  topUp: {
    heading: 'Fetching your visits',
    lead: 'Your passkey is asked to agree to exactly these sealed requests, and no others.',
    learns: (attester: string): string =>
      `${attester} learns that you draw visits, not which. The issuer signs them sealed, without learning whose they are.`,
    preparing: 'Sealing the requests…',
    unlocking: 'First your passkey opens the wallet.',
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
    rights: 'See or delete what is kept',
    until: (visits: string, day: string): string => `${visits} for this week, until ${day}.`,
    more: 'Fetch 30 more for this week',
    moreNumbered: (batch: number, of: number): string => `Fetch 30 more for this week (batch ${batch} of ${of})`,
    moreCosts: (of: number): string =>
      `An account has ${of} batches a week. The age checker and the issuer learn that one more is drawn, not what for.`,
    swept: 'Something in this wallet had been changed from outside. It was deleted; it could not have been used.',
    proveAgain: 'Prove my age again',
  },

  /** For whoever wants to know how the keys are checked. */
  keyCheck: {
    independent: 'Key check: independent',
    notIndependent: 'Key check: not independent',
    log: (witnesses: number): string =>
      'Whenever visits are fetched, the keys are compared with a public log of which ' +
      `${witnesses} ${witnesses === 1 ? 'witness' : 'witnesses'} at least must have seen the same as this wallet;`,
    enough: 'at least two of them are run by others than the log is.',
    tooFew: 'fewer than two of them are sure to be run by others than the log is.',
    last: (day: string, hour: string): string => `Last check: ${day}, ${hour}.`,
  },

  reminder: {
    offer: 'Put a weekly reminder into my calendar',
    neutral:
      'A file for your calendar, for Sundays. It says “Bauta” and nothing of what for. This wallet never fetches by itself.',
  },

  storage: {
    may: 'This browser may delete the wallet when space runs short.',
    ask: 'Ask it to keep the wallet',
    refused: 'The browser did not agree. It may do so later, when you have used this wallet for a while.',
    agreed: 'This browser keeps the wallet until you delete it.',
    removedHeading: 'The wallet is no longer here',
    removed: 'There was a wallet in this browser. The browser, or someone who uses it, deleted what it kept.',
    lost: 'The visits it held are gone. Nobody can use them, not even with your passkey.',
    account:
      'Your account at the age checker is untouched: sign in with your passkey, and fetch what this week still allows.',
    usePasskey: 'Sign in with my passkey',
    proveAgain: 'My passkey is gone too',
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
    written: (ascii: string): string => `In plain letters: ${ascii}`,
    declined: 'The passkey did not agree. Nothing was sent.',
    declinedElsewhere:
      'A wallet that was copied from another browser or device opens nowhere but there. If so, prove your age here anew.',
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
    emptyOtherNext: (age: number): string =>
      `It does not know whether you ever proved ${age}: that can be seen, or done, in the new tab.`,
    emptyLearns: 'The new tab does not learn which site you come from.',
    openWallet: 'Open my wallet in a new tab',

    lockedHeading: 'This passkey does not open this wallet',
    locked: 'The wallet was made with another passkey, or changed from outside. Nothing was sent.',
    lockedNext: 'Go back to the site and try the other passkey, or prove your age anew in your wallet.',

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
    issuerNext: 'Go back to the site: it may name the wallet that it works with, or another way.',
    versionHeading: 'This request is for another version of the wallet',
    version: 'Nothing was sent. Open your wallet once, so that it is brought up to date; then begin again at the site.',
    schemeHeading: 'This site is not protected',
    scheme: 'Others could read on the way what is sent to it. Nothing was sent. Look for the site under https.',
    addressHeading: 'It is not clear where the answer would go',
    address:
      'The address in the request is not written plainly. Nothing was sent. Go back to the site and begin again.',
  },

  /** A second visit to one site within ten minutes. */
  pause: {
    heading: 'A visit went to this site a moment ago',
    why:
      'If the site asks again and again, something is wrong there: each time costs a visit, and visits close together ' +
      'are easily told to be one person’s.',
    nothing: 'Nothing has been taken for this request yet. You can let it be at any time.',
    left: (seconds: number): string => `${seconds} ${seconds === 1 ? 'second' : 'seconds'} to wait.`,
    over: 'The wait is over. Go on if you want to.',
    goOn: 'Go on, and use another visit',
  },

  /** A passkey that has no secret of its own, at a site. */
  online: {
    heading: 'Your passkey needs your age checker',
    costs: (attester: string): string => `If you go on, ${attester} will see that you open a site now, not which one.`,
    why: 'A passkey that keeps a secret for the wallet would need nobody. You can add one in your wallet at any time.',
    goOn: 'Go on',
    useOther: 'Use a passkey that needs the age checker',
    chooseHeading: 'Which age checker is the passkey from?',
    choose: 'Only that one is asked.',
    attesterKnows: (attester: string): string => `What ${attester} will know`,
    knowsThat: 'That you open a site now.',
    notWhere: 'Not which site, and not which visit it takes.',
    notElse: 'Which other sites you visit.',
    nothingTaken: 'Nothing was sent, and no visit was taken.',
  },

  /** The way to the panel of the demonstration; its own sentences stand with it. */
  knows: {
    link: 'See who knows what in this demonstration',
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
    ERR_NONCE: 'The time for this step is over. Begin again.',
    ERR_NOT_FOUND: 'The age checker does not offer this.',
    ERR_REGISTRATION: 'The age checker did not take this passkey. Make another.',
    ERR_AGE_NOT_SHOWN: 'The age checker has no proof for you any more. Prove your age again.',
    ERR_ACCOUNT: 'The age checker does not know this passkey. Prove your age again.',
    ERR_ASSERTION: 'The age checker does not know this passkey. Prove your age again.',
    ERR_QUOTA_EXCEEDED: 'All visits of this week have been drawn, here or on another device.',
    ERR_RATE_LIMITED: 'Too many attempts. Wait a minute and try again.',
    ERR_BUSY: 'Very many people ask at this moment. Try again in half a minute.',
    ERR_SLOT: 'There are no keys for this week. Check that the date of this device is right.',
    ERR_RECORD: 'This passkey does not open this wallet.',
    ERR_KEY_MALFORMED: NOT_EVERYONES,
    ERR_LOG_MALFORMED: NOT_EVERYONES,
    ERR_LOG_SIGNATURE: NOT_EVERYONES,
    ERR_LOG_QUORUM: NOT_EVERYONES,
    ERR_LOG_PROOF: NOT_EVERYONES,
    ERR_LOG_STALE:
      'The witnesses last saw the public log of keys more than a day ago, so nothing was asked for; the visits you have ' +
      'still work: check the date of this device, and try again later.',
    ERR_LOG_SLOT:
      'The public log has two keys where there may be one, by which you could be told from others, so nothing was asked ' +
      'for; the visits you have still work: tell your age checker, and try again when it is settled.',
    ERR_LOG_AWAY:
      'The public log of keys does not answer, so nothing was asked for; the visits you have still work: check your ' +
      'connection, and try again later.',
    ERR_BROWSER:
      'This browser is too old to check the keys, so nothing was asked for; the visits you have still work: bring it up ' +
      'to date, and try again.',
    ERR_RESPONSE_SIGNATURE: 'A server’s answer was not genuine. Nothing of it was kept.',
    other: 'That did not work. Try again a little later.',
  },
};

/** Every sentence of the wallet. English sets the names; a language that lacks one does not compile. */
export type Text = typeof en;

function format(seconds: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(seconds * 1000);
}
