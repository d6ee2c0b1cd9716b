import type { Fetch } from '@bauta/sdk/client';
import type { AttesterSetting } from '../../settings.ts';
import { codeOf } from '../frame/error-sentence.ts';
import type { WalletStore } from '../keep/store.ts';
import { type DataKey, drawDataKey, wrapFor } from '../keep/vault.ts';
import type { WalletMark } from '../keep/wallet-mark.ts';
import { askForShare } from '../passkey/ask-for-share.ts';
import { openWallet } from '../passkey/open-wallet.ts';
import type { MadePasskey, Passkeys } from '../passkey/passkey.ts';
import type { TopUpParties } from '../stock/top-up-ports.ts';
import { createAttester } from './attester.ts';
import { protect } from './protect.ts';
import { keepTokensScreen } from './protect-screens.ts';
import { type ProvePorts, prove, type Returned } from './prove.ts';

/** What enrolment needs of the page. */
export interface EnrolPorts extends ProvePorts {
  readonly store: WalletStore;
  readonly passkeys: Passkeys;
  readonly fetch: Fetch;
  readonly mark: Pick<WalletMark, 'forget'>;
}

/** How enrolment ends. `made` is for the top-up; `attester`: the person wants another age checker. */
export type EnrolEnd =
  | { readonly kind: 'enrolled'; readonly made?: NonNullable<TopUpParties['made']> }
  | { readonly kind: 'attester' | 'stopped' };

/** The data key for the new passkey; `isAfresh`: what the wallet held before goes. */
interface Kept {
  readonly dataKey: DataKey;
  readonly isAfresh: boolean;
}

/** Steps one and two: prove, then protect. @param returned the proof to which the browser has come back. */
export async function enrol(setting: AttesterSetting, ports: EnrolPorts, returned?: Returned): Promise<EnrolEnd> {
  const attester = createAttester(setting.name, ports.fetch);
  for (let goOn = returned; ; goOn = undefined) {
    const proved = await prove(attester, setting, ports, goOn);
    if (proved === 'attester') return { kind: 'attester' };
    if (proved === 'stop') break;
    const kept = await keepTokens(setting, ports);
    if (kept === undefined) break;
    const made = await protect(attester, proved.session, setting, ports);
    if (made === 'stop') break;
    if (made !== 'prove-again') return keep(setting, made, kept, ports);
  }
  return { kind: 'stopped' };
}

/** A wallet that holds something, or that another passkey opens too, is opened first: its one data key stays. */
async function keepTokens({ name }: AttesterSetting, ports: EnrolPorts): Promise<Kept | undefined> {
  const { stage, store } = ports;
  const wraps = await store.readWraps();
  const [tokens, pending] = [await store.readTokens(), await store.readPending()];
  const isBare = tokens.length + pending.length === 0 && wraps.every(({ attester }) => attester === name);
  if (wraps.length === 0 || isBare) return { dataKey: drawDataKey(), isAfresh: true };
  let wasDeclined = false;
  for (;;) {
    const choice = await stage.ask(keepTokensScreen(tokens.length, wasDeclined));
    if (choice === 'stop') return undefined;
    if (choice === 'lost') return { dataKey: drawDataKey(), isAfresh: true };
    const opened = await unlessRefused(() => openWallet(wraps, ports));
    if (opened) return { dataKey: opened, isAfresh: false };
    wasDeclined = true;
  }
}

/** Wraps the data key for the new passkey, now if its secret can be had, else at its first answer. */
async function keep(
  setting: AttesterSetting,
  { credentialId, prf, hasPrf }: MadePasskey,
  { dataKey, isAfresh }: Kept,
  ports: EnrolPorts,
): Promise<EnrolEnd> {
  const { store } = ports;
  const attester = setting.name;
  const secret = hasPrf ? prf && { credentialId, prf } : await askForShare(setting, credentialId, ports);
  if (secret === 'stop') return { kind: 'stopped' };
  if (isAfresh) {
    await store.clear();
    await ports.mark.forget();
  }
  if (!secret) return { kind: 'enrolled', made: { credentialId, dataKey } };
  const replaced = (await store.readWraps()).filter((wrap) => wrap.attester === attester);
  await store.saveWrap(await wrapFor(dataKey, secret, attester), replaced);
  // The top-up would have to ask for the share again.
  return hasPrf ? { kind: 'enrolled' } : { kind: 'enrolled', made: { credentialId, dataKey } };
}

/** Whatever refuses to open a wallet, the screen that asked for it says so and asks again. */
async function unlessRefused<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    codeOf(error);
    return undefined;
  }
}
