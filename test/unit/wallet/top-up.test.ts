import { epochAfter, epochAt, formatHex } from '@bauta/sdk/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountChallenge, createAttester } from '../../../services/wallet/pages/enrol/attester.ts';
import type { Method } from '../../../services/wallet/pages/enrol/method.ts';
import { methodsOf } from '../../../services/wallet/pages/enrol/methods.ts';
import { unlockAlone } from '../../../services/wallet/pages/passkey/unlock.ts';
import { judgeRequest } from '../../../services/wallet/pages/present/judge-request.ts';
import { spend } from '../../../services/wallet/pages/present/spend.ts';
import { type TopUpOutcome, topUp } from '../../../services/wallet/pages/stock/top-up.ts';
import type { TopUpPorts } from '../../../services/wallet/pages/stock/top-up-ports.ts';
import { actAsAttester, type FakeAttester } from './fake-attester.ts';
import { actAsIssuer, type FakeIssuer } from './fake-issuer.ts';
import { createOfflineRoom, fetchFrom, problem } from './fake-room.ts';
import { actAsSite, type FakeSite } from './fake-site.ts';
import { createMemoryStore, createSoftPasskeys } from './memory-wallet.ts';
import { WEDNESDAY } from './world.ts';

const [AGE_APP] = methodsOf([{ name: 'eu-wallet' }]) as [Method];

const WALLET = 'http://wallet.localhost:4999';
const attesterRoom = createOfflineRoom('attester');
const issuerRoom = createOfflineRoom('issuer');
const siteRoom = createOfflineRoom('site');
let now = WEDNESDAY;
const clock = () => now;
const attester: FakeAttester = actAsAttester(attesterRoom, { now: clock, wallet: WALLET });
const issuer: FakeIssuer = actAsIssuer(issuerRoom, { now: clock, wallet: WALLET, attester: () => attester });
const reach = fetchFrom([attesterRoom, issuerRoom]);

let store = createMemoryStore();
let passkeys = createSoftPasskeys(WALLET);
let fetch: TopUpPorts['fetch'] = reach;

const parties = { attester: attesterRoom.name, issuer: issuerRoom.name };
const run = (): Promise<TopUpOutcome> => topUp(parties, { store, passkeys, fetch, now: clock, onStage: () => {} });

const tokensOf = (outcome: TopUpOutcome) =>
  outcome.kind === 'done' ? outcome.batches.map((batch) => ('tokens' in batch ? batch.tokens : 0)) : [];

beforeEach(async () => {
  now = WEDNESDAY;
  store = createMemoryStore();
  passkeys = createSoftPasskeys(WALLET);
  fetch = reach;
  attester.interrupt = undefined;
  issuer.interrupt = undefined;
  attester.granted.clear();
  issuer.bodies.length = 0;
  const enrolling = createAttester(attesterRoom.name, reach);
  const { session } = await enrolling.beginEvidence(AGE_APP);
  const made = await passkeys.make(await accountChallenge(session));
  if (made) await enrolling.enrol(session, made.registration);
});

