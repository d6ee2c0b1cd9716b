import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import { beginScreen } from '@bauta/services/wallet/pages/begin-screen';
import { failureScreen, faultScreen } from '@bauta/services/wallet/pages/failure-screen';
import { askToWait } from '@bauta/services/wallet/pages/pause-screen';
import { endScreen, laterScreen, refusedScreen } from '@bauta/services/wallet/pages/present-ends';
import { chooseAttesterScreen, onlineScreen } from '@bauta/services/wallet/pages/present-online-screens';
import { doneScreen, noRequestScreen, offerScreen } from '@bauta/services/wallet/pages/present-screens';
import { keepTokensScreen, noPrfScreen, protectScreen } from '@bauta/services/wallet/pages/protect-screens';
import { evidenceRefusedScreen, proveScreen } from '@bauta/services/wallet/pages/prove-screen';
import type { Stage } from '@bauta/services/wallet/pages/stage';
import { stockScreen } from '@bauta/services/wallet/pages/stock-screen';
import { notToppedUpScreen, toppingUpScreen, topUpFailedScreen } from '@bauta/services/wallet/pages/top-up-screens';

const NOON = Date.UTC(2026, 10, 18, 12) / 1000;
const LABEL = 'Contrôle d’âge Exemple';
const ATTESTER = { name: 'attester.example', label: LABEL };
const OTHER = { name: 'other.example', label: 'Another age checker' };
const SESSION = { session: 'c'.repeat(43), request: `av://authorize?${'q'.repeat(400)}`, expires: NOON + 300 };
const REQUEST = {
  redeem: 'https://site.example/_age/redeem',
  origin: 'https://site.example',
  issuer: 'issuer.example',
  threshold: 18,
} as ReadPresentRequest;
const LONG = {
  ...REQUEST,
  origin: 'https://a-very-long-name-of-a-site.and-its-subdomain.of-some-length.example:8443',
} as ReadPresentRequest;
const UNICODE = { ...REQUEST, origin: 'https://xn--mnchen-3ya.example' } as ReadPresentRequest;
const asking = (request = REQUEST, more = {}) => ({
  request,
  clockDiffers: false,
  notice: undefined,
  attesters: [ATTESTER],
  canHelp: false,
  isOnline: false,
  ...more,
});
const count = (thisWeek: number, more = {}) => ({
  weeks: [
    { week: 'this', threshold: 18, count: thisWeek },
    { week: 'next', threshold: 18, count: 30 },
  ] as const,
  total: thisWeek + 30,
  isInterrupted: false,
  canFetch: false,
  nextFetch: NOON + 5 * 86_400,
  ...more,
});

