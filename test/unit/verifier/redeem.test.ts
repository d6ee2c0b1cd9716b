import {
  AgeError,
  type Bytes,
  formatBase64url,
  formatHex,
  MODE,
  parseBase64url,
  readSiteChallenge,
} from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { CODE_LIFETIME, createVerifier, type Presentation, type Sessions, type SpentSet } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import { p256FromSeed } from '../../generate/vectors/es256.ts';
import { seeded, sha256 } from '../../generate/vectors/seeded.ts';
import { deriveCode } from '../../generate/vectors/wallet.ts';
import { NOW, PRE_HASH, SECRETS, SITE, worldChallenge, worldProof, worldToken } from '../../generate/vectors/world.ts';
import { outcomeOf, thrownBy } from '../protocol/refusals.ts';
import { presentationWith } from './faults.ts';
import { createTestSite, openTestSite } from './site.ts';

const form = presentationWith([]).presentation;
const direct = presentationWith([], MODE.direct).presentation;

const codeOf = (code: Bytes | undefined): string => formatHex(code as Bytes);

describe('a one-time code', () => {
  it('is filed under its hash with the pre_hash of the challenge', async () => {
    const { verifier, codes } = await openTestSite();
    const { code } = await verifier.redeem(form, MODE.form, NOW);
    expect(await codes.read(sha256(code as Bytes))).toBe(formatBase64url(PRE_HASH));
  });

  it('is given again for the same presentation until it is taken, and then never', async () => {
    const { verifier, codes, clock } = await openTestSite();
    const first = await verifier.redeem(form, MODE.form, NOW);
    clock.now = NOW + CODE_LIFETIME - 1;
    const second = await verifier.redeem(form, MODE.form, clock.now);
    expect(second).toEqual(first);
    expect(await codes.take(sha256(first.code as Bytes))).toBeDefined();
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, clock.now))).toBe('ERR_TOKEN_SPENT');
  });

  it('is gone after 60 seconds, with the token', async () => {
    const { verifier, clock } = await openTestSite();
    await verifier.redeem(form, MODE.form, NOW);
    clock.now = NOW + CODE_LIFETIME;
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, clock.now))).toBe('ERR_TOKEN_SPENT');
  });

  it('is the same from every server that shares secrets and stores', async () => {
    const one = await openTestSite();
    const other = await openTestSite(SITE, { spent: one.spent, codes: one.codes });
    const first = await one.verifier.redeem(form, MODE.form, NOW);
    expect(await other.verifier.redeem(form, MODE.form, NOW)).toEqual(first);
  });

  it('is given again by a server that has got a new first secret since', async () => {
    const before = await openTestSite({ ...SITE, secrets: [SITE.secrets[1] as string] });
    const after = await openTestSite(SITE, { spent: before.spent, codes: before.codes });
    const challenge = worldChallenge({ secret: SECRETS[1] });
    const presentation = { ...form, proof: worldProof(form.token, { challenge }) };
    const first = await before.verifier.redeem(presentation, MODE.form, NOW);
    expect(await after.verifier.redeem(presentation, MODE.form, NOW)).toEqual(first);
  });

  it.each([
    ['the first', 0],
    ['an older', 1],
  ] as const)('hangs on the secret that made the challenge: %s one', async (_, index) => {
    const { verifier } = await openTestSite();
    const challenge = worldChallenge({ secret: SECRETS[index] });
    const presentation = { ...form, proof: worldProof(form.token, { challenge }) };
    const { code } = await verifier.redeem(presentation, MODE.form, NOW);
    const under = (secret: Bytes) => deriveCode(secret, parseBase64url(challenge), parseBase64url(form.token));
    expect(code).toEqual(under(SECRETS[index]));
    expect(code).not.toEqual(under(SECRETS[1 - index] as Bytes));
  });

  it('is not given for the same token in answer to another challenge', async () => {
    const { verifier } = await openTestSite();
    await verifier.redeem(form, MODE.form, NOW);
    const challenge = worldChallenge({ preHash: sha256(seeded('another browser')(32)) });
    const proof = worldProof(form.token, { challenge });
    expect(await outcomeOf(() => verifier.redeem({ ...form, proof }, MODE.form, NOW))).toBe('ERR_TOKEN_SPENT');
  });

  it('is not given for a second valid signature over the same nonce', async () => {
    const { verifier } = await openTestSite();
    const twin = worldToken({ salt: seeded('another salt')(48) });
    expect(formatBase64url(twin)).not.toBe(form.token);
    await verifier.verifyToken(twin, NOW);
    await verifier.redeem(form, MODE.form, NOW);
    const token = formatBase64url(twin);
    const again = { token, proof: worldProof(token) };
    expect(await outcomeOf(() => verifier.redeem(again, MODE.form, NOW))).toBe('ERR_TOKEN_SPENT');
  });
});

