import { accountAssertionChallenge } from '@bauta/sdk/client';
import { epochAfter, epochAt, formatHex, parseBase64url, startOf } from '@bauta/sdk/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountChallenge } from '../../../services/wallet/pages/enrol/attester.ts';
import { createWalletMark, type WalletMark } from '../../../services/wallet/pages/keep/wallet-mark.ts';
import { readStock } from '../../../services/wallet/pages/stock/read-stock.ts';
import { nextBatch } from '../../../services/wallet/pages/stock/second-batch.ts';
import { countStock } from '../../../services/wallet/pages/stock/stock-count.ts';
import { type TopUpOutcome, topUp } from '../../../services/wallet/pages/stock/top-up.ts';
import type { TopUpParties, TopUpPorts, TopUpStage } from '../../../services/wallet/pages/stock/top-up-ports.ts';
import { actAsAttester } from './fake-attester.ts';
import { actAsIssuer } from './fake-issuer.ts';
import { createOfflineRoom, fetchFrom, problem } from './fake-room.ts';
import { createMemoryStore, createSoftPasskeys } from './memory-wallet.ts';
import { WEDNESDAY } from './world.ts';

const WALLET = 'http://wallet.localhost:4999';
const THIS = epochAt(WEDNESDAY);
const NEXT = epochAfter(THIS);
const attesterRoom = createOfflineRoom('attester');
const issuerRoom = createOfflineRoom('issuer');
let now = WEDNESDAY;
const clock = () => now;
const attester = actAsAttester(attesterRoom, { now: clock, wallet: WALLET });
const issuer = actAsIssuer(issuerRoom, { now: clock, wallet: WALLET, attester: () => attester });
const reach = fetchFrom([attesterRoom, issuerRoom]);

let store = createMemoryStore();
let passkeys = createSoftPasskeys(WALLET);
let mark: WalletMark;
let stages: TopUpStage[] = [];
let fetch: TopUpPorts['fetch'] = reach;

function memoryMark(): WalletMark {
  let kept: string | undefined;
  const write = async (written: string | undefined) => {
    kept = written;
  };
  return createWalletMark([{ read: async () => kept, write }]);
}

const run = (more: Partial<TopUpParties> = {}): Promise<TopUpOutcome> => {
  stages = [];
  const parties = { attester: attesterRoom.name, issuer: issuerRoom.name, ...more };
  return topUp(parties, { store, passkeys, fetch, now: clock, onStage: (stage) => stages.push(stage), mark });
};
const look = () => readStock(store, mark, now);
const countOf = async (epoch: string) => (await store.readTokens()).filter((one) => one.epoch === epoch).length;

/** Leaves `left` visits of this week. */
async function useUp(left: number): Promise<void> {
  for (const token of (await store.readTokens()).filter(({ epoch }) => epoch === THIS).slice(left)) {
    store.tokens.delete(formatHex(token.id));
  }
}

/** What the doors of the attester were asked for since. */
function doorsSince(count: number): string[] {
  return attesterRoom.arrivals.slice(count).map(({ path }) => path);
}

async function enrol(): Promise<void> {
  const post = async (path: string, message: unknown) => {
    const answer = await reach(`${attesterRoom.origin}${path}`, { method: 'POST', body: JSON.stringify(message) });
    return (await answer.json()) as { session: string };
  };
  const { session } = await post('/evidence/eu-wallet', {});
  const made = await passkeys.make(await accountChallenge(session));
  await post('/accounts', { session, registration: made?.registration });
}

beforeEach(async () => {
  now = WEDNESDAY;
  store = createMemoryStore();
  passkeys = createSoftPasskeys(WALLET);
  mark = memoryMark();
  fetch = reach;
  attester.interrupt = undefined;
  issuer.interrupt = undefined;
  attester.granted.clear();
  issuer.bodies.length = 0;
  await enrol();
});

