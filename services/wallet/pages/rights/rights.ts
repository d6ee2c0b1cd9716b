import { type AccountView, readAccount, type WrapRecord } from '@bauta/sdk/client';
import type { AttesterSetting } from '../../settings.ts';
import { codeOf } from '../frame/error-sentence.ts';
import { saveFile } from '../frame/save-file.ts';
import { proveAccount } from '../passkey/account-proof.ts';
import { addFurtherPasskey } from './add-passkey.ts';
import { deleteAccount } from './delete-account.ts';
import { type DeletePorts, deleteWallet } from './delete-wallet.ts';
import { rightsClosedScreen } from './rights-closed-screen.ts';
import { countVisits, exportRights } from './rights-export.ts';
import { rightsOpeningScreen } from './rights-opening-screen.ts';
import { type Held, rightsScreen } from './rights-screen.ts';

/** What the person's rights need of the page. */
export interface RightsPorts extends DeletePorts {
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
}

/** Whether there is a wallet to go back to. */
export type AfterRights = 'wallet' | 'gone';

/** What lies in this browser. */
interface Here {
  readonly wraps: readonly WrapRecord[];
  readonly visits: Held['visits'];
  readonly hasWallet: boolean;
}

/** To see what is kept, take it along, add a passkey, delete. One gesture opens it; each act asks for its own. */
export async function rights(setting: AttesterSetting, ports: RightsPorts): Promise<AfterRights> {
  const { stage } = ports;
  let view: AccountView | undefined;
  for (;;) {
    const here = await lookHere(ports);
    const read = view ?? (await readView(setting, here, ports));
    if (read === 'stop') return 'wallet';
    if (read === 'delete-wallet') {
      if (await deleteWallet(here.visits, ports)) return 'gone';
      continue;
    }
    view = read;
    const passkeyIds = read.passkeys.map(({ credentialId }) => credentialId);
    const act = await stage.ask(rightsScreen(heldBy(setting, here, read), () => save(setting, here, read, ports)));
    switch (act) {
      case 'stop':
        return 'wallet';
      case 'add':
        if ((await addFurtherPasskey(setting, passkeyIds, ports)) === 'look') view = undefined;
        break;
      case 'delete-account': {
        const next = await deleteAccount(setting, { ...here, expires: read.expires, passkeyIds }, ports);
        if (next === 'wallet') return 'wallet';
        if (next === 'delete-wallet' && (await deleteWallet(here.visits, ports))) return 'gone';
        if (next === 'delete-wallet') return 'wallet';
        break;
      }
      case 'delete-wallet':
        if (await deleteWallet(here.visits, ports)) return 'gone';
    }
  }
}

async function lookHere({ store }: RightsPorts): Promise<Here> {
  const wraps = await store.readWraps();
  const visits = countVisits(await store.readTokens());
  return { wraps, visits, hasWallet: wraps.length + visits.length > 0 };
}

async function readView(
  { name, label }: AttesterSetting,
  { wraps, hasWallet }: Here,
  ports: RightsPorts,
): Promise<AccountView | 'delete-wallet' | 'stop'> {
  const { stage, fetch } = ports;
  const credentialIds = wraps.filter(({ attester }) => attester === name).map(({ credentialId }) => credentialId);
  for (;;) {
    stage.show(rightsOpeningScreen(label));
    let code: string | undefined;
    try {
      const answer = await proveAccount('read', name, credentialIds, ports);
      if (answer) return await readAccount(name, answer.proof, fetch);
    } catch (error) {
      code = codeOf(error);
    }
    const next = await stage.ask(rightsClosedScreen(label, code, hasWallet));
    if (next !== 'again') return next;
  }
}

function heldBy({ label }: AttesterSetting, { wraps, visits, hasWallet }: Here, view: AccountView): Held {
  return { attester: label, view, visits, hasWallet, here: wraps.map(({ credentialId }) => credentialId) };
}

function save({ name }: AttesterSetting, { visits }: Here, view: AccountView, { now }: RightsPorts): void {
  const text = JSON.stringify(exportRights(name, view, visits, now()), undefined, 2);
  saveFile('bauta.json', 'application/json', `${text}\n`);
}
