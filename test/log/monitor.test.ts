import { createHash } from 'node:crypto';
import { type Bytes, formatLogEntry, type NoteSigner, startOf, writeTokenKey, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { FINDINGS } from '../../services/log/monitor/findings.ts';
import { type Monitored, monitorLog, type Seen } from '../../services/log/monitor/monitor.ts';
import type { Fetch } from '../../services/loopback.ts';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { keysEntry, keysText, LOG, NOON, retireText, signerOf, smallText, TRUST, upTo, WITNESSES } from './ground.ts';
import { LOG_URL, openGround } from './log-ground.ts';

const monitor = (fetch: Fetch, seen?: Seen, now = NOON): Promise<Monitored> =>
  // Through JSON, as a caller keeps it.
  monitorLog({ fetch, url: LOG_URL, trust: TRUST, now, seen: seen && JSON.parse(JSON.stringify(seen)) });

/** What a monitor finds that saw `before` and then `after`. */
async function found(before: readonly string[], after: readonly string[], options: CrookedOptions = {}, now = NOON) {
  const { seen } = await monitor(await crookedLog(before), undefined, NOON);
  const at = options.at ?? now;
  return (await monitor(await crookedLog(after, { ...options, at }), seen, now)).findings;
}

const rogue = await signerOf('rogue.example', 'witness');
const other = await signerOf('other.example', 'log');

const small = (from: number, to: number): string[] => upTo(to).slice(from).map(smallText);
const keysA = await keysText([[18, 0, 'a']]);

describe('the monitor finds nothing', () => {
  it('in an honest log, run after run', async () => {
    const ground = openGround();
    await ground.open();
    let seen: Seen | undefined;
    const texts = [keysA, await retireText([18, 0, 'a']), await keysText([[18, 1, 'b']]), ...small(0, 300)];
    for (const part of [texts.slice(0, 1), texts.slice(1, 3), texts.slice(3)]) {
      await Promise.all(part.map((text) => ground.add(text)));
      await ground.published();
      const result = await monitor(ground.fetch, seen);
      expect(result.findings).toEqual([]);
      seen = result.seen;
    }
    expect(seen?.firstSeen).toHaveLength(303);
    expect(seen?.firstSeen.slice(0, 2)).toEqual([null, NOON]);
  });

  it.each<[string, () => Promise<readonly string[]>]>([
    ['keys that begin a name, for its first three weeks', () => beginnings(['2026-W47', '2026-W48', '2026-W49'])],
    [
      'keys logged late, as resumed',
      async () => [await keysText([[18, 0, 'a']], { epoch: '2026-W48', exception: 'resume' })],
    ],
    ['keys logged before their time', async () => [await keysText([[18, 0, 'a']], { epoch: '2026-W50' })]],
    ['a new generation within its epoch', () => emergency()],
  ])('in %s', async (_, texts) => {
    expect(await found([smallText(0)], [smallText(0), ...(await texts())])).toEqual([]);
  });
});

const beginnings = (epochs: readonly string[]): Promise<string[]> =>
  Promise.all(epochs.map((epoch) => keysText([[18, 0, epoch]], { epoch, exception: 'genesis' })));

async function emergency(): Promise<string[]> {
  const [first] = await beginnings(['2026-W47']);
  const of = { epoch: '2026-W47' };
  return [first as string, await retireText([18, 0, '2026-W47'], of), await keysText([[18, 1, 'b']], of)];
}

describe('the monitor finds, of a checkpoint,', () => {
  const forged = { key: (WITNESSES[1] as NoteSigner).key, sign: rogue.sign };
  it.each<[keyof typeof FINDINGS, string, CrookedOptions]>([
    ['unreachable', 'none', { files: new Map([['checkpoint', undefined]]) }],
    ['malformed', 'nonsense', { files: new Map([['checkpoint', writeUtf8('hello\n')]]) }],
    ['signature', 'one of another log', { signer: other }],
    ['signature', 'a forged signature', { signer: { key: LOG.key, sign: other.sign } }],
    ['quorum', 'a missing cosignature', { witnesses: WITNESSES.slice(1) }],
    ['quorum', 'a forged cosignature', { witnesses: [WITNESSES[0] as NoteSigner, forged] }],
    ['quorum', 'one cosignature twice', { witnesses: [WITNESSES[0] as NoteSigner, WITNESSES[0] as NoteSigner] }],
    ['quorum', 'cosignatures of the future', { at: NOON + 3600 }],
    ['stale', 'old cosignatures', { at: NOON - 25 * 3600 }],
  ])('%s: %s', async (kind, _, options) => {
    expect(await found(small(0, 3), small(0, 5), options)).toEqual([{ kind }]);
  });
});

describe('the monitor finds, of a tree,', () => {
  it.each<[string, keyof typeof FINDINGS, readonly string[], readonly string[]]>([
    ['a fork of the same size', 'fork', small(0, 5), [...small(0, 4), smallText(9)]],
    ['a fork of another size', 'fork', small(0, 5), [...small(0, 4), ...small(9, 12)]],
    ['an entry removed', 'fork', small(0, 5), [...small(0, 2), ...small(3, 7)]],
    ['a roll-back', 'rollback', small(0, 5), small(0, 4)],
  ])('%s, with both checkpoints as proof', async (_, kind, before, after) => {
    const { seen } = await monitor(await crookedLog(before));
    const result = await monitor(await crookedLog(after), seen);
    expect(result.findings).toEqual([{ kind, evidence: [seen?.checkpoint, expect.stringContaining(LOG.key.name)] }]);
    // It goes on holding the log to what it saw first.
    expect(result.seen).toEqual(seen);
  });

  const bytes = writeUtf8('x'.repeat(64));
  it.each<[string, CrookedOptions, object]>([
    ['an entry changed', { signedFor: small(0, 2) }, { kind: 'root' }],
    ['a tile changed', { files: new Map([['tile/0/000.p/2', bytes]]) }, { kind: 'tile', path: 'tile/0/000.p/2' }],
    ['a tile missing', { files: new Map([['tile/0/000.p/2', undefined]]) }, { kind: 'tile', path: 'tile/0/000.p/2' }],
    [
      'a bundle missing',
      { files: new Map([['tile/entries/000.p/2', undefined]]) },
      { kind: 'tile', path: 'tile/entries/000.p/2' },
    ],
  ])('%s', async (_, options, finding) => {
    expect(await found([], small(1, 3), options)).toEqual([finding]);
  });
});

const stretched = (text: string): string =>
  text.replace(/ (\d{10}) (\d{10}) /, (_, from, to) => ` ${from} ${Number(to) + 604_800} `);

/** An entry with these bytes for a key, under the right id. */
async function withKey(spki: Bytes): Promise<string> {
  const entry = await keysEntry([[18, 0, 'a']]);
  const keyId = new Uint8Array(createHash('sha256').update(spki).digest());
  return formatLogEntry({ ...entry, keys: entry.keys.map((key) => ({ ...key, keyId, spki })) });
}

async function mislabelled(): Promise<string> {
  const entry = await keysEntry([[18, 0, 'a']]);
  return formatLogEntry({ ...entry, keys: entry.keys.map((key) => ({ ...key, keyId: new Uint8Array(32) })) });
}

describe('the monitor finds, of an entry,', () => {
  const even = new Uint8Array(256).fill(0xfe);
  it.each<[keyof typeof FINDINGS, string, () => Promise<readonly string[]>, number]>([
    ['entry-malformed', 'one of no kind', async () => ['bauta/other/v1\n'], 0],
    ['entry-malformed', 'another spelling', async () => [`${keysA}\n`], 0],
    ['window-stretched', 'a longer window', async () => [stretched(keysA)], 0],
    ['key-malformed', 'an even modulus', async () => [await withKey(writeTokenKey(even))], 0],
    ['key-malformed', 'bytes that are no key', async () => [await withKey(writeUtf8('key'))], 0],
    ['key-malformed', 'the id of another key', async () => [await mislabelled()], 0],
    ['second-key', 'two keys for one slot', async () => [keysA, await keysText([[18, 0, 'b']])], 1],
    ['not-retired', 'a generation without a retirement', async () => [keysA, await keysText([[18, 1, 'b']])], 1],
    ['unknown-key', 'a retirement without a key', async () => [await retireText([18, 0, 'a'])], 0],
    ['unknown-key', 'a retirement of another key', async () => [keysA, await retireText([18, 0, 'b'])], 1],
    ['late-genesis', 'a second beginning', () => begunTwice(), 2],
    ['late-genesis', 'a beginning that goes on', () => beginnings(['2026-W47', '2026-W48', '2026-W49', '2026-W50']), 3],
  ])('%s: %s', async (kind, _, texts, index) => {
    expect(await found([smallText(0)], [smallText(0), ...(await texts())])).toEqual([{ kind, index: index + 1 }]);
    // And it goes on saying so.
    expect(await found([smallText(0), ...(await texts())], [smallText(0), ...(await texts())])).toEqual([
      { kind, index: index + 1 },
    ]);
  });

  it('late-keys: keys first seen later than two weeks before their epoch', async () => {
    const due = startOf('2026-W48');
    expect(await found([smallText(0)], [smallText(0), keysA], {}, due)).toEqual([]);
    expect(await found([smallText(0)], [smallText(0), keysA], {}, due + 1)).toEqual([{ kind: 'late-keys', index: 1 }]);
  });
});

async function begunTwice(): Promise<string[]> {
  const [first] = await beginnings(['2026-W47']);
  const [again] = await beginnings(['2026-W48']);
  return [first as string, keysA, again as string];
}