describe('direct mode', () => {
  it('gives no code, files nothing, and takes a token once', async () => {
    const codes: Sessions = {
      put: async () => expect.fail('put'),
      read: async () => expect.fail('read'),
      take: async () => expect.fail('take'),
      replace: async () => expect.fail('replace'),
    };
    const { verifier } = await openTestSite(SITE, { codes });
    expect(await verifier.redeem(direct, MODE.direct, NOW)).toEqual({ code: undefined });
    expect(await outcomeOf(() => verifier.redeem(direct, MODE.direct, NOW))).toBe('ERR_TOKEN_SPENT');
  });

  it('lets no token in that was spent in a form', async () => {
    const { verifier } = await openTestSite();
    await verifier.redeem(form, MODE.form, NOW);
    expect(await outcomeOf(() => verifier.redeem(direct, MODE.direct, NOW))).toBe('ERR_TOKEN_SPENT');
  });
});

describe('many at once', () => {
  /** A spent set that takes its time, and counts whom it let through. */
  function slowSpentSet(): SpentSet & { readonly won: () => number } {
    const memory = memorySpentSet({ now: () => NOW });
    let [won, calls] = [0, 0];
    return {
      won: () => won,
      async spend(...args) {
        await new Promise((resume) => setTimeout(resume, calls++ % 4));
        const isFirst = await memory.spend(...args);
        if (isFirst) won++;
        return isFirst;
      },
    };
  }

  it('200 times the same form post: one spend, one code for all, taken once', async () => {
    const spent = slowSpentSet();
    const codes = memorySessions({ now: () => NOW });
    const { put } = codes;
    // Slower than the answer "spent" to those who come second.
    codes.put = async (...args) => {
      await new Promise((resume) => setTimeout(resume, 50));
      return put(...args);
    };
    const { verifier } = await openTestSite(SITE, { spent, codes });
    const given = await Promise.all(Array.from({ length: 200 }, () => verifier.redeem(form, MODE.form, NOW)));
    expect(spent.won()).toBe(1);
    expect(new Set(given.map(({ code }) => codeOf(code))).size).toBe(1);
    const id = sha256(given[0]?.code as Bytes);
    const taken = await Promise.all(given.map(() => codes.take(id)));
    expect(taken.filter((value) => value !== undefined)).toHaveLength(1);
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, NOW))).toBe('ERR_TOKEN_SPENT');
  }, 60_000);

  it('the same form post at four servers: one spend, and one code value for whoever gets one', async () => {
    const spent = slowSpentSet();
    const codes = memorySessions({ now: () => NOW });
    const sites = await Promise.all([1, 2, 3, 4].map(() => openTestSite(SITE, { spent, codes })));
    const posts = sites.flatMap(({ verifier }) =>
      Array.from({ length: 50 }, () => verifier.redeem(form, MODE.form, NOW)),
    );
    const outcomes = await Promise.allSettled(posts);
    const given = outcomes.filter((one) => one.status === 'fulfilled').map(({ value }) => codeOf(value.code));
    const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason.code);
    expect(spent.won()).toBe(1);
    expect(new Set(given).size).toBe(1);
    expect(refused.filter((code) => code !== 'ERR_TOKEN_SPENT')).toEqual([]);
  }, 60_000);

  it('two valid signatures over one nonce at once: one of them', async () => {
    const { verifier } = await openTestSite(SITE, { spent: slowSpentSet() });
    const tokens = ['one', 'other'].map((salt) => formatBase64url(worldToken({ salt: seeded(salt)(48) })));
    const outcomes = await Promise.all(
      tokens.map((token) => outcomeOf(() => verifier.redeem({ token, proof: worldProof(token) }, MODE.form, NOW))),
    );
    expect(outcomes.sort()).toEqual(['ERR_TOKEN_SPENT', 'accepted']);
  });

  it('200 times the same direct post: one is let in', async () => {
    const { verifier } = await openTestSite();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () => outcomeOf(() => verifier.redeem(direct, MODE.direct, NOW))),
    );
    expect(outcomes.filter((one) => one === 'accepted')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['accepted', 'ERR_TOKEN_SPENT']));
  }, 60_000);
});

