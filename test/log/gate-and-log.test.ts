import type { HeldToken } from '@bauta/sdk/client';
import { ageGate } from '@bauta/sdk/gate';
import { openKeyLog } from '@bauta/sdk/log';
import { calendarOf, epochAt, formatLogEntry, formatNoteKey, type LoggedKey } from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { outcome } from '../ports/refusals.ts';
import { createBrowser } from '../unit/gate/browser.ts';
import { createTestIssuer, type TestIssuer } from '../unit/gate/issuer.ts';
import { enter, ORIGIN, optionsFor } from '../unit/gate/site.ts';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { keysText, LOG, NOON, WITNESSES } from './ground.ts';
import { LOG_URL } from './log-ground.ts';
import { proofOf } from './stapled.ts';

const EPOCH = epochAt(NOON);
const DAY = 24 * 3600;
const PINNED = { url: LOG_URL, key: formatNoteKey(LOG.key), witnesses: WITNESSES.map(({ key }) => formatNoteKey(key)) };

let issuer: TestIssuer;
let tokens: HeldToken[];
/** The log's entry of the issuer's key. */
let entry: string;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
  const { id: keyId, spki } = issuer.current.key;
  const { from: notBefore, to: notAfter } = calendarOf(EPOCH).published;
  const keys: LoggedKey[] = [{ threshold: 18, generation: 0, notBefore, notAfter, keyId, spki }];
  entry = formatLogEntry({ kind: 'keys', role: 'issuer', name: issuer.name, epoch: EPOCH, exception: 'genesis', keys });
});

/** A log, and a directory that staples `proof`. */
interface World {
  entries: readonly string[];
  log: CrookedOptions;
  proof: string | undefined;
}

async function honest(): Promise<World> {
  return { entries: [entry], log: {}, proof: await proofOf([entry], 0) };
}

/** A gate in that world, which may change under it. */
async function openSite(world: World) {
  const clock = { now: NOON };
  const reasons: string[] = [];
  const keyLog = await openKeyLog({
    ...PINNED,
    fetch: async (url) => (await crookedLog(world.entries, world.log))(url),
    onRefused: (code) => reasons.push(code),
  });
  const gate = ageGate(
    optionsFor(issuer, clock, {
      keyLog,
      async fetch(url) {
        const listing = await (await issuer.fetch(url)).json();
        return Response.json({ ...listing, ...(world.proof !== undefined && { proof: { [EPOCH]: world.proof } }) });
      },
    }),
  );
  return {
    clock,
    /** Reads the directory, and says what was wrong with the log or the keys. */
    async refresh(): Promise<unknown> {
      reasons.length = 0;
      return (await outcome(gate.refresh())) ?? reasons[0];
    },
    /** What a visitor with an honest token meets. */
    async visit(): Promise<number> {
      const browser = createBrowser(ORIGIN, async (request) => {
        const judged = await gate.handle(request);
        return 'response' in judged ? judged.response : new Response('open', judged);
      });
      try {
        await enter(browser, tokens.pop() as HeldToken);
      } catch {
        // A door that is shut asks no wallet.
      }
      return (await browser.navigate('/films/3')).status;
    },
  };
}

describe('a site that is given a log', () => {
  it('lets in who holds a token under a key that the log shows', async () => {
    const site = await openSite(await honest());
    expect([await site.refresh(), await site.visit()]).toEqual([undefined, 200]);
  });

  const shut: readonly [string, (world: World) => Promise<Partial<World>>, string][] = [
    ['a key without a proof', async () => ({ proof: undefined }), 'ERR_LOG_PROOF'],
    [
      'a proof with a bit changed',
      async ({ proof = '' }) => ({ proof: proof.replace(/index 0/, 'index 1') }),
      'ERR_LOG_PROOF',
    ],
    [
      'a proof that witnesses saw 25 hours ago',
      async ({ entries }) => ({ proof: await proofOf(entries, 0, { at: NOON - 25 * 3600 }) }),
      'ERR_LOG_STALE',
    ],
    [
      'a proof that one witness is missing from',
      async ({ entries }) => ({ proof: await proofOf(entries, 0, { witnesses: WITNESSES.slice(1) }) }),
      'ERR_LOG_QUORUM',
    ],
    [
      'another key in the log',
      async () => {
        const entries = [await keysText([[18, 0, 'another']], { epoch: EPOCH, exception: 'genesis' })];
        return { entries, proof: await proofOf(entries, 0) };
      },
      'ERR_LOG_PROOF',
    ],
    [
      'a second key for the slot',
      async ({ entries }) => ({ entries: [...entries, await keysText([[18, 0, 'another']], { epoch: EPOCH })] }),
      'ERR_LOG_SLOT',
    ],
    ['a log that is stale', async () => ({ log: { at: NOON - 25 * 3600 } }), 'ERR_LOG_STALE'],
    ['a log without its witnesses', async () => ({ log: { witnesses: [] } }), 'ERR_LOG_QUORUM'],
    ['a log that is away', async () => ({ log: { files: new Map([['checkpoint', undefined]]) } }), 'ERR_LOG_MALFORMED'],
  ];
  it.each(shut)('keeps its door shut for everyone with %s', async (_, change, code) => {
    const world = await honest();
    const site = await openSite({ ...world, ...(await change(world)) });
    expect(await site.refresh()).toBe(code);
    expect(await site.visit()).not.toBe(200);
  });

  it('goes on for a day when the log goes wrong, and not a second longer', async () => {
    const world = await honest();
    const site = await openSite(world);
    await site.refresh();
    world.log = { witnesses: [] };
    expect([await site.refresh(), await site.visit()]).toEqual(['ERR_LOG_QUORUM', 200]);
    site.clock.now += DAY - 1;
    expect(await site.visit()).toBe(200);
    site.clock.now += 1;
    expect(await site.visit()).toBe(503);
  });

  it('shuts at once when it learns of a second key', async () => {
    const world = await honest();
    const site = await openSite(world);
    await site.refresh();
    world.entries = [...world.entries, await keysText([[18, 0, 'another']], { epoch: EPOCH })];
    world.proof = await proofOf(world.entries, 0);
    expect(await site.refresh()).toBe('ERR_LOG_SLOT');
    expect(await site.visit()).not.toBe(200);
  });
});

describe('a log that could never be right', () => {
  it.each([
    ['the key of a witness in its place', { key: PINNED.witnesses[0] as string }],
    ['a log’s key in the place of a witness', { witnesses: [PINNED.key] }],
    ['no witness', { witnesses: [] }],
    ['a quorum of none', { quorum: 0 }],
    ['more than there are', { quorum: 3 }],
    ['no key at all', { key: 'log.example' }],
  ])('is refused at start: %s', async (_, wrong) => {
    await expect(openKeyLog({ ...PINNED, ...wrong })).rejects.toThrow(TypeError);
  });
});
