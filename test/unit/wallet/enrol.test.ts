import { beforeEach, describe, expect, it } from 'vitest';
import { enrol } from '../../../services/wallet/pages/enrol/enrol.ts';
import type { Method } from '../../../services/wallet/pages/enrol/method.ts';
import { METHODS } from '../../../services/wallet/pages/enrol/methods.ts';
import type { Stage } from '../../../services/wallet/pages/frame/stage.ts';
import { minutesLeft } from '../../../services/wallet/pages/frame/time-left.ts';
import { topUp } from '../../../services/wallet/pages/stock/top-up.ts';
import { actAsAttester } from './fake-attester.ts';
import { actAsIssuer } from './fake-issuer.ts';
import { createOfflineRoom, fetchFrom, problem } from './fake-room.ts';
import { createMemoryStore, createSoftPasskeys } from './memory-wallet.ts';
import { createScriptedStage, type Script, WAITS } from './scripted-stage.ts';
import { WEDNESDAY } from './world.ts';

const WALLET = 'http://wallet.localhost:4001';
const [attesterRoom, issuerRoom] = [createOfflineRoom('attester'), createOfflineRoom('issuer')];
const now = (): number => WEDNESDAY;
const attester = actAsAttester(attesterRoom, { now, wallet: WALLET });
actAsIssuer(issuerRoom, { now, wallet: WALLET, attester: () => attester });
const reach = fetchFrom([attesterRoom, issuerRoom]);
const setting = { name: attesterRoom.name, label: 'Âge & Co' };
const asked = (): string[] => attester.messages.map(({ path }) => path);

let store = createMemoryStore();
let passkeys = createSoftPasskeys(WALLET);
const portsWith = (stage: Stage, more: object = {}) => ({
  stage,
  store,
  passkeys,
  now,
  fetch: reach,
  methods: METHODS,
  phone: undefined,
  hasOthers: false,
  mark: { forget: async () => {} },
  pause: async () => {},
  ...more,
});

async function go(script: Script, more: object = {}) {
  const stage = createScriptedStage(script);
  const end = await enrol(setting, portsWith(stage, more));
  expect(stage.left()).toEqual([]);
  return { end, said: stage.said };
}

beforeEach(() => {
  store = createMemoryStore();
  passkeys = createSoftPasskeys(WALLET);
  attester.evidence = 'proved';
  attester.interruptAct = undefined;
  attester.granted.clear();
  attester.messages.length = 0;
});

describe('the methods', () => {
  /** What a later step of the work would add: one row, and its screen. */
  const other: Method = {
    name: 'eu-wallet',
    sentences: () => ({ label: 'Other', does: '', learns: () => '', waiting: 'Waiting for the other.' }),
    isRequest: () => true,
    screen: () => () => ({ heading: 'The other asks', body: [] }),
  };

  it('are no choice while there is one', async () => {
    const { said } = await go([
      ['Show your proof of age', WAITS],
      ['Protect it with a passkey', 'stop'],
    ]);
    expect(said).toContain('Waiting for your phone. This page goes on by itself.');
  });

  it('are one as soon as there are two, and any of them can be the way on after a refusal', async () => {
    attester.evidence = 'refused';
    const { end, said } = await go(
      [
        ['How do you want to prove your age?', METHODS[0]],
        ['Show your proof of age', WAITS],
        ['This proof did not show the age', 'method'],
        ['How do you want to prove your age?', other],
        ['The other asks', WAITS],
        ['This proof did not show the age', 'attester'],
      ],
      { methods: [...METHODS, other] },
    );
    expect(end).toEqual({ kind: 'attester' });
    expect(said).toContain('Waiting for the other.');
  });

  it('are asked for by their names, and may ask with nothing but their own kind of request', async () => {
    const named = (name: string, isRequest: (request: string) => boolean): Method => ({ ...other, name, isRequest });
    const refused = (method: Method) =>
      go([['Something went wrong', 'stop']], { methods: [method] }).then(({ end }) => end.kind);
    expect(await refused(named('eid-card', () => true))).toBe('stopped');
    expect(asked()).toEqual(['/evidence/eid-card']);
    expect(await refused(named('eu-wallet', (request) => request.startsWith('https:')))).toBe('stopped');
    expect(METHODS[0].isRequest('javascript:alert(1)')).toBe(false);
  });
});