describe('a top-up', () => {
  it('gets 30 tokens for each open week with one gesture, and nothing the second time', async () => {
    expect(tokensOf(await run())).toEqual([30, 30]);
    expect(passkeys.asked).toHaveLength(1);
    expect(await store.readPending()).toEqual([]);
    expect((await store.readTokens()).map(({ epoch }) => epoch).sort()).toEqual([
      ...Array(30).fill(epochAt(now)),
      ...Array(30).fill(epochAfter(epochAt(now))),
    ]);
    expect(await run()).toEqual({ kind: 'nothing' });
    expect(passkeys.asked).toHaveLength(1);
  });

  it('asks for the next week alone once this week’s window is closed', async () => {
    now = WEDNESDAY + 4.5 * 86_400 - 1800;
    expect(tokensOf(await run())).toEqual([30]);
  });

  it.each(['declines', 'without-prf'] as const)('asks nobody for anything when the passkey %s', async (behaves) => {
    passkeys.behaves = behaves;
    expect(await run()).toEqual({ kind: behaves === 'declines' ? 'declined' : 'no-prf' });
    expect(await store.readPending()).toEqual([]);
    expect(await store.readWraps()).toEqual([]);
    expect(attester.granted.size).toBe(0);
  });

  it('has its requests on the disk before it asks for the first grant', async () => {
    const wasKept: number[] = [];
    fetch = async (url, init) => {
      if (url.endsWith('/grants')) wasKept.push((await store.readPending()).length);
      return reach(url, init);
    };
    await run();
    expect(wasKept).toEqual([2]);
  });

  it('says that there are no keys when the clock is far off', async () => {
    now = WEDNESDAY - 400 * 86_400;
    await expect(run()).rejects.toMatchObject({ code: 'ERR_SLOT' });
  });

  it('drops what the attester declines for good, and keeps the rest', async () => {
    const first = epochAt(now);
    attester.interrupt = ({ body }) => {
      const { requests } = JSON.parse(body.toString()) as { requests: { epoch: string }[] };
      const responses = requests.map(() => ({ error: 'ERR_QUOTA_EXCEEDED' }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ responses }) };
    };
    expect(await run()).toEqual({
      kind: 'done',
      batches: [first, epochAfter(first)].map((epoch) => ({ threshold: 18, epoch, refused: 'ERR_QUOTA_EXCEEDED' })),
    });
    expect(await store.readPending()).toEqual([]);
  });

  it.each([
    ['ERR_REQUEST_MALFORMED', 422, 'refused', 0],
    ['ERR_RATE_LIMITED', 429, 'failed', 2],
    ['ERR_FAULT', 500, 'failed', 2],
  ] as const)('after %s of the issuer keeps only what can still succeed', async (code, status, how, left) => {
    issuer.interrupt = () => problem(status, code);
    expect(await run()).toMatchObject({ kind: 'done', batches: [{ [how]: code }, { [how]: code }] });
    expect(await store.readPending()).toHaveLength(left);
  });

  it('keeps no token whose signature is not the issuer’s', async () => {
    issuer.interrupt = () => ({
      status: 200,
      headers: { 'content-type': 'application/private-token-generic-batch-response' },
      body: Buffer.concat([
        Buffer.from('5e5a', 'hex'),
        ...Array.from({ length: 30 }, () => Buffer.concat([Buffer.from('010002', 'hex'), Buffer.alloc(256, 1)])),
      ]),
    });
    expect(await run()).toMatchObject({
      batches: [{ failed: 'ERR_RESPONSE_SIGNATURE' }, { failed: 'ERR_RESPONSE_SIGNATURE' }],
    });
    expect(await store.readTokens()).toEqual([]);
  });

  // Every request of a top-up, cut off before it arrives and after it was answered.
  const requests = ['/challenge', '/grants', '/batches'].flatMap((path) =>
    (['before', 'after'] as const).map((when) => ({ path, when })),
  );
  it.each(requests)('loses nothing when the connection breaks $when $path', async ({ path, when }) => {
    let isCut = true;
    fetch = async (url, init) => {
      if (!isCut || !url.endsWith(path)) return reach(url, init);
      if (when === 'after') await reach(url, init);
      throw new TypeError('fetch failed');
    };
    await run().catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_NOT_READY' }));
    isCut = false;
    // A new page: nothing but the store is left of the first.
    expect(tokensOf(await run())).toEqual([30, 30]);
    expect(await store.readTokens()).toHaveLength(60);
    expect(await store.readPending()).toEqual([]);
    expect(attester.granted.size).toBe(2);
    expect(new Set(issuer.bodies).size).toBe(2);
  });

  it('takes up what was left together with a week that is still empty', async () => {
    issuer.interrupt = ({ headers }) => (headers.authorization ? problem(503, 'ERR_NOT_READY') : undefined);
    await run();
    const [, gone] = await store.readPending();
    if (gone) await store.finishPending(gone.id, []);
    expect(await store.readPending()).toHaveLength(1);
    issuer.interrupt = undefined;
    const gestures = passkeys.asked.length;
    expect(tokensOf(await run())).toEqual([30, 30]);
    expect(passkeys.asked.length - gestures).toBe(2);
    expect(await store.readPending()).toEqual([]);
  });

  it('drops a batch under way that was edited, and asks for its week anew', async () => {
    issuer.interrupt = () => problem(503, 'ERR_NOT_READY');
    await run();
    const [edited] = await store.readPending();
    if (edited) await store.savePending([{ ...edited, threshold: 21 }]);
    issuer.interrupt = undefined;
    expect(tokensOf(await run())).toEqual([30, 30]);
    expect(await store.readPending()).toEqual([]);
  });

  it('is not begun by a passkey that does not open the wallet', async () => {
    await run();
    const other = createSoftPasskeys(WALLET);
    const answer = await other.ask(new Uint8Array(32), []);
    passkeys.ask = async () => answer;
    store.tokens.clear();
    await expect(run()).rejects.toMatchObject({ code: 'ERR_RECORD' });
  });
});

