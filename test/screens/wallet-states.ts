import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import { appScreen } from '@bauta/services/wallet/pages/enrol/app-screen';
import { beginScreen } from '@bauta/services/wallet/pages/enrol/begin-screen';
import { chooseMethodScreen } from '@bauta/services/wallet/pages/enrol/choose-method-screen';
import { evidenceFailedScreen } from '@bauta/services/wallet/pages/enrol/evidence-failed-screen';
import { evidenceRefusedScreen } from '@bauta/services/wallet/pages/enrol/evidence-refused-screen';
import { methodsOf } from '@bauta/services/wallet/pages/enrol/methods';
import { movedScreen } from '@bauta/services/wallet/pages/enrol/moved-screen';
import { keepTokensScreen, noPrfScreen, protectScreen } from '@bauta/services/wallet/pages/enrol/protect-screens';
import { providerScreen } from '@bauta/services/wallet/pages/enrol/provider-screen';
import { returnedElsewhereScreen } from '@bauta/services/wallet/pages/enrol/returned-elsewhere-screen';
import { chooseAttesterScreen } from '@bauta/services/wallet/pages/frame/choose-attester-screen';
import { failureScreen, faultScreen } from '@bauta/services/wallet/pages/frame/failure-screen';
import type { Question, Screen, Stage } from '@bauta/services/wallet/pages/frame/stage';
import { onlineScreen, shareScreen } from '@bauta/services/wallet/pages/passkey/online-screens';
import type { Offer } from '@bauta/services/wallet/pages/present/offer';
import { askToWait } from '@bauta/services/wallet/pages/present/pause-screen';
import { endScreen, laterScreen, refusedScreen } from '@bauta/services/wallet/pages/present/present-ends';
import { helpScreen, whoseHelpScreen } from '@bauta/services/wallet/pages/present/present-online-screens';
import {
  type Asking,
  doneScreen,
  noRequestScreen,
  offerScreen,
} from '@bauta/services/wallet/pages/present/present-screens';
import { addPasskeyScreen, passkeyAddedScreen } from '@bauta/services/wallet/pages/rights/add-passkey-screens';
import { accountDeletedScreen, deleteAccountScreen } from '@bauta/services/wallet/pages/rights/delete-account-screens';
import { deleteWalletScreen, walletDeletedScreen } from '@bauta/services/wallet/pages/rights/delete-wallet-screens';
import { rightsClosedScreen } from '@bauta/services/wallet/pages/rights/rights-closed-screen';
import { rightsOpeningScreen } from '@bauta/services/wallet/pages/rights/rights-opening-screen';
import { rightsScreen } from '@bauta/services/wallet/pages/rights/rights-screen';
import { removedScreen } from '@bauta/services/wallet/pages/stock/removed-screen';
import type { StockCount } from '@bauta/services/wallet/pages/stock/stock-count';
import { stockScreen } from '@bauta/services/wallet/pages/stock/stock-screen';
import {
  notToppedUpScreen,
  toppingUpScreen,
  topUpFailedScreen,
} from '@bauta/services/wallet/pages/stock/top-up-screens';

const NOON = Date.UTC(2026, 10, 18, 12) / 1000;
const LABEL = 'Contrôle d’âge Exemple';
const ATTESTER = { name: 'attester.example', label: LABEL };
const OTHER = { name: 'other.example', label: 'Another age checker', appeal: 'mailto:appeal@other.example' };
const BOTH = [ATTESTER, OTHER] as const;
const ASKING = {
  session: {
    session: 'c'.repeat(43),
    request: `av://authorize?${'q'.repeat(400)}`,
    here: `av://authorize?${'h'.repeat(400)}`,
    expires: NOON + 300,
  },
  attester: ATTESTER,
  phone: undefined,
  now: () => NOON,
};
const METHODS = methodsOf([
  { name: 'eu-wallet' },
  { name: 'eudi-wallet' },
  { name: 'oidc-bank', label: 'Bank of Example' },
]);
const ALONE = { hasMethods: false, hasAttesters: false };
const MANY = { hasMethods: true, hasAttesters: true };

const requestFrom = (origin: string): ReadPresentRequest => ({
  redeem: `${origin}/_age/redeem`,
  origin,
  issuer: 'issuer.example',
  threshold: 18,
  challenge: 'c',
  siteChallenge: {} as ReadPresentRequest['siteChallenge'],
});
const REQUEST = requestFrom('https://site.example');
const LONG = requestFrom('https://a-very-long-name-of-a-site.and-its-subdomain.of-some-length.example:8443');
const CYRILLIC = requestFrom('https://xn--80ak6aa92e.example');
const ACCENTED = requestFrom('https://xn--caf-dma.example');

