import type { AccountView } from '@bauta/sdk/client';
import { type Bytes, isEqual } from '@bauta/sdk/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountChallenge, createAttester } from '../../../services/wallet/pages/enrol/attester.ts';
import type { Method } from '../../../services/wallet/pages/enrol/method.ts';
import { methodsOf } from '../../../services/wallet/pages/enrol/methods.ts';
import { openWallet } from '../../../services/wallet/pages/passkey/open-wallet.ts';
import type { Passkeys } from '../../../services/wallet/pages/passkey/passkey.ts';
import { addFurtherPasskey } from '../../../services/wallet/pages/rights/add-passkey.ts';
import { deleteAccount } from '../../../services/wallet/pages/rights/delete-account.ts';
import { rights } from '../../../services/wallet/pages/rights/rights.ts';
import { countVisits, exportRights } from '../../../services/wallet/pages/rights/rights-export.ts';
import { topUp } from '../../../services/wallet/pages/stock/top-up.ts';
import { actAsAttester } from './fake-attester.ts';
import { actAsIssuer } from './fake-issuer.ts';
import { createOfflineRoom, fetchFrom, problem } from './fake-room.ts';
import { createMemoryStore, createSoftPasskeys } from './memory-wallet.ts';
import { createScriptedStage, type Script } from './scripted-stage.ts';
import { WEDNESDAY } from './world.ts';

const [AGE_APP] = methodsOf([{ name: 'eu-wallet' }]) as [Method];

const WALLET = 'http://wallet.localhost:4001';
const [attesterRoom, issuerRoom] = [createOfflineRoom('attester'), createOfflineRoom('issuer')];
const now = (): number => WEDNESDAY;
const attester = actAsAttester(attesterRoom, { now, wallet: WALLET });
actAsIssuer(issuerRoom, { now, wallet: WALLET, attester: () => attester });
const fetch = fetchFrom([attesterRoom, issuerRoom]);
const setting = { name: attesterRoom.name, label: 'Âge & Co' };
const SHOWN = 'What is kept of you';

let store = createMemoryStore();
let [first, second] = [createSoftPasskeys(WALLET), createSoftPasskeys(WALLET)];
let secondId: Bytes | undefined;
/** Two devices: whatever is made is made on the second; what is asked for by name is asked of the one that has it. */
const passkeys: Passkeys = {
  async make(challenge) {
    const made = await second.make(challenge);
    secondId = made?.credentialId;
    return made;
  },
  ask: (challenge, ids) => (ids.some((id) => secondId && isEqual(id, secondId)) ? second : first).ask(challenge, ids),
};
const ports = (script: Script) => {
  const stage = createScriptedStage(script);
  const mark = { forget: async () => {} };
  return { stage, store, passkeys, fetch, now, host: 'wallet.localhost', changes: { announce: () => {} }, mark };
};

/** Those of the account. */
const ids = async (): Promise<Bytes[]> => (await store.readWraps()).map(({ credentialId }) => credentialId);

beforeEach(async () => {
  store = createMemoryStore();
  [first, second] = [createSoftPasskeys(WALLET), createSoftPasskeys(WALLET)];
  secondId = undefined;
  attester.interruptAct = undefined;
  attester.granted.clear();
  attester.messages.length = 0;
  const enrolling = createAttester(attesterRoom.name, fetch);
  const { session } = await enrolling.beginEvidence(AGE_APP);
  const made = await first.make(await accountChallenge(session));
  if (made) await enrolling.enrol(session, made.registration);
  await topUp(
    { attester: attesterRoom.name, issuer: issuerRoom.name },
    { store, passkeys: first, fetch, now, onStage: () => {} },
  );
});

describe('what is kept', () => {
  it('is shown after one gesture, and needs another for each act', async () => {
    const given = ports([
      [SHOWN, 'delete-account'],
      [`Delete your account with Âge & Co?`, 'stop'],
      [SHOWN, 'stop'],
    ]);
    const before = first.asked.length;
    expect(await rights(setting, given)).toBe('wallet');
    expect(given.stage.left()).toEqual([]);
    expect(first.asked).toHaveLength(before + 1);
  });

  it.each(['declines', 'is unknown'] as const)('is not shown when the passkey %s, and can be left', async (how) => {
    if (how === 'declines') first.behaves = 'declines';
    else attester.interruptAct = ({ path }) => (path === '/account/read' ? problem(401, 'ERR_ACCOUNT') : undefined);
    const heading = how === 'declines' ? 'It was not shown' : 'Nothing is kept for this passkey';
    const given = ports([
      [heading, 'again'],
      [heading, 'stop'],
    ]);
    expect(await rights(setting, given)).toBe('wallet');
    expect(given.stage.left()).toEqual([]);
  });

  it('is exported with these members and no other, whatever came along', () => {
    const view = {
      thresholds: [18],
      expires: 5,
      passkeys: [{ credentialId: new Uint8Array([1, 2, 3]), counter: 7, publicKey: 'p' }],
      drawn: [{ threshold: 18, epoch: '2026-W47', drawn: 1, of: 3, account: 'a' }],
      pepper: 'x',
    } as unknown as AccountView;
    const slot = { epoch: '2026-W47', threshold: 18, minted: 1, ct: 'secret' };
    const visits = countVisits([{ ...slot, epoch: '2026-W48' }, slot, { ...slot, threshold: 16 }, slot]);
    expect(JSON.parse(JSON.stringify(exportRights('attester.example', view, visits, 9)))).toEqual({
      attester: 'attester.example',
      exported: 9,
      thresholds: [18],
      expires: 5,
      passkeys: [{ credentialId: 'AQID', counter: 7 }],
      drawn: [{ threshold: 18, epoch: '2026-W47', drawn: 1, of: 3 }],
      wallet: {
        visits: [
          { epoch: '2026-W47', threshold: 16, count: 1 },
          { epoch: '2026-W47', threshold: 18, count: 2 },
          { epoch: '2026-W48', threshold: 18, count: 1 },
        ],
      },
    });
  });
});