describe('a further batch of a week', () => {
  it('is offered when few visits are left, and not before', async () => {
    await run();
    expect(await look()).not.toHaveProperty('more');
    await useUp(6);
    expect(await look()).not.toHaveProperty('more');
    await useUp(5);
    expect((await look()).more).toEqual({ epoch: THIS, batch: undefined });
    await useUp(0);
    expect((await look()).more).toEqual({ epoch: THIS, batch: undefined });
  });

  it('is never fetched unasked, not even when all are used', async () => {
    await run();
    await useUp(0);
    expect(await look()).toMatchObject({ canFetch: false, total: 30 });
    expect(await run()).toEqual({ kind: 'nothing' });
    now = startOf(NEXT) + 86_400;
    expect(await mark.read()).toBe(NEXT);
  });

  it('comes on the person’s word, with one gesture, and is said to be the third when it is known to be', async () => {
    await run();
    await useUp(3);
    now += 60;
    const gestures = passkeys.asked.length;
    expect(await run({ more: THIS })).toMatchObject({ batches: [{ epoch: THIS, tokens: 30 }] });
    expect(passkeys.asked.length - gestures).toBe(1);
    expect([await countOf(THIS), await countOf(NEXT)]).toEqual([33, 30]);
    expect(await look()).not.toHaveProperty('more');
    expect(attester.granted.size).toBe(3);

    const mixed = await store.readTokens();
    const firsts = mixed.filter(({ epoch, minted }) => epoch === THIS && minted === WEDNESDAY).slice(0, 2);
    const seconds = mixed.filter(({ epoch, minted }) => epoch === THIS && minted !== WEDNESDAY).slice(0, 2);
    for (const { id } of mixed.filter(({ epoch }) => epoch === THIS)) store.tokens.delete(formatHex(id));
    for (const token of [...firsts, ...seconds]) store.tokens.set(formatHex(token.id), token);
    expect((await look()).more).toEqual({ epoch: THIS, batch: 3 });
  });

  it('is asked for beside what is empty', async () => {
    now = startOf(NEXT) - 7 * 86_400 + 300;
    await run();
    await useUp(0);
    now = WEDNESDAY;
    expect(await run({ more: THIS })).toMatchObject({
      batches: [
        { epoch: THIS, tokens: 30 },
        { epoch: NEXT, tokens: 30 },
      ],
    });
  });

  it('is not asked for when another tab has filled the stock meanwhile, nor for another week', async () => {
    await run();
    await useUp(0);
    await run({ more: THIS });
    expect(await run({ more: THIS })).toEqual({ kind: 'nothing' });
    await useUp(0);
    expect(await run({ more: epochAfter(NEXT) })).toEqual({ kind: 'nothing' });
  });

  it('that was cut off is finished with the same bytes, and no fourth comes of trying again', async () => {
    await run();
    await useUp(0);
    issuer.interrupt = () => problem(503, 'ERR_NOT_READY');
    expect(await run({ more: THIS })).toMatchObject({ batches: [{ failed: 'ERR_NOT_READY' }] });
    expect(await look()).toMatchObject({ isInterrupted: true });
    expect(await look()).not.toHaveProperty('more');
    issuer.interrupt = undefined;
    expect(await run({ more: THIS })).toMatchObject({ batches: [{ epoch: THIS, tokens: 30 }] });
    expect(attester.granted.size).toBe(3);
    expect(await countOf(THIS)).toBe(30);
  });

  it('that the attester declines is not offered again while the page lives, and leaves nothing under way', async () => {
    await run();
    await useUp(0);
    attester.interrupt = () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"responses":[{"error":"ERR_QUOTA_EXCEEDED"}]}',
    });
    expect(await run({ more: THIS })).toEqual({
      kind: 'done',
      batches: [{ threshold: 18, epoch: THIS, refused: 'ERR_QUOTA_EXCEEDED' }],
    });
    expect(await store.readPending()).toEqual([]);
    expect(await look()).not.toHaveProperty('more');
  });

  it('is not offered outside the week’s window, nor after three batches that can be told apart', () => {
    const token = (minted: number) => ({ id: new Uint8Array(16), epoch: THIS, threshold: 18, minted });
    const late = startOf(NEXT) - 1800;
    expect(countStock([token(1)], [], late)).not.toHaveProperty('more');
    expect(countStock([token(1)], [], WEDNESDAY)).toHaveProperty('more');
    expect(countStock([token(1), token(2), token(3)], [], WEDNESDAY)).not.toHaveProperty('more');
    expect(nextBatch([token(1)], THIS)).toBeUndefined();
    expect(nextBatch([token(1), token(2)], THIS)).toBe(3);
    // Two ages minted apart are no two batches.
    expect(nextBatch([token(1), { ...token(2), threshold: 21 }], THIS)).toBeUndefined();
  });

  it('is for every age at once, as the first was', async () => {
    const { dueSlots } = await import('../../../services/wallet/pages/stock/due-slots.ts');
    const slot = (threshold: number, epoch = THIS) => ({ threshold, epoch }) as never;
    const open = [slot(13), slot(18), slot(18, NEXT)];
    const token = (threshold: number, epoch = THIS) => ({ id: new Uint8Array(16), epoch, threshold, minted: 1 });
    const tokens = [...Array.from({ length: 20 }, () => token(13)), token(18), token(18, NEXT)];
    const due = { tokens, pending: [], until: NEXT, now: WEDNESDAY };
    expect(dueSlots(open, { ...due, more: THIS })).toEqual([slot(13), slot(18)]);
    expect(dueSlots(open, { ...due, more: undefined })).toEqual([]);
    expect(dueSlots(open, { ...due, more: THIS, pending: [{ epoch: THIS, threshold: 18 }] })).toEqual([]);
  });
});