const asked = (offer: Offer, more: Partial<Asking> = {}): Question<unknown> =>
  offerScreen(offer, {
    request: REQUEST,
    clockDiffers: false,
    notice: undefined,
    attesters: [],
    canHelp: false,
    isOnline: false,
    ...more,
  });
const READY: Offer = { kind: 'ready', left: 29 };

function count(thisWeek: number, more: Partial<StockCount> = {}): StockCount {
  return {
    weeks: [
      { week: 'this', threshold: 18, count: thisWeek },
      { week: 'next', threshold: 18, count: 30 },
    ],
    total: thisWeek + 30,
    thisWeek,
    isInterrupted: false,
    canFetch: false,
    nextFetch: NOON + 5 * 86_400,
    ...more,
  };
}

const ID = new Uint8Array(32).fill(7);
const HELD = {
  attester: LABEL,
  view: {
    thresholds: [18],
    expires: NOON + 60 * 86_400,
    passkeys: [
      { credentialId: ID, counter: 4 },
      { credentialId: new Uint8Array(32).fill(9), counter: 0 },
    ],
    drawn: [
      { threshold: 18, epoch: '2026-W47' as const, drawn: 1, of: 3 },
      { threshold: 18, epoch: '2026-W48' as const, drawn: 1, of: 3 },
    ],
  },
  visits: [
    { epoch: '2026-W47' as const, threshold: 18, count: 12 },
    { epoch: '2026-W48' as const, threshold: 18, count: 30 },
  ],
  here: [ID],
  hasWallet: true,
};
const DELETION = { attester: LABEL, expires: NOON + 60 * 86_400, visits: 42, locksVisits: false };

type State = (stage: Stage) => unknown;
const show =
  (screen: Screen): State =>
  (stage) =>
    stage.show(screen);
const ask =
  (question: Question<never>): State =>
  (stage) =>
    stage.ask(question);
const asking = (question: unknown): State => ask(question as Question<never>);

