import type { Browser, BrowserContext } from 'playwright-core';
import type { ProbeRecorder } from '../../evidence/recorder.ts';
import type { BrowserVisit, VisitOptions } from './browser-door.ts';
import { lookAt } from './look-at.ts';
import { recordTraffic } from './record-traffic.ts';

/** What a visit needs of the door it came through. */
export interface VisitSetting {
  readonly record: ProbeRecorder;
  readonly label: string;
  readonly count: (requests: number) => void;
  readonly userAgent: string;
  readonly options: VisitOptions;
}

/** How long a page may take for one step. ms. */
const PATIENCE = 10_000;

export async function openVisit(browser: Browser, setting: VisitSetting): Promise<BrowserVisit> {
  const { record, options } = setting;
  const context = await browser.newContext({ locale: 'fr-FR', userAgent: setting.userAgent, ...options.context });
  context.setDefaultTimeout(PATIENCE);
  const kept = new WeakSet<object>();
  const traffic = recordTraffic(context, { ...setting, isKept: (request) => kept.has(request) });
  await interveneIn(context, options, kept);
  if (options.script !== undefined) await context.addInitScript(options.script);
  const page = await context.newPage();
  // A question of the page's own would stand for ever; nobody is there to answer.
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}));
  return {
    context,
    page,
    look: (label, what = {}) => lookAt(page, record, label, what),
    settle: (most) => traffic.settle(most),
    async close() {
      await traffic.end();
      await context.close();
    },
  };
}

/** @param kept is told of requests that never left the machine */
async function interveneIn(context: BrowserContext, options: VisitOptions, kept: WeakSet<object>): Promise<void> {
  const { block, replace } = options;
  if (block === undefined && replace === undefined) return;
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const instead = replace?.(url);
    if (instead !== undefined) {
      kept.add(route.request());
      // Whoever asks across origins must be able to read it.
      const headers = { 'access-control-allow-origin': '*' };
      return route.fulfill({ status: 200, body: instead.body, contentType: instead.type, headers });
    }
    if (!block?.(url)) return route.continue();
    kept.add(route.request());
    return route.abort('blockedbyclient');
  });
}
