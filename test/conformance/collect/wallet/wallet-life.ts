import type { Json } from '../../evidence/observation.ts';
import type { BrowserDoor } from '../browser/browser-door.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { type CanarySites, openCanarySites } from './canary-sites.ts';
import { enrolsByItself, enrolWallet } from './enrol-wallet.ts';
import { type KnownWallet, knownWallet } from './known-wallet.ts';
import { presentAt, type Way } from './present-at.ts';
import { emptyStock, readStorage } from './read-storage.ts';
import { openWalletBrowser, type WalletBrowser } from './wallet-browser.ts';
import { recordTraffic, type WatchedRequest } from './watch-traffic.ts';

/** ms for a presentation that should come, and for one that should not. */
const COMES = 20_000;
const COMES_NOT = 4_000;
/** ms after the last presentation in which nothing may be minted: in a short run, and in a long one. */
const WATCH = 8_000;
const WATCH_LONG = 600_000;

/**
 * The life of one wallet in one browser: enrolled, shown to two of the auditor's sites, then to more of them by somebody
 * whom the device does not know, without its passkey, out of a copied profile, and with no token left.
 *
 * Exchanges, by the phase they began in: `enrol`, `present-a`, `present-b`, `watch`, `unverified`, `copied`, `no-passkey`, `stock-emptied`;
 * `reading` is the suite's own look at what is stored.
 * Facts: `hosts` `{sites: {name: host}, wallet, issuer, attesters: [host], log?}` · `enrolled` `{ready}` ·
 * `mint` `{phase, url, bytes, status}`, one for each body with blinded tokens · `way` as `Way` · `posted` as `Posted` ·
 * `stored` `{phase, …StoredSummary}` · `emptied` `{tokens}` · `watched` `{ms}` · `kept` `{ids}`, of exchanges that
 * the browser answered itself · `copy` `{made}`.
 */
export const walletLife: ProbeAct = {
  name: 'wallet-life',
  title: {
    en: 'Enrolling a wallet and showing its proofs',
    fr: 'Ouverture d’un portefeuille et présentation de ses preuves',
  },
  needs: ['browser'],
  run: live,
};

async function live(context: ProbeContext): Promise<void> {
  const wallet = knownWallet(context);
  const sites = await openCanarySites({ wallet: wallet.wallet, issuer: wallet.issuer, threshold: wallet.threshold });
  const door = context.browser as BrowserDoor;
  try {
    const browser = await openWalletBrowser(door, context.record, { isVisible: !enrolsByItself(wallet) });
    try {
      await liveIn(browser, { ...context, wallet, sites, door });
    } finally {
      await browser.close();
    }
  } finally {
    await sites.close();
  }
}

interface Life extends ProbeContext {
  readonly wallet: KnownWallet;
  readonly sites: CanarySites;
  readonly door: BrowserDoor;
}

async function liveIn(browser: WalletBrowser, life: Life): Promise<void> {
  const { wallet, sites, record, wait, progress, isLong } = life;
  const { context, page, passkeys, traffic } = browser;
  const ports = { page, traffic, wait, passkeys };
  const note = (label: string, value: Json): void => void record.add({ kind: 'fact', label, value });
  const present = async (name: string, phase: string, patience: number): Promise<Way> => {
    progress(LINES[phase] ?? phase);
    const way = await presentAt(sites.site(name), phase, patience, ports);
    note('way', way);
    return way;
  };
  await sites.giveTo(context);
  let copied: readonly WatchedRequest[] = [];
  try {
    traffic.begin('enrol');
    progress('enrolling a wallet');
    const ready = await enrolWallet({ context, page, wallet, wait, progress });
    note('enrolled', { ready });
    if (!ready) record.leave('no-answer');
    note('stored', { phase: 'enrol', ...(await readStorage(page, wallet.issuer)) });

    const first = await present('a', 'present-a', COMES);
    if (first.posted === 0) return;
    await present('b', 'present-b', COMES);
    traffic.begin('watch');
    progress('waiting for what may come after');
    const ms = isLong ? WATCH_LONG : WATCH;
    await wait(ms);
    note('watched', { ms });

    await passkeys.setUserVerified(false);
    await present('c', 'unverified', COMES_NOT);
    await passkeys.setUserVerified(true);

    traffic.begin('reading');
    await page.goto(`${wallet.wallet}/present`);
    note('stored', { phase: 'presented', ...(await readStorage(page, wallet.issuer)) });
    copied = await presentFromCopy(browser, life, note);
    await withoutPasskey(browser, present);
    traffic.begin('reading');
    await page.goto(`${wallet.wallet}/present`);
    note('emptied', { tokens: await emptyStock(page) });
    await present('f', 'stock-emptied', WATCH);
  } finally {
    const own = await traffic.requests();
    recordLife(life, [...own, ...copied], note);
    life.http.count(own.length + copied.length);
  }
}

const LINES: Readonly<Record<string, string>> = {
  'present-a': 'showing a proof to a first site',
  'present-b': 'showing a proof to a second site',
  unverified: 'asking again while the device does not recognise its owner',
  'no-passkey': 'asking with all that is stored, but without the passkey',
  'stock-emptied': 'asking a wallet that has no proofs left',
};

/** Everything stays as it is stored; only the device with the passkey is another. */
async function withoutPasskey(
  { passkeys }: WalletBrowser,
  present: (name: string, phase: string, patience: number) => Promise<Way>,
): Promise<void> {
  await passkeys.remove();
  await present('d', 'no-passkey', COMES_NOT);
}

/** The profile as a thief has it: all that is stored, in another browser with another device. */
async function presentFromCopy(
  { context }: WalletBrowser,
  { door, record, sites, wait, progress }: Life,
  note: (label: string, value: Json) => void,
): Promise<readonly WatchedRequest[]> {
  const state = await context.storageState({ indexedDB: true }).catch(() => undefined);
  note('copy', { made: state !== undefined });
  if (state === undefined) return [];
  progress('asking a copy of the profile');
  const thief = await openWalletBrowser(door, record, { context: { storageState: state } });
  try {
    await sites.giveTo(thief.context);
    note('way', await presentAt(sites.site('e'), 'copied', COMES_NOT, { ...thief, wait }));
    return await thief.traffic.requests();
  } finally {
    await thief.close();
  }
}

function recordLife(
  { record, sites, wallet }: Life,
  requests: readonly WatchedRequest[],
  note: (label: string, value: Json) => void,
): void {
  const opened = NAMES.map((name) => sites.site(name));
  const hosts = Object.fromEntries(opened.map(({ name, origin }) => [name, new URL(origin).hostname]));
  const { issuer, attesters, log } = wallet;
  const logHost = log === undefined ? {} : { log: new URL(log).host };
  note('hosts', { sites: hosts, wallet: new URL(wallet.wallet).host, issuer, attesters: [...attesters], ...logHost });
  for (const { posted } of opened) for (const one of posted) note('posted', { ...one, fields: [...one.fields] });
  for (const { phase, method, url, body, status } of requests) {
    if (method === 'POST' && url === wallet.requestUri) note('mint', { phase, url, bytes: body.length, status });
  }
  note('kept', { ids: [...recordTraffic(record, requests, Object.values(hosts))] });
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
