import { beforeEach, describe, expect, it } from 'vitest';
import { enrol } from '../../../services/wallet/pages/enrol/enrol.ts';
import type { Method } from '../../../services/wallet/pages/enrol/method.ts';
import { methodsOf } from '../../../services/wallet/pages/enrol/methods.ts';
import type { ProofsUnderway } from '../../../services/wallet/pages/enrol/proof-underway.ts';
import type { Stage } from '../../../services/wallet/pages/frame/stage.ts';
import { minutesLeft } from '../../../services/wallet/pages/frame/time-left.ts';
import { topUp } from '../../../services/wallet/pages/stock/top-up.ts';
import { en } from '../../../services/wallet/text/en.ts';
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

/** Nobody else goes on with a proof. */
const proofs: ProofsUnderway = {
  keep: () => {},
  takeOver: () => undefined,
  forget: () => {},
  moved: () => new Promise(() => {}),
};

let store = createMemoryStore();
let passkeys = createSoftPasskeys(WALLET);
const portsWith = (stage: Stage, more: object = {}) => ({
  stage,
  store,
  passkeys,
  now,
  fetch: reach,
  methodsOf,
  proofs,
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
  attester.methods = [{ name: 'eu-wallet' }];
  attester.interruptAct = undefined;
  attester.granted.clear();
  attester.messages.length = 0;
});

describe('the methods', () => {
  /** What a later step of the work would add: one row, and its screen. */
  const other: Method = {
    name: 'eu-wallet',
    sentences: () => ({ label: 'Other', does: '', learns: () => '', waiting: 'Waiting for the other.' }),
    isLink: () => true,
    screen: () => () => ({ heading: 'The other asks', body: [] }),
  };
  const [app] = methodsOf([{ name: 'eu-wallet' }]) as [Method];
  const only = (...methods: Method[]) => ({ methodsOf: () => methods });

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
        ['How do you want to prove your age?', app],
        ['Show your proof of age', WAITS],
        ['This proof did not show the age', 'method'],
        ['How do you want to prove your age?', other],
        ['The other asks', WAITS],
        ['This proof did not show the age', 'attester'],
      ],
      only(app, other),
    );
    expect(end).toEqual({ kind: 'attester' });
    expect(said).toContain('Waiting for the other.');
  });

  it('are those that the attester lists and this wallet knows, in an order of its own', () => {
    const listed = [
      { name: 'oidc-b', label: 'Bank' },
      { name: 'eid-card' },
      { name: 'oidc-a' },
      { name: 'eudi-wallet' },
      { name: 'eu-wallet' },
      { name: 'oidc-/../x' },
    ];
    expect(methodsOf(listed).map(({ name, sentences }) => `${name}: ${sentences(en).label}`)).toEqual([
      'eu-wallet: Age app',
      'eudi-wallet: European identity wallet',
      'oidc-b: Bank',
      'oidc-a: oidc-a',
    ]);
  });

  it('of an attester that has none which is known here end in words, not in a blank page', async () => {
    attester.methods = [{ name: 'eid-card' }];
    expect((await go([['Something went wrong', 'stop']])).end).toEqual({ kind: 'stopped' });
    expect(asked()).toEqual([]);
  });

  it('are asked for by their names, and may ask with nothing but their own kind of link', async () => {
    const named = (name: string, isLink: (link: string) => boolean): Method => ({ ...other, name, isLink });
    const refused = (method: Method) =>
      go([['Something went wrong', 'stop']], only(method)).then(({ end }) => end.kind);
    expect(await refused(named('eid-card', () => true))).toBe('stopped');
    expect(asked()).toEqual(['/evidence/eid-card']);
    expect(await refused(named('eu-wallet', (link) => link.startsWith('https:')))).toBe('stopped');
    expect(app.isLink('javascript:alert(1)')).toBe(false);
  });
});

describe('a proof to which the browser comes back', () => {
  const session = `${'S'.repeat(42)}A`;
  const back = (code: string, script: Script) => {
    const stage = createScriptedStage(script);
    attester.opened.add(session);
    return enrol(setting, portsWith(stage), { session, code }).then((end) => ({ end, left: stage.left() }));
  };
  const sent = () => attester.messages.filter(({ path }) => path === '/evidence/result').map(({ message }) => message);

  it('is protected at once, and its code is shown to the attester', async () => {
    const code = 'C'.repeat(43);
    expect(await back(code, [['Protect it with a passkey', 'stop']])).toEqual({ end: { kind: 'stopped' }, left: [] });
    expect(sent()).toEqual([{ session, code }]);
    expect(asked()).not.toContain('/evidence/eu-wallet');
  });

  it('may have been refused: then the ways on are there', async () => {
    attester.evidence = 'refused';
    await back('', [['This proof did not show the age', 'stop']]);
    expect(sent()).toEqual([{ session }]);
  });

  it('without anything to wait for is over', async () => {
    attester.evidence = 'waiting';
    await back('', [['Something went wrong', 'stop']]);
    expect(sent()).toEqual([{ session }]);
  });

  it('that another tab has taken over leaves this one with words, and with no second passkey', async () => {
    attester.evidence = 'waiting';
    const kept: unknown[] = [];
    const moving: ProofsUnderway = { ...proofs, keep: (proof) => kept.push(proof), moved: async () => {} };
    const { end } = await go(
      [
        ['Show your proof of age', WAITS],
        ['It goes on in another tab', 'stop'],
      ],
      { proofs: moving },
    );
    expect(end).toEqual({ kind: 'stopped' });
    expect(kept).toEqual([{ attester: attesterRoom.name, session: expect.any(String), until: WEDNESDAY + 300 }]);
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
