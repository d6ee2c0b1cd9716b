// `/app/`: enrol, fetch visits, look at the stock, see and delete what is kept. It never receives a request of a site.
import { type Fetch, prfSalt } from '@bauta/sdk/client';
import { epochAt } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../settings.ts';
import type { Attesters } from './enrol/begin-screen.ts';
import { enrol } from './enrol/enrol.ts';
import { methodsOf } from './enrol/methods.ts';
import { createProofsUnderway, takeReturnCode } from './enrol/proof-underway.ts';
import type { Returned } from './enrol/prove.ts';
import { returnedElsewhereScreen } from './enrol/returned-elsewhere-screen.ts';
import { chooseAttesterScreen } from './frame/choose-attester-screen.ts';
import { faultScreen } from './frame/failure-screen.ts';
import { rpId, settings } from './frame/pinned.ts';
import { createStage } from './frame/stage.ts';
import { seenInBrowser } from './keep/seen-log.ts';
import { createStockChanges } from './keep/stock-changes.ts';
import { openWalletStore } from './keep/store.ts';
import { createWalletMark } from './keep/wallet-mark.ts';
import { createPasskeys } from './passkey/passkey.ts';
import { wayToDone } from './present/kept-page.ts';
import { type AfterRights, rights } from './rights/rights.ts';
import { createKeyCheck } from './stock/check-keys.ts';
import { type ActPorts, chooseAct, knownAttesters } from './stock/choose-act.ts';
import { type AfterFetch, type FetchPorts, fetchVisits } from './stock/fetch-visits.ts';
import type { TopUpParties } from './stock/top-up-ports.ts';

const { keyLog } = settings;
const attesters = settings.attesters as Attesters;
const stage = createStage();
const proofs = createProofsUnderway();
const returnCode = takeReturnCode();
const now = (): number => Math.floor(Date.now() / 1000);

/** Nothing that a browser could add says more than the request itself. */
const fetchPlainly: Fetch = (url, init) =>
  fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' });

start().catch(() => stage.show(faultScreen(({ errors }) => errors.other)));

async function start(): Promise<void> {
  if (!navigator.credentials) return stage.show(faultScreen(({ fault }) => fault.passkeys));
  const store = await openWalletStore().catch(() => undefined);
  if (!store) return stage.show(faultScreen(({ fault }) => fault.storage));
  await store.forgetRecent(now());
  const passkeys = createPasskeys(rpId, await prfSalt());
  return run({
    stage,
    store,
    passkeys,
    fetch: fetchPlainly,
    now,
    changes: createStockChanges(),
    mark: createWalletMark(),
    keyLog,
    checkKeys: keyLog && createKeyCheck(keyLog, fetchPlainly, seenInBrowser),
  });
}

type Page = Omit<ActPorts, 'attesters'> & FetchPorts;

async function run(page: Page): Promise<void> {
  if (returnCode !== undefined && (await goOnWith(returnCode, page))) return leaveReady();
  for (;;) {
    const { act, attester } = await chooseAct({ ...page, attesters });
    if (act === 'rights') {
      if ((await seeRights(attester, page)) === 'gone') return;
      continue;
    }
    const holder = await getVisits(act, attester, page);
    if (holder) return leaveReady();
  }
}

/** The browser came back from an app or a provider: this page goes on, if the proof was asked for in this browser. */
async function goOnWith(code: string, page: Page): Promise<boolean> {
  const proof = proofs.takeOver(now());
  const attester = attesters.find(({ name }) => name === proof?.attester);
  if (proof && attester)
    return (await getVisits('enrol', attester, page, { session: proof.session, code })) !== undefined;
  await stage.ask(returnedElsewhereScreen);
  return false;
}

/** Each age checker keeps an account of its own. */
async function seeRights(attester: AttesterSetting, page: Page): Promise<AfterRights> {
  const known = await knownAttesters(page.store, attesters);
  const chosen = known.length > 1 ? await stage.ask(chooseAttesterScreen(known)) : attester;
  return chosen === 'stop' ? 'wallet' : rights(chosen, { ...page, host: rpId });
}

/** @returns who granted them, once there are visits to use. */
async function getVisits(
  act: 'enrol' | 'top-up' | 'second-batch',
  first: AttesterSetting,
  page: Page,
  returned?: Returned,
): Promise<AttesterSetting | undefined> {
  let attester = first;
  const fetchFrom = (more: Pick<TopUpParties, 'made' | 'more'>): Promise<AfterFetch> =>
    fetchVisits({ attester: attester.name, issuer: settings.issuer, ...more }, attester, page);
  const enrolling = { ...page, methodsOf, proofs, phone: settings.phone, hasOthers: attesters.length > 1 };
  let goOn = returned;
  let next = act === 'enrol' ? act : await fetchFrom(act === 'second-batch' ? { more: epochAt(now()) } : {});
  while (next === 'enrol') {
    const end = await enrol(attester, enrolling, goOn);
    goOn = undefined;
    if (end.kind === 'stopped') return undefined;
    if (end.kind === 'enrolled') next = await fetchFrom(end.made ? { made: end.made } : {});
    else {
      const other = await stage.ask(chooseAttesterScreen(attesters.filter((one) => one !== attester)));
      if (other === 'stop') return undefined;
      attester = other;
    }
  }
  return next === 'ready' ? attester : undefined;
}

/** Leaves for `/present#done`, so that the browser keeps that page and the next visit to a site asks no server for it. */
function leaveReady(): void {
  location.assign(wayToDone(now()));
}
