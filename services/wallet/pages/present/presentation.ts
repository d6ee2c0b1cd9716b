import { faultScreen } from '../frame/failure-screen.ts';
import { settings } from '../frame/pinned.ts';
import { createStage } from '../frame/stage.ts';
import { isKept } from '../keep/persistence.ts';
import { openWalletStore } from '../keep/store.ts';
import { countStock } from '../stock/stock-count.ts';
import { answerRequest, type PresentationPage } from './answer-request.ts';
import { receive } from './arrival.ts';
import { judgeRequest } from './judge-request.ts';
import { noteKeptPage } from './kept-page.ts';
import { refusedScreen } from './present-ends.ts';
import { doneScreen, noRequestScreen } from './present-screens.ts';

/** Runs a page that answers a site. */
export function startPresentation(page: PresentationPage): void {
  const arrival = receive();
  const now = (): number => Math.floor(Date.now() / 1000);
  const stage = createStage();
  start().catch(() => stage.show(faultScreen(({ errors }) => errors.other)));

  async function start(): Promise<void> {
    const judged = judgeRequest(arrival.fragment, settings.issuer, now());
    switch (judged.kind) {
      case 'asks':
        return answerRequest(judged, { page, arrival, stage, now });
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
}
