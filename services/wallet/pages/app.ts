// `/app/`: enrol, fetch visits, look at the stock. This page never receives a request of a site.
import { type Fetch, prfSalt } from '@bauta/sdk/client';
import { originOf } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../settings.ts';
import { type Beginning, beginScreen } from './begin-screen.ts';
import { enrol } from './enrol.ts';
import { faultScreen } from './failure-screen.ts';
import { fetchVisits } from './fetch-visits.ts';
import { createPasskeys } from './passkey.ts';
import { rpId, settings } from './pinned.ts';
import { createStage } from './stage.ts';
import { createStockChanges } from './stock-changes.ts';
import { countStock } from './stock-count.ts';
import { type StockAct, stockScreen } from './stock-screen.ts';
import { openWalletStore, type WalletStore } from './store.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const stage = createStage();
const changes = createStockChanges();
const attesters = settings.attesters as readonly [AttesterSetting, ...AttesterSetting[]];

/** Nothing that a browser could add says more than the request itself. */
const fetchPlainly: Fetch = (url, init) =>
  fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' });

start().catch(() => stage.show(faultScreen(({ errors }) => errors.other)));

async function start(): Promise<void> {
  if (!navigator.credentials) return stage.show(faultScreen(({ fault }) => fault.passkeys));
  const store = await openWalletStore().catch(() => undefined);
  if (!store) return stage.show(faultScreen(({ fault }) => fault.storage));
  const passkeys = createPasskeys(rpId, await prfSalt());
  const page = { stage, store, passkeys, fetch: fetchPlainly };

  for (;;) {
    const { act, attester } = await chooseAct(store);
    let next: 'enrol' | 'wallet' | 'ready' = act === 'enrol' ? 'enrol' : await fetchFrom(attester);
    while (next === 'enrol') {
      const hasOthers = attesters.length > 1;
      const enrolled = await enrol(attester, { ...page, phone: settings.phone, hasOthers });
      next = enrolled ? await fetchFrom(attester, enrolled.made) : 'wallet';
    }
    if (next === 'ready') return goOnReady(attester);
  }

  function fetchFrom(attester: AttesterSetting, made?: NonNullable<Awaited<ReturnType<typeof enrol>>>['made']) {
    const parties = { attester: attester.name, issuer: settings.issuer, ...(made ? { made } : {}) };
    return fetchVisits(parties, attester, { ...page, now, changes });
  }
}

async function chooseAct(store: WalletStore): Promise<Beginning> {
  let wasSwept = (await store.sweep()) > 0;
  for (;;) {
    const names = new Set((await store.readWraps()).map((wrap) => wrap.attester));
    const known = attesters.filter(({ name }) => names.has(name));
    if (known.length === 0) return stage.ask(beginScreen(attesters));
    const count = countStock(await store.readTokens(), await store.readPending(), now());
    const looking = new AbortController();
    const changed = new Promise<StockAct>((resolve) => {
      changes.watch(async () => {
        const again = countStock(await store.readTokens(), await store.readPending(), now());
        if (JSON.stringify(again) !== JSON.stringify(count)) resolve({ act: 'look' });
      }, looking.signal);
    });
    const chosen = await Promise.race([stage.ask(stockScreen({ count, attesters: known, wasSwept })), changed]);
    looking.abort();
    wasSwept = false;
    if (chosen.act !== 'look') return chosen;
  }
}

/**
 * Leaves by way of another site, whose answer leads to `/present#done`: the browser then keeps that page for
 * navigations that come from elsewhere, and the next one, from a site, asks no server for it.
 */
function goOnReady({ name }: AttesterSetting): void {
  location.assign(`${originOf(name)}/warm`);
}
