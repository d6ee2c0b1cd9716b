import type { PlainChromium, PlainTab } from '../browser/plain-chromium.ts';
import type { FlowRooms } from '../flow/flow.ts';

const PAUSE_MS = 100;
const PATIENCE_MS = 45_000;

/** Screens change their words; what is to be done next is always their main button. */
const NEXT = '#screen button.main:not(:disabled)';

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/**
 * Enrols if need be and fetches visits, from `/app/` to the page that says that all is ready, as somebody who takes the
 * main button of every screen and shares a proof of age with the simulated phone.
 */
export async function fillWallet(browser: PlainChromium, { wallet, phone }: FlowRooms): Promise<void> {
  const tab = await browser.openTab();
  await tab.visit(`${wallet}/app/`);
  // The last link is for another device: the one before it would lead the phone's tab back to the wallet.
  const toPhone = `[...document.querySelectorAll('#screen a[href^="${phone}"]')].at(-1)?.href ?? null`;
  const shared = new Set<string>();
  const patienceEnds = performance.now() + PATIENCE_MS;
  for (;;) {
    const here = await tab.read<string>(`${where(wallet)}`).catch(() => '');
    if (here === '/present') break;
    const href = await tab.read<string | null>(toPhone).catch(() => null);
    if (href && !shared.has(href)) {
      shared.add(href);
      await share(await browser.openTab(), href);
    } else if (!href && (await tab.read(`!!document.querySelector('${NEXT}')`).catch(() => false))) {
      await tab.tap(NEXT).catch(() => {});
    }
    if (performance.now() > patienceEnds) throw new Error(`not ready: ${await tab.read('document.body.innerText')}`);
    await pause();
  }
  await tab.until("localStorage.getItem('bauta.kept') && document.querySelector('h1')");
}

/** The path of a page of this origin that has been drawn; else nothing. */
function where(origin: string): string {
  return `location.origin === '${origin}' && document.querySelector('h1') ? location.pathname : ''`;
}

async function share(tab: PlainTab, href: string): Promise<void> {
  await tab.visit(href);
  await tab.until(`document.querySelector('[data-view=consent]:not([hidden])')`);
  await tab.tap('[data-act=share]');
  await tab.until(`document.querySelector('[data-view=shared]:not([hidden])')`);
  await tab.close();
}

/**
 * From the gate to the open site: the tap at the gate, the main button of the wallet if it waits for one, the passkey.
 * @param patienceMs for all of it; a second visit to one site within ten minutes waits a minute of the browser's time.
 * @returns the build of the wallet's page that was shown on the way, as it says itself.
 */
export async function openSite(
  browser: PlainChromium,
  { demoSite, wallet }: FlowRooms,
  patienceMs: number = PATIENCE_MS,
): Promise<string | undefined> {
  const tab = await browser.openTab();
  const gate = 'a[href="/_age/go"]';
  const buildSeen = await watchBuild(tab);
  await tab.visit(`${demoSite}/`);
  await tab.tap(gate);
  const patienceEnds = performance.now() + patienceMs;
  const isOpen = `location.origin === '${demoSite}' && document.querySelector('main') && !document.querySelector('${gate}')`;
  while (!(await tab.read(`!!(${isOpen})`).catch(() => false))) {
    const canGoOn = `location.origin === '${wallet}' && !!document.querySelector('${NEXT}')`;
    if (await tab.read(canGoOn).catch(() => false)) await tab.tap(NEXT).catch(() => {});
    if (performance.now() > patienceEnds) throw new Error(`shut: ${await tab.read('document.body.innerText')}`);
    await pause();
  }
  return buildSeen();
}

/** What the page of presentation says of its build, in its footer, as long as it is there. */
async function watchBuild(tab: PlainTab): Promise<() => string | undefined> {
  let seen: string | undefined;
  await tab.send('Runtime.addBinding', { name: 'sayBuild' });
  await tab.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `if (location.pathname === '/present') addEventListener('DOMContentLoaded', () => {
      sayBuild(document.querySelector('footer').textContent);
    })`,
  });
  tab.on('Runtime.bindingCalled', ({ name, payload }: { readonly name: string; readonly payload: string }) => {
    if (name === 'sayBuild') seen = payload.trim();
  });
  return () => seen;
}
