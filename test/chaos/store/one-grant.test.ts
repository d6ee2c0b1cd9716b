import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HeldToken, present } from '@bauta/sdk/client';
import { type Bytes, formatHex, MODE, type Mode, parseHex } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier, type Presentation, type Verifier } from '@bauta/sdk/verifier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../generate/vectors/seeded.ts';
import { NOON, upTo } from '../../ports/figures.ts';
import { openPlace } from '../../ports/places.ts';
import { startRedis, whyNoRedis } from '../../programs/redis.ts';
import { createTestIssuer, type TestIssuer } from '../../unit/gate/issuer.ts';
import { nextWednesdayNoon } from '../../workerd/rooms-elsewhere.ts';
import { openGroundInWorkerd } from './ground-in-workerd.ts';
import { type Redeemers, startRedeemers } from './redeemers.ts';
import type { Site } from './site-instance.ts';

const INSTANCES = 4;
const AT_ONCE = 200;
const REDEEM_URL = 'https://site.example/_age/redeem';

/** Where instances of a site share their stores. */
interface Ground {
  start(site: Site): Promise<Redeemers>;
  /** Takes what is kept under an id of the sessions, as often as asked at once. @returns what each one got */
  takeAtOnce(id: Bytes, times: number, now: number): Promise<readonly unknown[]>;
  remove(): Promise<void>;
}

function groundAt(place: string, remove: () => Promise<void>): Ground {
  return {
    remove,
    start: (site) => startRedeemers(INSTANCES, place, site),
    async takeAtOnce(id, times, now) {
      const opened = await openPlace(place);
      const sessions = opened.sessions(() => now);
      const taken = await Promise.all(upTo(times).map(() => sessions.take(id)));
      opened.close();
      return taken;
    },
  };
}

const STORES = [
  {
    store: 'SQLite, in as many processes',
    skip: undefined,
    now: NOON,
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
      return groundAt(join(folder, 'store.db'), async () => rmSync(folder, { recursive: true, force: true }));
    },
  },
  {
    store: 'Redis, in as many processes',
    skip: whyNoRedis,
    now: NOON,
    async open() {
      const server = await startRedis();
      return groundAt(server.url, server.remove);
    },
  },
  // The objects are at the platform's own time.
  {
    store: 'Durable Objects, in as many isolates',
    skip: undefined,
    now: nextWednesdayNoon(),
    open: openGroundInWorkerd,
  },
];

describe.each(STORES)(
  `${AT_ONCE} redemptions of one token at once, by ${INSTANCES} instances of a site on $store`,
  ({ skip, now: time, open }) => {
    const secret = new Uint8Array(randomBytes(32)) as Bytes;
    let issuer: TestIssuer;
    let tokens: HeldToken[];
    let site: Verifier;
    let ground: Ground | undefined;
    let redeemers: Redeemers | undefined;

    beforeAll(async () => {
      if (skip) return;
      const now = () => time;
      issuer = await createTestIssuer('issuer.example', time);
      tokens = await issuer.mint();
      const { name, fetch } = issuer;
      const stores = { spent: memorySpentSet({ now }), codes: memorySessions({ now }) };
      const keys = createKeyDirectory({ issuer: name, fetch });
      site = createVerifier({ issuer: name, threshold: 18, redeemUrl: REDEEM_URL, secrets: [secret], keys, ...stores });
      const directory = await (await fetch('https://issuer.example/')).text();
      ground = await open();
      redeemers = await ground.start({
        issuer: name,
        directory,
        redeemUrl: REDEEM_URL,
        secret: formatHex(secret),
        now: time,
      });
    }, 120_000);
    afterAll(async () => {
      redeemers?.end();
      await ground?.remove();
    });

    /** Redeems a fresh token: one presentation of it many times, or many presentations of it. */
    async function redeemOne(mode: Mode, isOne: boolean): Promise<string[]> {
      const held = tokens.pop() as HeldToken;
      const shown: Presentation[] = [];
      for (let i = 0; i < (isOne ? 1 : AT_ONCE); i++) {
        const preHash = mode === MODE.form ? new Uint8Array(randomBytes(32)) : new Uint8Array(32);
        // In direct mode challenges differ by their second alone.
        const challenge = await site.challenge(mode, time - (i % 300), preHash);
        const { token, dpop } = await present(held, { redeem: REDEEM_URL, challenge });
        shown.push({ token, proof: dpop });
      }
      expect(new Set(shown.map(({ proof }) => proof)).size).toBe(shown.length);
      const presentations = upTo(AT_ONCE).map((i) => shown[i % shown.length] as Presentation);
      return (redeemers as Redeemers).redeem({ mode, presentations });
    }

    const KINDS = [
      { what: 'one presentation', isOne: true },
      { what: `${AT_ONCE} presentations`, isOne: false },
    ];

    it.skipIf(skip).each(KINDS)(
      `let one in, by header: $what${skip ? ` (skipped: ${skip})` : ''}`,
      async ({ isOne }) => {
        const ends = await redeemOne(MODE.direct, isOne);
        expect(ends.filter((end) => end === 'let in')).toHaveLength(1);
        expect(ends.filter((end) => end === 'ERR_TOKEN_SPENT')).toHaveLength(AT_ONCE - 1);
      },
    );

    it.skipIf(skip).each(KINDS)(
      `give one code, by form: $what${skip ? ` (skipped: ${skip})` : ''}`,
      async ({ isOne }) => {
        const ends = await redeemOne(MODE.form, isOne);
        const codes = ends.filter((end) => !end.startsWith('ERR_'));
        expect(new Set(codes).size).toBe(1);
        expect(ends.filter((end) => end === 'ERR_TOKEN_SPENT')).toHaveLength(AT_ONCE - codes.length);
        // Whoever brings one presentation twice gets its code again.
        if (!isOne) expect(codes).toHaveLength(1);
        const id = sha256(parseHex(codes[0] as string));
        const taken = await (ground as Ground).takeAtOnce(id, 50, time);
        expect(taken.filter((value) => value !== undefined)).toHaveLength(1);
      },
    );
  },
);