describe('a store that cannot know', () => {
  const unavailable = async (): Promise<never> => {
    throw new AgeError('ERR_STORE_UNAVAILABLE');
  };
  const broken = async (): Promise<never> => {
    throw new Error('disk on fire');
  };

  it('keeps the door shut: the spent set', async () => {
    const { verifier, codes } = await openTestSite(SITE, { spent: { spend: unavailable } });
    const files = watch(codes);
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, NOW))).toBe('ERR_STORE_UNAVAILABLE');
    expect(await outcomeOf(() => verifier.redeem(direct, MODE.direct, NOW))).toBe('ERR_STORE_UNAVAILABLE');
    expect(files.put).toBe(0);
  });

  it('keeps the door shut, with whatever fault', async () => {
    const { verifier } = await openTestSite(SITE, { spent: { spend: broken } });
    expect((await thrownBy(() => verifier.redeem(form, MODE.form, NOW))).message).toBe('disk on fire');
  });

  it.each([
    ['put', true],
    ['read', false],
  ] as const)('keeps the door shut: %s of the codes', async (method, isFirst) => {
    const codes = { ...memorySessions({ now: () => NOW }), [method]: unavailable };
    const { verifier } = await openTestSite(SITE, { codes, spent: { spend: async () => isFirst } });
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, NOW))).toBe('ERR_STORE_UNAVAILABLE');
  });

  it('burns the token when the code could not be filed', async () => {
    let isUp = false;
    const memory = memorySessions({ now: () => NOW });
    const codes: Sessions = { ...memory, put: (...args) => (isUp ? memory.put(...args) : unavailable()) };
    const { verifier } = await openTestSite(SITE, { codes });
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, NOW))).toBe('ERR_STORE_UNAVAILABLE');
    isUp = true;
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, NOW))).toBe('ERR_TOKEN_SPENT');
  });
});

describe('redeem', () => {
  it('asks nobody: the directory is read on a schedule alone', async () => {
    const site = await openTestSite();
    const before = site.asked();
    const globalFetch = globalThis.fetch;
    globalThis.fetch = () => expect.fail('fetched');
    try {
      for (let i = 0; i < 20; i++) {
        const holder = p256FromSeed(`holder ${i}`);
        const token = formatBase64url(worldToken({ holder }));
        await site.verifier.redeem({ token, proof: worldProof(token, { holder }) }, MODE.form, NOW);
      }
    } finally {
      globalThis.fetch = globalFetch;
    }
    expect([before, site.asked()]).toEqual([1, 1]);
  }, 60_000);

  it('refuses everything before the directory was read, and when it is a day old', async () => {
    const site = createTestSite();
    expect(await outcomeOf(() => site.verifier.redeem(form, MODE.form, NOW))).toBe('ERR_DIRECTORY_STALE');
    await site.refresh(NOW - 86_400);
    expect(await outcomeOf(() => site.verifier.redeem(form, MODE.form, NOW))).toBe('ERR_DIRECTORY_STALE');
    await site.refresh(NOW - 86_399);
    expect(await outcomeOf(() => site.verifier.redeem(form, MODE.form, NOW))).toBe('accepted');
  });

  it('never holds in an error what was sent', async () => {
    const { verifier } = await openTestSite();
    const mark = 'c0ffee-was-sent';
    const proofOf = (payloadText: string) => worldProof(form.token, { payloadText: () => payloadText });
    const sent: Presentation[] = [
      { ...form, proof: proofOf(mark) },
      { ...form, proof: proofOf(`{"${mark}":1}`) },
      { ...form, proof: mark },
      { ...form, token: mark.padEnd(472, '-') },
      { ...form, proof: worldProof(form.token, { challenge: mark }) },
      { ...form, proof: worldProof(form.token, { audience: mark }) },
    ];
    for (const presentation of sent) {
      const { message, cause } = await thrownBy(() => verifier.redeem(presentation, MODE.form, NOW));
      expect(message).toMatch(/^ERR_[A-Z_]+$/);
      expect(String(cause ?? '')).not.toContain('c0ffee');
    }
  });
});