describe('a second passkey', () => {
  const ADDING: Script = [['A second passkey', 'make']];

  it.each(['well', 'without-prf'] as const)('that behaves %s opens the same wallet', async (behaves) => {
    second.behaves = behaves;
    const online: Script = [
      ['This passkey cannot protect the wallet', 'online'],
      ['What it costs to use this passkey', 'use'],
      ['Once more, the same passkey', 'go'],
    ];
    const given = ports([...ADDING, ...(behaves === 'well' ? [] : online), ['The passkey is added', 'stop']]);
    expect(await addFurtherPasskey(setting, await ids(), given)).toBe('stop');
    expect(given.stage.left()).toEqual([]);
    const wraps = await store.readWraps();
    expect(wraps.map(({ local }) => local !== undefined)).toEqual([false, behaves === 'without-prf']);
    const [byFirst, bySecond] = await Promise.all(
      [first, second].map((one) => openWallet(wraps, { passkeys: one, fetch })),
    );
    expect(bySecond).toHaveLength(32);
    expect(bySecond).toEqual(byFirst);
    // And it is the account's: there is still one quota.
    expect(attester.messages.filter(({ path }) => path === '/account/passkeys')).toHaveLength(1);
  });

  it('is none of the account, nor of the wallet, when the first does not confirm it', async () => {
    first.behaves = 'declines';
    const given = ports([...ADDING, ['A second passkey', 'stop']]);
    expect(await addFurtherPasskey(setting, await ids(), given)).toBe('stop');
    expect(attester.messages.map(({ path }) => path)).not.toContain('/account/passkeys');
    expect(await store.readWraps()).toHaveLength(1);
  });

  it('is not kept here when the account has five', async () => {
    attester.interruptAct = ({ path }) =>
      path === '/account/passkeys' ? problem(429, 'ERR_QUOTA_EXCEEDED') : undefined;
    const given = ports([...ADDING, ['A second passkey', 'stop']]);
    expect(await addFurtherPasskey(setting, await ids(), given)).toBe('stop');
    expect(await store.readWraps()).toHaveLength(1);
  });

  it('is not wrapped by a passkey that opens nothing here', async () => {
    const [wrap] = await store.readWraps();
    if (wrap) await store.saveWrap({ ...wrap, credentialId: new Uint8Array(16) }, [wrap]);
    const given = ports([...ADDING, ['A second passkey', 'stop']]);
    await addFurtherPasskey(setting, await ids(), given);
    expect(attester.messages.map(({ path }) => path)).not.toContain('/account/passkeys');
  });
});

describe('deleting the account', () => {
  const held = async () => ({
    wraps: await store.readWraps(),
    visits: [],
    hasWallet: true,
    expires: WEDNESDAY,
    passkeyIds: await ids(),
  });
  const ASKED = 'Delete your account with Âge & Co?';

  it('takes its own gesture, and leaves the visits here', async () => {
    const accounts = attester.accounts.size;
    const given = ports([
      [ASKED, 'delete'],
      ['The account is deleted', 'stop'],
    ]);
    expect(await deleteAccount(setting, await held(), given)).toBe('wallet');
    expect(attester.accounts.size).toBe(accounts - 1);
    expect(await store.readTokens()).toHaveLength(60);
  });

  it('that was not heard of again is known to have happened', async () => {
    let times = 0;
    const unheard = () => (times++ === 0 ? problem(503, 'ERR_NOT_READY') : problem(401, 'ERR_ACCOUNT'));
    attester.interruptAct = ({ path }) => (path === '/account/erase' ? unheard() : undefined);
    const given = ports([
      [ASKED, 'delete'],
      [ASKED, 'delete'],
      ['The account is deleted', 'stop'],
    ]);
    expect(await deleteAccount(setting, await held(), given)).toBe('wallet');
  });

  it('does nothing when the passkey declines', async () => {
    first.behaves = 'declines';
    const given = ports([
      [ASKED, 'delete'],
      [ASKED, 'stop'],
    ]);
    expect(await deleteAccount(setting, await held(), given)).toBe('kept');
    expect(attester.messages.map(({ path }) => path)).not.toContain('/account/erase');
  });
});
