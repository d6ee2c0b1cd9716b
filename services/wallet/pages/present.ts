// `/present`: a site asks, the person answers. This page holds a request, mints nothing and contacts nobody.
import { prfSalt } from '@bauta/sdk/client';
import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import { faultScreen } from './failure-screen.ts';
import { handOver } from './hand-over.ts';
import { judgeRequest } from './judge-request.ts';
import { askedBy, type Offer, offerFrom } from './offer.ts';
import { createPasskeys } from './passkey.ts';
import { rpId, settings } from './pinned.ts';
import { doneScreen, endScreen, laterScreen, type Notice, noRequestScreen, offerScreen } from './present-screens.ts';
import { watchRequestAge } from './request-age.ts';
import { spend } from './spend.ts';
import { createStage } from './stage.ts';
import { createStockChanges } from './stock-changes.ts';
import { countStock } from './stock-count.ts';
import { openWalletStore } from './store.ts';

// Read once, and out of the history at once: what stands there later is not looked at.
const fragment = location.hash.slice(1);
const forgetFragment = (): void => history.replaceState(null, '', location.pathname);
forgetFragment();
addEventListener('hashchange', forgetFragment);

const now = (): number => Math.floor(Date.now() / 1000);
const isLate = watchRequestAge({ steady: () => performance.now(), wall: () => Date.now() });
const stage = createStage();
const changes = createStockChanges();

/** Aborted when the page is left: whatever was under way then ends, and a page that comes back has nothing to do. */
const life = new AbortController();
const isOver = new Promise<'over'>((resolve) => {
  addEventListener('pagehide', () => life.abort());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) resolve('over');
  });
});

start().catch(() => stage.show(faultScreen(({ errors }) => errors.other)));

async function start(): Promise<void> {
  const judged = judgeRequest(fragment, settings.issuer, now());
  switch (judged.kind) {
    case 'asks':
      return answerRequest(judged.request, judged.clockDiffers);
    case 'done':
      return showDone();
    case 'none':
      return stage.show(noRequestScreen);
    default:
      return stage.show(endScreen(judged.kind));
  }
}

async function showDone(): Promise<void> {
  stage.show(doneScreen(undefined));
  const store = await openWalletStore().catch(() => undefined);
  if (store) stage.show(doneScreen(countStock(await store.readTokens(), [], now()).total));
}

async function answerRequest(request: ReadPresentRequest, clockDiffers: boolean): Promise<void> {
  if (!navigator.credentials) return stage.show(faultScreen(({ fault }) => fault.passkeys));
  const store = await openWalletStore().catch(() => undefined);
  if (!store) return stage.show(faultScreen(({ fault }) => fault.storage));
  const passkeys = createPasskeys(rpId, await prfSalt());

  const look = async (): Promise<Offer> => offerFrom(await store.readTokens(), askedBy(request), now());
  /** Fulfilled when the stock has changed so that another screen is due. */
  const untilOtherThan = (kind: Offer['kind'], signal: AbortSignal): Promise<'look'> =>
    new Promise((resolve) => {
      changes.watch(async () => {
        if ((await look()).kind !== kind) resolve('look');
      }, signal);
    });

  let notice: Notice | undefined;
  for (;;) {
    if (isLate()) return stage.show(endScreen('late'));
    const offer = await look();
    const asked = stage.ask(offerScreen(offer, { request, clockDiffers, notice }));
    const asking = new AbortController();
    const decision = await Promise.race([asked, untilOtherThan(offer.kind, asking.signal), isOver]);
    asking.abort();
    notice = undefined;
    if (decision === 'look') continue;
    if (decision === 'over') return stage.show(endScreen('over'));
    if (decision === 'later' && offer.kind === 'fresh') return stage.show(laterScreen(offer.restedAt));
    if (decision === 'later' || decision === 'refuse') return stage.show(endScreen('refused'));

    const ports = { store, passkeys, now, isLate, signal: life.signal };
    const spent = await spend(request, decision === 'now', ports);
    switch (spent.kind) {
      case 'presented':
        handOver(request.redeem, spent.presented);
        stage.show(endScreen('sent'));
        await isOver;
        return stage.show(endScreen('over'));
      case 'late':
      case 'locked':
        return stage.show(endScreen(spent.kind));
      case 'declined':
      case 'spoiled':
        notice = spent.kind;
    }
    if (life.signal.aborted) return stage.show(endScreen('over'));
  }
}