describe('a top-up with a passkey that has no PRF', () => {
  beforeEach(() => {
    passkeys.behaves = 'without-prf';
  });

  it('begins a wallet only after the person has accepted what it costs', async () => {
    expect(await run()).toEqual({ kind: 'no-prf' });
    expect(await store.readWraps()).toEqual([]);
    const before = attesterRoom.arrivals.length;
    expect(await run({ takesOnline: true })).toMatchObject({ kind: 'done', batches: [{ tokens: 30 }, { tokens: 30 }] });
    const [wrap] = await store.readWraps();
    expect(wrap?.local).toHaveLength(32);
    expect(doorsSince(before)).toContain('/account/share');
    expect(stages).toEqual(['preparing', 'agreeing', 'unlocking', 'granting', 'signing']);
  });

  it('fetches the share with one gesture, then agrees with another', async () => {
    await run({ takesOnline: true });
    await useUp(0);
    const gestures = passkeys.asked.length;
    const before = attesterRoom.arrivals.length;
    expect(await run({ more: THIS })).toMatchObject({ batches: [{ tokens: 30 }] });
    expect(stages).toEqual(['preparing', 'unlocking', 'agreeing', 'granting', 'signing']);
    expect(passkeys.asked.length - gestures).toBe(2);
    expect(doorsSince(before).filter((path) => !path.startsWith('/.well-known'))).toEqual([
      '/account/challenge',
      '/account/share',
      '/grants/challenge',
      '/grants',
    ]);
    // The gesture is good for the share and for nothing else.
    const shares = attester.messages.filter(({ path }) => path === '/account/share');
    const { nonce } = (shares.at(-1) as { message: unknown }).message as { nonce: string };
    expect(passkeys.asked[gestures]).toEqual(await accountAssertionChallenge(parseBase64url(nonce), 'share'));
  });

  it('opens what it fetched, each time with the same key', async () => {
    await run({ takesOnline: true });
    issuer.interrupt = () => problem(503, 'ERR_NOT_READY');
    await useUp(0);
    await run({ more: THIS });
    issuer.interrupt = undefined;
    const gestures = passkeys.asked.length;
    expect(await run()).toMatchObject({ batches: [{ epoch: THIS, tokens: 30 }] });
    expect(passkeys.asked.length - gestures).toBe(2);
    expect(await store.readPending()).toEqual([]);
  });

  it('asks for nothing when there is nothing to fetch, and stops where the person stops', async () => {
    await run({ takesOnline: true });
    const gestures = passkeys.asked.length;
    expect(await run()).toEqual({ kind: 'nothing' });
    expect(passkeys.asked.length).toBe(gestures);
    await useUp(0);
    passkeys.behaves = 'declines';
    expect(await run({ more: THIS })).toEqual({ kind: 'declined' });
    expect(stages.at(-1)).toBe('unlocking');
    expect(await store.readPending()).toEqual([]);
  });

  it('does not make one gesture do where the share is refused', async () => {
    await run({ takesOnline: true });
    await useUp(0);
    attester.interruptAct = ({ path }) => (path === '/account/share' ? problem(401, 'ERR_ACCOUNT') : undefined);
    await expect(run({ more: THIS })).rejects.toMatchObject({ code: 'ERR_ACCOUNT' });
    attester.interruptAct = undefined;
    expect(await store.readPending()).toEqual([]);
    expect(await countOf(THIS)).toBe(0);
  });

  it('goes by a wrap that enrolment has kept already, without asking for the share again', async () => {
    await run({ takesOnline: true });
    const [wrap] = await store.readWraps();
    if (!wrap) throw new Error('no wrap');
    store.tokens.clear();
    const before = attesterRoom.arrivals.length;
    const made = { credentialId: wrap.credentialId, dataKey: new Uint8Array(32).fill(7) };
    expect(await run({ made })).toMatchObject({ batches: [{ tokens: 30 }, { tokens: 30 }] });
    expect(doorsSince(before)).not.toContain('/account/share');
    expect(await store.readWraps()).toEqual([wrap]);
  });

  it('works beside a passkey with PRF, which is asked for no share', async () => {
    passkeys.behaves = 'well';
    await run();
    const online = createSoftPasskeys(WALLET);
    const made = await online.make(new Uint8Array(32));
    const [wrap] = await store.readWraps();
    if (!wrap || !made) throw new Error('no wrap');
    // Only the form matters here: one wrap of the wallet has `local`, and its passkey is not the one that answers.
    await store.saveWrap({ ...wrap, credentialId: made.credentialId, local: new Uint8Array(32) }, []);
    await useUp(0);
    const before = attesterRoom.arrivals.length;
    expect(await run({ more: THIS })).toMatchObject({ batches: [{ tokens: 30 }] });
    expect(doorsSince(before)).not.toContain('/account/share');
    expect(stages).not.toContain('unlocking');
  });
});

describe('a wallet whose wraps were taken away', () => {
  it('begins again with the same account and passkey, and drops what opens never again', async () => {
    await run();
    const [wrap] = await store.readWraps();
    const left = await store.readTokens();
    store.clear();
    for (const token of left) store.tokens.set(formatHex(token.id), token);
    expect(await run()).toMatchObject({ batches: [{ tokens: 30 }, { tokens: 30 }] });
    expect(await store.readTokens()).toHaveLength(60);
    expect((await store.readWraps())[0]?.credentialId).toEqual(wrap?.credentialId);
    expect(new Set(attester.granted).size).toBe(4);
  });
});