/** Every state of the wallet's pages: a new screen is a new row (`screens.test.ts` misses none). */
export const WALLET_STATES: Readonly<Record<string, State>> = {
  begin: asking(beginScreen([ATTESTER])),
  'begin-choice': asking(beginScreen(BOTH)),
  'begin-method': asking(chooseMethodScreen(METHODS, LABEL)),
  'begin-attester': asking(chooseAttesterScreen(BOTH)),
  prove: asking(appScreen(ASKING, ['openid4vp:'])),
  'prove-browser': asking(appScreen({ ...ASKING, askBrowser: async () => 'silent' }, ['openid4vp:'])),
  'prove-simulated': asking(appScreen({ ...ASKING, phone: 'https://phone.example' }, ['openid4vp:'])),
  'prove-provider': asking(
    providerScreen(
      { ...ASKING, session: { session: 'c'.repeat(43), here: 'https://bank.example/authorize', expires: NOON + 300 } },
      'Bank of Example',
    ),
  ),
  'prove-moved': asking(movedScreen),
  'prove-elsewhere': asking(returnedElsewhereScreen),
  'prove-refused': asking(evidenceRefusedScreen('Zm9vYmFy', ATTESTER, ALONE)),
  'prove-refused-ways': asking(evidenceRefusedScreen('Zm9vYmFy', OTHER, MANY)),
  'prove-failed': asking(evidenceFailedScreen('ERR_NOT_READY', MANY)),
  protect: asking(protectScreen(LABEL, false)),
  'protect-declined': asking(protectScreen(LABEL, true)),
  'protect-keep': asking(keepTokensScreen(42, true)),
  'protect-no-prf': asking(noPrfScreen(true)),
  'protect-online': asking(onlineScreen(LABEL)),
  'protect-share': asking(shareScreen(LABEL, true)),
  'top-up': (stage) => {
    stage.show(toppingUpScreen(LABEL));
    stage.say(({ topUp }) => topUp.signing);
  },
  'top-up-declined': asking(notToppedUpScreen('declined')),
  'top-up-busy': asking(notToppedUpScreen('busy')),
  'top-up-failed': asking(topUpFailedScreen('ERR_NOT_READY', true, 0)),
  'top-up-log-proof': asking(topUpFailedScreen('ERR_LOG_PROOF', false, 0)),
  'top-up-account-gone': asking(topUpFailedScreen('ERR_ACCOUNT', false, 0)),
  'top-up-partly': asking(topUpFailedScreen('ERR_QUOTA_EXCEEDED', false, 30)),
  stock: asking(stockScreen({ count: count(12), attesters: [ATTESTER], wasSwept: false, isKept: true })),
  'stock-low': asking(
    stockScreen({
      count: count(2, { more: { epoch: '2026-W47', batch: 2 } }),
      attesters: [ATTESTER],
      wasSwept: false,
      isKept: false,
    }),
  ),
  'stock-due': asking(stockScreen({ count: count(3, { canFetch: true }), attesters: BOTH, wasSwept: true })),
  'stock-interrupted': asking(
    stockScreen({ count: count(0, { isInterrupted: true }), attesters: [ATTESTER], wasSwept: false }),
  ),
  'stock-checked': (stage) => {
    const keyCheck = { independent: false, quorum: 1, last: NOON };
    ask(
      stockScreen({
        count: count(12),
        attesters: [ATTESTER],
        wasSwept: false,
        isKept: true,
        keyCheck,
      }) as Question<never>,
    )(stage);
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  },
  'stock-removed': asking(removedScreen(BOTH)),
  done: show(doneScreen(60, { count: count(30), isKept: false })),
  'rights-opening': show(rightsOpeningScreen(LABEL)),
  rights: asking(rightsScreen(HELD, () => {})),
  'rights-closed': asking(rightsClosedScreen(LABEL, undefined, true)),
  'rights-no-account': asking(rightsClosedScreen(LABEL, 'ERR_ACCOUNT', true)),
  'rights-add': asking(addPasskeyScreen(LABEL, undefined)),
  'rights-add-declined': asking(addPasskeyScreen(LABEL, 'declined')),
  'rights-added': asking(passkeyAddedScreen(LABEL)),
  'rights-delete-account': asking(deleteAccountScreen(DELETION, 'declined')),
  'rights-delete-account-locks': asking(deleteAccountScreen({ ...DELETION, locksVisits: true })),
  'rights-account-deleted': asking(accountDeletedScreen(DELETION, true)),
  'rights-delete-wallet': asking(deleteWalletScreen(42)),
  'rights-wallet-deleted': show(walletDeletedScreen('wallet.example')),
  'present-ready': asking(asked(READY)),
  'present-accented': asking(asked(READY, { request: ACCENTED })),
  'present-lookalike': asking(asked(READY, { request: CYRILLIC })),
  'present-warned': asking(
    asked({ kind: 'ready', left: 1 }, { request: LONG, clockDiffers: true, notice: 'declined' }),
  ),
  'present-helped': asking(asked(READY, { isOnline: true, attesters: [ATTESTER], notice: { code: 'ERR_NOT_READY' } })),
  'present-may-be-helped': asking(asked(READY, { canHelp: true, attesters: [ATTESTER] })),
  'present-fresh': asking(asked({ kind: 'fresh', restedAt: NOON + 3600 })),
  'present-empty': asking(asked({ kind: 'empty', hasOtherAges: false })),
  'present-other-ages': asking(asked({ kind: 'empty', hasOtherAges: true })),
  'present-soon': asking(asked({ kind: 'soon', from: NOON + 86_400 })),
  'present-online': asking(
    helpScreen({
      request: REQUEST,
      clockDiffers: false,
      notice: undefined,
      attesters: [ATTESTER],
      canHelp: true,
      isOnline: false,
    }),
  ),
  'present-online-whose': asking(whoseHelpScreen(BOTH)),
  'present-pause': (stage) => askToWait(stage, REQUEST, { resume: NOON + 42, now: () => NOON }),
  'present-later': show(laterScreen(NOON + 3600)),
  'present-sent': show(endScreen('sent')),
  'present-refused': show(endScreen('refused')),
  'present-over': show(endScreen('over')),
  'present-late': show(endScreen('late')),
  'present-locked': show(endScreen('locked')),
  'present-malformed': show(refusedScreen({ kind: 'refused', why: 'malformed', part: 'encoding' })),
  'present-other-version': show(refusedScreen({ kind: 'refused', why: 'other-version', part: 'v' })),
  'present-not-https': show(refusedScreen({ kind: 'refused', why: 'not-https', part: 'redeem' })),
  'present-other-address': show(refusedScreen({ kind: 'refused', why: 'other-address', part: 'redeem' })),
  'present-other-issuer': show(refusedScreen({ kind: 'refused', why: 'other-issuer', part: 'issuer' })),
  'present-nobody-asks': show(noRequestScreen),
  failure: asking(failureScreen('ERR_RATE_LIMITED')),
  fault: show(faultScreen(({ fault }) => fault.storage)),
};