describe('a presentation', () => {
  const hour = 3600;
  const never = new AbortController().signal;
  let site: FakeSite;

  async function ask() {
    const judged = judgeRequest(await site.request(now), issuerRoom.name, now);
    if (judged.kind !== 'asks') throw new Error(judged.kind);
    return judged.request;
  }
  /** Whoever was at the site a moment ago waits as long as is asked, and goes on. */
  const pause = async (resume: number) => {
    now = Math.max(now, resume);
    return true;
  };
  const ports = () => ({
    store,
    unlock: unlockAlone(passkeys),
    now: clock,
    isLate: () => false,
    pause,
    signal: never,
  });

  beforeEach(async () => {
    site = await actAsSite(siteRoom, { now: clock, wallet: WALLET, issuer: issuerRoom, issuerKeys: issuer.keys });
    await run();
  });

  it('is accepted by the site once, and costs one token', async () => {
    now += 2 * hour;
    const spent = await spend(await ask(), false, ports());
    if (spent.kind !== 'presented') throw new Error(spent.kind);
    const presentation = { token: spent.presented.token, proof: spent.presented.dpop };
    expect(await site.verifier.redeem(presentation, 1, now)).toHaveProperty('code');
    expect(store.tokens.size).toBe(59);
  });

  it('takes the token out before anything is made of it, and gives none away twice', async () => {
    now += 2 * hour;
    const requests = await Promise.all(Array.from({ length: 30 }, ask));
    const spent = await Promise.all(requests.map((request) => spend(request, false, ports())));
    const tokens = spent.map((one) => (one.kind === 'presented' ? one.presented.token : one.kind));
    expect(new Set(tokens).size).toBe(30);
    expect((await spend(await ask(), false, ports())).kind).toBe('empty');
  });

  it('uses tokens younger than an hour only on the person’s word', async () => {
    now += hour - 1;
    expect((await spend(await ask(), false, ports())).kind).toBe('empty');
    expect((await spend(await ask(), true, ports())).kind).toBe('presented');
    now += 1;
    expect((await spend(await ask(), false, ports())).kind).toBe('presented');
  });

  it('burns nothing without a gesture, without a wallet that opens, or too late', async () => {
    now += 2 * hour;
    const request = await ask();
    expect((await spend(request, false, { ...ports(), isLate: () => true })).kind).toBe('late');
    let looks = 0;
    expect((await spend(request, false, { ...ports(), isLate: () => looks++ > 0 })).kind).toBe('late');
    const left = AbortSignal.abort();
    expect((await spend(request, false, { ...ports(), signal: left })).kind).toBe('declined');
    for (const [behaves, kind] of [
      ['declines', 'declined'],
      ['without-prf', 'locked'],
    ] as const) {
      passkeys.behaves = behaves;
      expect((await spend(request, false, ports())).kind).toBe(kind);
    }
    passkeys.behaves = 'well';
    const [wrap] = await store.readWraps();
    if (wrap) await store.saveWrap({ ...wrap, iv: new Uint8Array(12) }, []);
    expect((await spend(request, false, ports())).kind).toBe('locked');
    expect(store.tokens.size).toBe(60);
  });

  it('drops a record that was swapped or moved to another week', async () => {
    now += 2 * hour;
    const all = await store.readTokens();
    const next = all.filter(({ epoch }) => epoch !== epochAt(now));
    store.tokens.clear();
    for (const record of next) store.tokens.set(formatHex(record.id), { ...record, epoch: epochAt(now) });
    expect((await spend(await ask(), false, ports())).kind).toBe('spoiled');
    expect(store.tokens.size).toBe(29);
  });
});
