import { prfSalt, type WrapRecord } from '@bauta/sdk/client';
import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../settings.ts';
import { receive } from './arrival.ts';
import { faultScreen } from './failure-screen.ts';
import { handOver } from './hand-over.ts';
import { judgeRequest } from './judge-request.ts';
import { noteKeptPage } from './kept-page.ts';
import { askedBy, type Offer, offerFrom } from './offer.ts';
import { createPasskeys, type Passkeys } from './passkey.ts';
import { askToWait } from './pause-screen.ts';
import { isKept } from './persistence.ts';
import { rpId, settings } from './pinned.ts';
import { endScreen, laterScreen, type Notice, refusedScreen } from './present-ends.ts';
import { chooseAttesterScreen, onlineScreen } from './present-online-screens.ts';
import { doneScreen, noRequestScreen, offerScreen } from './present-screens.ts';
import { spend } from './spend.ts';
import { createStage } from './stage.ts';
import { createStockChanges } from './stock-changes.ts';
import { countStock } from './stock-count.ts';
import { openWalletStore } from './store.ts';
import type { Unlock } from './unlock.ts';

/** What `/present` and `/present-online` differ in: how the wallet is opened, and who hears of it. */
export interface PresentationPage {
  readonly isOnline: boolean;
  /** @param attester whose passkey it is, by its name. */
  readonly unlock: (passkeys: Passkeys, attester: string) => Unlock;
}

const ONLINE_PATH = '/present-online';

/** Runs a page that answers a site. */
export function startPresentation(page: PresentationPage): void {
  const arrival = receive();
  const { life, isOver } = arrival;
  const { isLate } = arrival.age;
  const now = (): number => Math.floor(Date.now() / 1000);
  const stage = createStage();
  const changes = createStockChanges();

  start().catch(() => stage.show(faultScreen(({ errors }) => errors.other)));

  async function start(): Promise<void> {
    const judged = judgeRequest(arrival.fragment, settings.issuer, now());
    switch (judged.kind) {
      case 'asks':
        return answerRequest(judged.request, judged.clockDiffers);
      case 'done':
        return showDone();
      case 'none':
        return stage.show(noRequestScreen);
      case 'refused':
        return stage.show(refusedScreen(judged));
    }
  }

  async function showDone(): Promise<void> {
    stage.show(doneScreen(undefined));
    noteKeptPage(now());
    const store = await openWalletStore().catch(() => undefined);
    if (!store) return;
    const count = countStock(await store.readTokens(), [], now());
    stage.show(doneScreen(count.total, { count, isKept: await isKept(navigator.storage) }));
  }

  async function answerRequest(request: ReadPresentRequest, clockDiffers: boolean): Promise<void> {
    if (!navigator.credentials) return stage.show(faultScreen(({ fault }) => fault.passkeys));
    const store = await openWalletStore().catch(() => undefined);
    if (!store) return stage.show(faultScreen(({ fault }) => fault.storage));
    await store.forgetRecent(now());
    const passkeys = createPasskeys(rpId, await prfSalt());
    const look = async (): Promise<Offer> => offerFrom(await store.readTokens(), askedBy(request), now());

    let notice: Notice | undefined;
    for (;;) {
      if (isLate()) return stage.show(endScreen('late'));
      const offer = await look();
      const wraps = await store.readWraps();
      const asking = { request, clockDiffers, notice, ...helpers(wraps) };
      const question = mustGoOnline(offer, wraps) ? onlineScreen(asking) : offerScreen(offer, asking);
      const looking = new AbortController();
      const decision = await Promise.race([
        stage.ask(question),
        untilOtherThan(offer.kind, look, looking.signal),
        isOver,
      ]);
      looking.abort();
      notice = undefined;
      switch (decision) {
        case 'look':
          continue;
        case 'over':
          return stage.show(endScreen('over'));
        case 'refuse':
          return stage.show(endScreen('refused'));
        case 'later':
          return stage.show(offer.kind === 'fresh' ? laterScreen(offer.restedAt) : endScreen('refused'));
        case 'help':
          // From the second question on, this page is as it would be if no passkey had a secret.
          if ((await Promise.race([stage.ask(onlineScreen(asking)), isOver])) !== 'online') continue;
          return goOnline();
        case 'online':
          return goOnline();
      }
      const attester = await chooseAttester(asking.attesters);
      if (attester === undefined) return stage.show(endScreen('over'));
      const spent = await spend(request, decision === 'now', {
        store,
        unlock: page.unlock(passkeys, attester),
        now,
        isLate,
        pause: (resume) => Promise.race([askToWait(stage, request, { resume, now }), isOver.then(() => false)]),
        signal: life.signal,
      });
      switch (spent.kind) {
        case 'presented':
          handOver(request.redeem, spent.presented);
          stage.show(endScreen('sent'));
          await isOver;
          return stage.show(endScreen('over'));
        case 'declined':
        case 'spoiled':
          notice = spent.kind;
          break;
        case 'failed':
          notice = { code: spent.code };
          break;
        case 'empty':
          break;
        default:
          return stage.show(endScreen(life.signal.aborted ? 'over' : spent.kind));
      }
      if (life.signal.aborted) return stage.show(endScreen('over'));
    }
  }

  /** Fulfilled when the stock has changed so that another screen is due. */
  function untilOtherThan(kind: Offer['kind'], look: () => Promise<Offer>, signal: AbortSignal): Promise<'look'> {
    return new Promise((resolve) => {
      changes.watch(async () => {
        if ((await look()).kind !== kind) resolve('look');
      }, signal);
    });
  }

  /** Those whose help this page needs, or could be left for. */
  function helpers(wraps: readonly WrapRecord[]): {
    attesters: AttesterSetting[];
    canHelp: boolean;
    isOnline: boolean;
  } {
    const named = new Set(wraps.filter(({ local }) => local !== undefined).map(({ attester }) => attester));
    const attesters = settings.attesters.filter(({ name }) => named.has(name));
    return { attesters, canHelp: !page.isOnline && attesters.length > 0, isOnline: page.isOnline };
  }

  function mustGoOnline(offer: Offer, wraps: readonly WrapRecord[]): boolean {
    const hasOffer = offer.kind === 'ready' || offer.kind === 'fresh';
    return !page.isOnline && hasOffer && wraps.length > 0 && wraps.every(({ local }) => local !== undefined);
  }

  async function chooseAttester(attesters: readonly AttesterSetting[]): Promise<string | undefined> {
    if (!page.isOnline || attesters.length < 2) return attesters[0]?.name ?? '';
    const chosen = await Promise.race([stage.ask(chooseAttesterScreen(attesters)), isOver.then(() => undefined)]);
    return chosen;
  }

  function goOnline(): void {
    arrival.goOnIn(ONLINE_PATH);
  }
}