/** Every state of the wallet's pages: a new screen is a new row (`screens.test.ts` misses none). */
export const WALLET_STATES: Readonly<Record<string, (stage: Stage) => unknown>> = {
  begin: (stage) => stage.ask(beginScreen([ATTESTER])),
  'begin-choice': (stage) => stage.ask(beginScreen([ATTESTER, OTHER])),
  prove: (stage) => stage.ask(proveScreen(SESSION, LABEL, 'https://phone.example')),
  'prove-waiting': (stage) => {
    stage.ask(proveScreen(SESSION, LABEL, undefined));
    stage.say(({ prove }) => prove.waiting);
  },
  'prove-refused': (stage) => stage.ask(evidenceRefusedScreen('Zm9vYmFy', false)),
  'prove-refused-others': (stage) => stage.ask(evidenceRefusedScreen('Zm9vYmFy', true)),
  protect: (stage) => stage.ask(protectScreen(LABEL, false)),
  'protect-declined': (stage) => stage.ask(protectScreen(LABEL, true)),
  'protect-keep': (stage) => stage.ask(keepTokensScreen(42, true)),
  'protect-no-prf': (stage) => stage.ask(noPrfScreen()),
  'top-up': (stage) => {
    stage.show(toppingUpScreen(LABEL));
    stage.say(({ topUp }) => topUp.signing);
  },
  'top-up-declined': (stage) => stage.ask(notToppedUpScreen('declined')),
  'top-up-busy': (stage) => stage.ask(notToppedUpScreen('busy')),
  'top-up-failed': (stage) => stage.ask(topUpFailedScreen('ERR_NOT_READY', true, 0)),
  'top-up-account-gone': (stage) => stage.ask(topUpFailedScreen('ERR_ACCOUNT', false, 0)),
  'top-up-partly': (stage) => stage.ask(topUpFailedScreen('ERR_QUOTA_EXCEEDED', false, 30)),
  stock: (stage) => stage.ask(stockScreen({ count: count(12), attesters: [ATTESTER], wasSwept: false })),
  'stock-due': (stage) =>
    stage.ask(stockScreen({ count: count(3, { canFetch: true }), attesters: [ATTESTER, OTHER], wasSwept: true })),
  'stock-interrupted': (stage) =>
    stage.ask(stockScreen({ count: count(0, { isInterrupted: true }), attesters: [ATTESTER], wasSwept: false })),
  done: (stage) => stage.show(doneScreen(60)),
  'present-ready': (stage) => stage.ask(offerScreen({ kind: 'ready', left: 29 }, asking())),
  'present-warned': (stage) =>
    stage.ask(offerScreen({ kind: 'ready', left: 1 }, asking(LONG, { clockDiffers: true, notice: 'declined' }))),
  'present-fresh': (stage) => stage.ask(offerScreen({ kind: 'fresh', restedAt: NOON + 3600 }, asking())),
  'present-empty': (stage) => stage.ask(offerScreen({ kind: 'empty', hasOtherAges: false }, asking())),
  'present-other-ages': (stage) => stage.ask(offerScreen({ kind: 'empty', hasOtherAges: true }, asking())),
  'present-soon': (stage) => stage.ask(offerScreen({ kind: 'soon', from: NOON + 86_400 }, asking())),
  'present-later': (stage) => stage.show(laterScreen(NOON + 3600)),
  'present-sent': (stage) => stage.show(endScreen('sent')),
  'present-refused': (stage) => stage.show(endScreen('refused')),
  'present-over': (stage) => stage.show(endScreen('over')),
  'present-late': (stage) => stage.show(endScreen('late')),
  'present-locked': (stage) => stage.show(endScreen('locked')),
  'present-malformed': (stage) => stage.show(refusedScreen({ kind: 'refused', why: 'malformed', part: 'members' })),
  'present-other-version': (stage) => stage.show(refusedScreen({ kind: 'refused', why: 'other-version', part: 'v' })),
  'present-not-https': (stage) => stage.show(refusedScreen({ kind: 'refused', why: 'not-https', part: 'scheme' })),
  'present-other-address': (stage) =>
    stage.show(refusedScreen({ kind: 'refused', why: 'other-address', part: 'redeem' })),
  'present-other-issuer': (stage) =>
    stage.show(refusedScreen({ kind: 'refused', why: 'other-issuer', part: 'issuer' })),
  'present-unicode': (stage) => stage.ask(offerScreen({ kind: 'ready', left: 29 }, asking(UNICODE))),
  'present-wait': (stage) => askToWait(stage, REQUEST, { resume: NOON + 47, now: () => NOON }),
  'present-waited': (stage) => askToWait(stage, REQUEST, { resume: NOON, now: () => NOON }),
  'present-other-passkey': (stage) =>
    stage.ask(offerScreen({ kind: 'ready', left: 29 }, asking(REQUEST, { canHelp: true }))),
  'present-needs-attester': (stage) => stage.ask(onlineScreen(asking())),
  'present-online': (stage) => stage.ask(offerScreen({ kind: 'ready', left: 29 }, asking(REQUEST, { isOnline: true }))),
  'present-online-failed': (stage) =>
    stage.ask(
      offerScreen({ kind: 'ready', left: 29 }, asking(REQUEST, { isOnline: true, notice: { code: 'ERR_NOT_READY' } })),
    ),
  'present-which-attester': (stage) => stage.ask(chooseAttesterScreen([ATTESTER, OTHER])),
  'present-nobody-asks': (stage) => stage.show(noRequestScreen),
  failure: (stage) => stage.ask(failureScreen('ERR_RATE_LIMITED')),
  fault: (stage) => stage.show(faultScreen(({ fault }) => fault.storage)),
};