describe('a passkey without PRF', () => {
  const PROVED: Script = [['Show your proof of age', WAITS]];
  const MADE: Script = [...PROVED, ['Protect it with a passkey', 'make']];
  const CHOSEN: Script = [
    ...MADE,
    ['This passkey cannot protect the wallet', 'online'],
    ['What it costs to use this passkey', 'use'],
  ];
  beforeEach(() => {
    passkeys.behaves = 'without-prf';
  });

  it('is no account before its owner has read twice what it means', async () => {
    await go([...MADE, ['This passkey cannot protect the wallet', 'stop']]);
    await go([
      ...MADE,
      ['This passkey cannot protect the wallet', 'online'],
      ['What it costs to use this passkey', 'other'],
      ['Protect it with a passkey', 'stop'],
    ]);
    expect(asked()).not.toContain('/accounts');
    expect(await store.readWraps()).toEqual([]);
  });

  it('opens the wallet with the share, and goes on to the visits without asking for it again', async () => {
    const { end } = await go([...CHOSEN, ['Once more, the same passkey', 'go']]);
    const [wrap] = await store.readWraps();
    expect(wrap?.local).toHaveLength(32);
    expect(asked().slice(-3)).toEqual(['/accounts', '/account/challenge', '/account/share']);
    if (end.kind !== 'enrolled' || !end.made) throw new Error('not enrolled');
    const parties = { attester: attesterRoom.name, issuer: issuerRoom.name, made: end.made };
    const outcome = await topUp(parties, { store, passkeys, fetch: reach, now, onStage: () => {} });
    expect(outcome).toMatchObject({ kind: 'done', batches: [{ tokens: 30 }, { tokens: 30 }] });
    expect(asked().filter((path) => path === '/account/share')).toHaveLength(1);
  });

  it('leaves the wallet as it was until the share is there', async () => {
    const held = {
      credentialId: new Uint8Array(16),
      attester: 'x.example',
      iv: new Uint8Array(12),
      ct: new Uint8Array(48),
    };
    await store.saveWrap(held, []);
    attester.interruptAct = () => problem(503, 'ERR_NOT_READY');
    await go([
      ...PROVED,
      ['First, the passkey you have', 'lost'],
      ['Protect it with a passkey', 'make'],
      ['This passkey cannot protect the wallet', 'online'],
      ['What it costs to use this passkey', 'use'],
      ['Once more, the same passkey', 'go'],
      ['Something went wrong', 'again'],
      ['Once more, the same passkey', 'stop'],
    ]);
    expect(await store.readWraps()).toEqual([held]);
  });

  it('opens a wallet that holds visits for the next passkey', async () => {
    const { end } = await go([...CHOSEN, ['Once more, the same passkey', 'go']]);
    if (end.kind !== 'enrolled' || !end.made) throw new Error('not enrolled');
    const parties = { attester: attesterRoom.name, issuer: issuerRoom.name, made: end.made };
    await topUp(parties, { store, passkeys, fetch: reach, now, onStage: () => {} });
    await go([...PROVED, ['First, the passkey you have', 'use'], ['Protect it with a passkey', 'stop']]);
    expect(asked().filter((path) => path === '/account/share')).toHaveLength(2);
  });
});

describe('the time left', () => {
  it('is told by the minute, and not at all by a clock that is wrong', () => {
    const told = [300, 299, 61, 60, 1, 0, -5, 901].map((left) => minutesLeft(WEDNESDAY + left, WEDNESDAY));
    expect(told).toEqual([5, 5, 2, 1, 1, undefined, undefined, undefined]);
  });
});
