import { randomBytes } from 'node:crypto';
import { importDataKey, sealToken, type TokenRecord } from '@bauta/sdk/client';
import {
  type Bytes,
  epochAt,
  formatBase64url,
  formatHex,
  MODE,
  parseProof,
  type ReadPresentRequest,
  writeSiteChallenge,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { PAUSE_SECONDS, RECENT_MOST, RECENT_SECONDS } from '../../../services/wallet/pages/keep/recent.ts';
import { drawDataKey, wrapFor } from '../../../services/wallet/pages/keep/vault.ts';
import { unlockAlone } from '../../../services/wallet/pages/passkey/unlock.ts';
import { type SpendPorts, spend } from '../../../services/wallet/pages/present/spend.ts';
import { HOLDER, worldToken } from '../../generate/vectors/world.ts';
import { createMemoryStore, createSoftPasskeys, type SoftPasskeys } from './memory-wallet.ts';
import { WEDNESDAY } from './world.ts';

const HOUR = 3600;
const WALLET = 'https://wallet.example';

let now: number;
let store: ReturnType<typeof createMemoryStore>;
let passkeys: SoftPasskeys;
let tokenKey: CryptoKey;

/** A wallet of one passkey and `count` rested tokens. */
async function fill(count: number): Promise<void> {
  now = WEDNESDAY;
  store = createMemoryStore();
  passkeys = createSoftPasskeys(WALLET);
  const answer = await passkeys.ask(new Uint8Array(32), []);
  const dataKey = drawDataKey();
  const secret = { credentialId: answer?.credentialId as Bytes, prf: answer?.prf as Bytes };
  await store.saveWrap(await wrapFor(dataKey, secret, 'attester.example'), []);
  tokenKey = await importDataKey(dataKey);
  for (let i = 0; i < count; i++) await add(WEDNESDAY - 2 * HOUR);
}

async function add(minted: number): Promise<TokenRecord> {
  const place = { id: new Uint8Array(randomBytes(16)), epoch: epochAt(WEDNESDAY), threshold: 18, minted };
  const token = worldToken();
  // Any signature will do here: who can verify it is the site.
  token.set(randomBytes(256), token.length - 256);
  const record = await sealToken(tokenKey, { token, holder: HOLDER }, place);
  store.tokens.set(formatHex(record.id), record);
  return record;
}

async function requestOf(origin = 'https://site.example'): Promise<ReadPresentRequest> {
  const redeem = `${origin}/_age/redeem`;
  const siteChallenge = { mode: MODE.form, threshold: 18, issuedAt: now, preHash: new Uint8Array(32) };
  const challenge = formatBase64url(await writeSiteChallenge(siteChallenge, redeem, new Uint8Array(32)));
  return { redeem, origin, issuer: 'issuer.example', threshold: 18, challenge, siteChallenge };
}

function ports(more: Partial<SpendPorts> = {}): SpendPorts {
  return {
    store,
    unlock: unlockAlone(passkeys),
    now: () => now,
    isLate: () => false,
    pause: () => Promise.reject(new Error('no wait was due')),
    signal: new AbortController().signal,
    ...more,
  };
}

/** Waits as it should, and goes on. */
const waitOut: SpendPorts['pause'] = async (resume) => {
  now = Math.max(now, resume);
  return true;
};

beforeEach(() => fill(5));

describe('a presentation', () => {
  it('takes one token, binds it to the site that asks, and remembers no site', async () => {
    const request = await requestOf();
    const spent = await spend(request, false, ports());
    if (spent.kind !== 'presented') throw new Error(spent.kind);
    expect(parseProof(spent.presented.dpop)).toMatchObject({ audience: request.redeem, challenge: request.challenge });
    expect(store.tokens.size).toBe(4);
    const [visit] = [...store.recent.values()];
    expect(visit).toEqual({ mac: expect.any(Uint8Array), at: now, resume: 0 });
    expect(JSON.stringify([...store.recent])).not.toContain('site');
  });

  it('that is refused takes none', async () => {
    const aborted = AbortSignal.abort();
    let checks = 0;
    passkeys.behaves = 'declines';
    expect(await spend(await requestOf(), false, ports())).toEqual({ kind: 'declined' });
    passkeys.behaves = 'without-prf';
    expect(await spend(await requestOf(), false, ports())).toEqual({ kind: 'locked' });
    passkeys.behaves = 'well';
    expect(await spend(await requestOf(), false, ports({ isLate: () => true }))).toEqual({ kind: 'late' });
    expect(await spend(await requestOf(), false, ports({ isLate: () => checks++ > 0 }))).toEqual({ kind: 'late' });
    expect(await spend(await requestOf(), false, ports({ signal: aborted }))).toEqual({ kind: 'declined' });
    const older = { ...(await requestOf()), threshold: 21 };
    expect(await spend(older, false, ports())).toEqual({ kind: 'empty' });
    const stranger = createSoftPasskeys(WALLET);
    expect(await spend(await requestOf(), false, ports({ unlock: unlockAlone(stranger) }))).toEqual({ kind: 'locked' });
    expect([store.tokens.size, store.recent.size]).toEqual([5, 0]);
  });

  it('drops a token that was changed, says so, and makes nobody wait for it', async () => {
    for (const record of store.tokens.values()) record.ct[40] = (record.ct[40] ?? 0) ^ 1;
    expect(await spend(await requestOf(), false, ports())).toEqual({ kind: 'spoiled' });
    expect([store.tokens.size, store.recent.size]).toEqual([4, 0]);
    expect(await spend(await requestOf(), false, ports())).toEqual({ kind: 'spoiled' });
  });

  it('at once in many tabs gives each token to one site at most', { timeout: 60_000 }, async () => {
    const tab = fc.record({
      site: fc.integer({ min: 0, max: 3 }),
      behaves: fc.constantFrom('well', 'well', 'well', 'declines'),
      delay: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(tab, { minLength: 1, maxLength: 9 }), fc.nat(6), async (tabs, count) => {
        await fill(count);
        const run = async ({ site, behaves, delay }: (typeof tabs)[number]) => {
          for (let i = 0; i < delay; i++) await Promise.resolve();
          const alone = unlockAlone(passkeys);
          const unlock: SpendPorts['unlock'] =
            behaves === 'declines' ? async () => ({ kind: 'declined' }) : (wraps, signal) => alone(wraps, signal);
          return spend(await requestOf(`https://site${site}.example`), false, ports({ unlock, pause: waitOut }));
        };
        const outcomes = await Promise.all(tabs.map(run));
        const shown = outcomes.flatMap((one) => (one.kind === 'presented' ? [one.presented.token] : []));
        expect(new Set(shown).size).toBe(shown.length);
        const refused = tabs.filter(({ behaves }) => behaves === 'declines').length;
        expect(shown.length).toBe(Math.min(count, tabs.length - refused));
        expect(store.tokens.size).toBe(count - shown.length);
        expect(outcomes.filter(({ kind }) => kind === 'declined')).toHaveLength(refused);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a second presentation to one site', () => {
  const waits: number[] = [];
  const refuseToWait: SpendPorts['pause'] = async (resume) => {
    waits.push(resume - now);
    return false;
  };
  beforeEach(() => waits.splice(0));

  it('waits a minute, and takes nothing meanwhile', async () => {
    await spend(await requestOf(), false, ports());
    now += 5;
    const seen: number[] = [];
    const pause: SpendPorts['pause'] = async (resume) => {
      seen.push(resume - now, store.tokens.size);
      return waitOut(resume);
    };
    expect(await spend(await requestOf(), false, ports({ pause }))).toMatchObject({ kind: 'presented' });
    expect(seen).toEqual([PAUSE_SECONDS, 4]);
    expect(store.tokens.size).toBe(3);
    // The third waits anew.
    expect(await spend(await requestOf(), false, ports({ pause: refuseToWait }))).toEqual({ kind: 'refused' });
    expect(waits).toEqual([PAUSE_SECONDS]);
  });

  it('does not begin to wait again when the page is loaded again, nor waits less', async () => {
    await spend(await requestOf(), false, ports());
    expect(await spend(await requestOf(), false, ports({ pause: refuseToWait }))).toEqual({ kind: 'refused' });
    now += 40;
    expect(await spend(await requestOf(), false, ports({ pause: refuseToWait }))).toEqual({ kind: 'refused' });
    now += 100;
    // Who has waited elsewhere still says so here.
    expect(await spend(await requestOf(), false, ports({ pause: refuseToWait }))).toEqual({ kind: 'refused' });
    expect(waits).toEqual([60, 20, -80]);
    expect(store.tokens.size).toBe(4);
  });

  it('goes on before its time for nobody', async () => {
    await spend(await requestOf(), false, ports());
    let asked = 0;
    const hasty: SpendPorts['pause'] = async () => ++asked < 4;
    expect(await spend(await requestOf(), false, ports({ pause: hasty }))).toEqual({ kind: 'refused' });
    expect([asked, store.tokens.size]).toEqual([4, 4]);
  });

  it('is free after ten minutes, over the edge of a slot too, and at another site at once', async () => {
    for (const start of [WEDNESDAY, WEDNESDAY + RECENT_SECONDS - 1]) {
      await fill(4);
      now = start;
      await spend(await requestOf(), false, ports());
      expect(await spend(await requestOf('https://other.example'), false, ports())).toMatchObject({
        kind: 'presented',
      });
      now = start + RECENT_SECONDS - 1;
      expect(await spend(await requestOf(), false, ports({ pause: refuseToWait }))).toEqual({ kind: 'refused' });
      now = start + RECENT_SECONDS;
      expect(await spend(await requestOf(), false, ports())).toMatchObject({ kind: 'presented' });
    }
  });

  it('waits at most a minute when the device’s clock was set back', async () => {
    now += 400;
    await spend(await requestOf(), false, ports());
    await spend(await requestOf(), false, ports({ pause: refuseToWait }));
    now -= 300;
    await spend(await requestOf(), false, ports({ pause: refuseToWait }));
    expect(waits).toEqual([60, 60]);
  });

  it('cannot be had by two tabs at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 3 }, async () => spend(await requestOf(), false, ports({ pause: refuseToWait }))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['presented', 'refused', 'refused']);
  });

  it('is told from marks of which at most 20 are kept, none longer than ten minutes', async () => {
    await fill(30);
    for (let i = 0; i < 25; i++) {
      now += 1;
      await spend(await requestOf(`https://site${i}.example`), false, ports());
    }
    expect(store.recent.size).toBe(RECENT_MOST);
    await store.forgetRecent(now + RECENT_SECONDS - 5);
    expect(store.recent.size).toBe(5);
    await store.forgetRecent(now + RECENT_SECONDS);
    expect(store.recent.size).toBe(0);
  });
});