describe('verifyToken', () => {
  it('does not spend', async () => {
    const { verifier } = await openTestSite();
    for (let i = 0; i < 3; i++) await verifier.verifyToken(worldToken(), NOW);
    expect(await outcomeOf(() => verifier.redeem(form, MODE.form, NOW))).toBe('accepted');
  });
});

describe('challenge', () => {
  it('is 71 bytes that say mode, age, time and pre-session', async () => {
    const { verifier } = await openTestSite();
    const text = await verifier.challenge(MODE.form, NOW, PRE_HASH);
    expect(text).toBe(worldChallenge());
    expect(readSiteChallenge(parseBase64url(text))).toEqual({
      mode: 1,
      threshold: 18,
      issuedAt: NOW,
      preHash: PRE_HASH,
    });
    const ofDirect = await verifier.challenge(MODE.direct, NOW);
    expect(ofDirect).toBe(worldChallenge({ mode: 2 }));
    expect(readSiteChallenge(parseBase64url(ofDirect)).preHash).toEqual(new Uint8Array(32));
  });

  it('is signed with the first secret, and verifies under each', async () => {
    const old = await openTestSite({ ...SITE, secrets: [SITE.secrets[1] as string] });
    const rotated = await openTestSite();
    const [first] = SITE.secrets as [string];
    const ended = await openTestSite({ ...SITE, secrets: [first] });
    const challenge = await old.verifier.challenge(MODE.form, NOW, PRE_HASH);
    const presentation = { ...form, proof: worldProof(form.token, { challenge }) };
    expect(await outcomeOf(() => rotated.verifier.redeem(presentation, MODE.form, NOW))).toBe('accepted');
    expect(await outcomeOf(() => ended.verifier.redeem(presentation, MODE.form, NOW))).toBe('ERR_SITE_CHALLENGE');
  });

  it.each([31, 33, 0])('wants a pre-session hash of 32 bytes, not %i', async (length) => {
    const { verifier } = await openTestSite();
    expect(await thrownBy(() => verifier.challenge(MODE.form, NOW, new Uint8Array(length)))).toBeInstanceOf(TypeError);
  });
});

describe('createVerifier', () => {
  const compose = (change: object) => () => {
    const stores = { spent: memorySpentSet({ now: () => NOW }), codes: memorySessions({ now: () => NOW }) };
    const keys = { find: () => expect.fail(), list: () => [], refresh: async () => {} };
    const { issuer, threshold, redeemUrl } = SITE;
    return createVerifier({ issuer, threshold, redeemUrl, secrets: SECRETS, keys, ...stores, ...change });
  };

  it('takes a setting that can be right', () => {
    expect(compose({})).not.toThrow();
    expect(compose({ redeemUrl: 'http://demo.localhost:4000/_age/redeem' })).not.toThrow();
  });

  it.each<[string, object]>([
    ['an address over http', { redeemUrl: 'http://site.example/_age/redeem' }],
    ['an address with a query', { redeemUrl: `${SITE.redeemUrl}?a=b` }],
    ['an address in another spelling', { redeemUrl: 'https://Site.example/_age/redeem' }],
    ['no age', { threshold: 0 }],
    ['half an age', { threshold: 17.5 }],
    ['an age that nobody has', { threshold: 121 }],
    ['no secret', { secrets: [] }],
    ['a short secret', { secrets: [new Uint8Array(31)] }],
    ['a short secret behind a good one', { secrets: [SECRETS[0], new Uint8Array(31)] }],
  ])('refuses %s', (_, change) => {
    expect(compose(change)).toThrow(TypeError);
  });
});

/** Counts the values that are filed from now on. */
function watch(codes: Sessions): { put: number } {
  const counted = { put: 0 };
  const { put } = codes;
  codes.put = async (...args) => {
    counted.put++;
    return put(...args);
  };
  return counted;
}
