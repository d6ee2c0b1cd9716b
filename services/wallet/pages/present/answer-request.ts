import { prfSalt, type WrapRecord } from '@bauta/sdk/client';
import type { AttesterSetting } from '../../settings.ts';
import { faultScreen } from '../frame/failure-screen.ts';
import { rpId, settings } from '../frame/pinned.ts';
import type { Stage } from '../frame/stage.ts';
import { createStockChanges } from '../keep/stock-changes.ts';
import { openWalletStore, type WalletStore } from '../keep/store.ts';
import { createPasskeys, type Passkeys } from '../passkey/passkey.ts';
import type { Unlock } from '../passkey/unlock.ts';
import type { Arrival } from './arrival.ts';
import { handOver } from './hand-over.ts';
import type { Judged } from './judge-request.ts';
import { askedBy, type Offer, offerFrom } from './offer.ts';
import { askToWait } from './pause-screen.ts';
import { endScreen, laterScreen, type Notice } from './present-ends.ts';
import { helpScreen, whoseHelpScreen } from './present-online-screens.ts';
import { type Asking, type Decision, offerScreen } from './present-screens.ts';
import { isReturning, noteReturning } from './returning.ts';
import { type Spent, spend } from './spend.ts';

/** What `/present` and `/present-online` differ in: how the wallet is opened, and who hears of it. */
export interface PresentationPage {
  readonly isOnline: boolean;
  /** @param attester whose passkey it is, by its name. */
  readonly unlock: (passkeys: Passkeys, attester: string) => Unlock;
}

/** What an answer needs of its page. */
export interface AnswerPorts {
  readonly page: PresentationPage;
  readonly arrival: Arrival;
  readonly stage: Stage;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
}

type Asked = Judged & { readonly kind: 'asks' };
type Answer = Decision | 'look' | 'over';

const ONLINE_PATH = '/present-online';

/** Asks the person about a request, until something was sent or they have had enough. */
export async function answerRequest({ request, clockDiffers }: Asked, ports: AnswerPorts): Promise<void> {
  const { page, arrival, stage, now } = ports;
  const { life, isOver } = arrival;
  const { isLate } = arrival.age;
  if (!navigator.credentials) return stage.show(faultScreen(({ fault }) => fault.passkeys));
  const opened = await openWalletStore().catch(() => undefined);
  if (!opened) return stage.show(faultScreen(({ fault }) => fault.storage));
  const store: WalletStore = opened;
  await store.forgetRecent(now());
  const passkeys = createPasskeys(rpId, await prfSalt());
  const changes = createStockChanges();
  life.signal.addEventListener('abort', () => changes.close());
  const look = async (): Promise<Offer> => offerFrom(await store.readTokens(), askedBy(request), now());

  let notice: Notice | undefined;
  let mayAskAtOnce = !page.isOnline && !clockDiffers && isReturning();
  for (;;) {
    if (isLate()) return stage.show(endScreen('late'));
    const offer = await look();
    const wraps = await store.readWraps();
    const asking = { request, clockDiffers, notice, ...helpersOf(wraps, page) };
    const goesOnline = mustGoOnline(offer, wraps, page);
    const asked = stage.ask(goesOnline ? helpScreen(asking) : offerScreen(offer, asking));
    let spent: Spent | undefined;
    if (mayAskAtOnce && offer.kind === 'ready' && !goesOnline) spent = await askPasskeyAtOnce(asked);
    mayAskAtOnce = false;
    notice = undefined;
    if (spent === undefined || spent.kind === 'declined') {
      const decision = await untilAnswered(asked, offer);
      if (decision === 'look') continue;
      if (decision !== 'yes' && decision !== 'now') {
        if (await leaveBy(decision, offer, asking)) return;
        continue;
      }
      const attester = await chooseAttester(asking.attesters);
      if (attester === undefined) return stage.show(endScreen('over'));
      spent = await spendOne(decision === 'now', attester, life.signal);
    }
    switch (spent.kind) {
      case 'presented':
        noteReturning();
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

  function spendOne(withFresh: boolean, attester: string, signal: AbortSignal): Promise<Spent> {
    return spend(request, withFresh, {
      store,
      unlock: page.unlock(passkeys, attester),
      now,
      isLate,
      pause: (resume) => Promise.race([askToWait(stage, request, { resume, now }), isOver.then(() => false)]),
      signal,
    });
  }

  /**
   * The site's name stands there, and the passkey's own question is the one to answer. A button pressed meanwhile
   * counts instead. Browsers that want a button first decline at once; then the screen is as it is for everyone.
   */
  async function askPasskeyAtOnce(asked: Promise<Decision>): Promise<Spent> {
    const pressed = new AbortController();
    asked.then(() => pressed.abort());
    const spent = await spendOne(false, '', AbortSignal.any([life.signal, pressed.signal]));
    const isRefused = pressed.signal.aborted && (await asked) === 'refuse';
    return isRefused && spent.kind === 'presented' ? { kind: 'refused' } : spent;
  }

  /** What the person answers; `look` when the stock has changed so that another screen is due. */
  async function untilAnswered(asked: Promise<Decision>, offer: Offer): Promise<Answer> {
    const looking = new AbortController();
    const changed = new Promise<'look'>((resolve) => {
      changes.watch(async () => {
        if ((await look()).kind !== offer.kind) resolve('look');
      }, looking.signal);
    });
    const answer = await Promise.race([asked, changed, isOver]);
    looking.abort();
    return answer;
  }

  /** @returns false when the question is to be asked again. */
  async function leaveBy(answer: Exclude<Answer, 'yes' | 'now' | 'look'>, offer: Offer, asking: Asking) {
    switch (answer) {
      case 'over':
      case 'refuse':
        stage.show(endScreen(answer === 'over' ? 'over' : 'refused'));
        return true;
      case 'later':
        stage.show(offer.kind === 'fresh' ? laterScreen(offer.restedAt) : endScreen('refused'));
        return true;
      case 'help':
        // From the second question on, this page is as it would be if no passkey had a secret.
        if ((await Promise.race([stage.ask(helpScreen(asking)), isOver])) !== 'online') return false;
    }
    arrival.goOnIn(ONLINE_PATH);
    return true;
  }

  async function chooseAttester(attesters: readonly AttesterSetting[]): Promise<string | undefined> {
    if (!page.isOnline || attesters.length < 2) return attesters[0]?.name ?? '';
    return Promise.race([stage.ask(whoseHelpScreen(attesters)), isOver.then(() => undefined)]);
  }
}

/** Those whose help this page needs, or could be left for. */
function helpersOf(
  wraps: readonly WrapRecord[],
  { isOnline }: PresentationPage,
): Pick<Asking, 'attesters' | 'canHelp' | 'isOnline'> {
  const named = new Set(wraps.filter(({ local }) => local !== undefined).map(({ attester }) => attester));
  const attesters = settings.attesters.filter(({ name }) => named.has(name));
  return { attesters, canHelp: !isOnline && attesters.length > 0, isOnline };
}

function mustGoOnline(offer: Offer, wraps: readonly WrapRecord[], { isOnline }: PresentationPage): boolean {
  const hasOffer = offer.kind === 'ready' || offer.kind === 'fresh';
  return !isOnline && hasOffer && wraps.length > 0 && wraps.every(({ local }) => local !== undefined);
}
