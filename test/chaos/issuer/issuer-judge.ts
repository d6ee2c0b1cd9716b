import { type LogSource, seenInMemory } from '@bauta/sdk/log';
import {
  checkConsistency,
  formatHex,
  formatTilePath,
  openCheckpoint,
  openTree,
  parseLogEntry,
  parseNote,
  parseNoteKey,
  readCheckpoint,
  readUtf8,
  startOf,
} from '@bauta/sdk/protocol';
import { expect } from 'vitest';
import { monitorLog, type Seen } from '../../../services/log/monitor/monitor.ts';
import { type House, ISSUERS } from './issuer-house.ts';
import { judgeIssuer } from './issuer-judge-keys.ts';
import { type KeptKey, nameOf, readKeptKeys } from './issuer-vault.ts';

const WEEK = 7 * 86_400;
/** Seconds that an entry may take into the log: what is that near to being late says that it is. */
const UNDER_WAY = 600;

/** What stays from one round to the next. */
export interface Judge {
  /** Keeps a checkpoint that somebody was shown. */
  see(checkpoint: string): void;
  /** Compares all that is there with all that was seen. @returns the keys, for the next round's retirement. */
  judge(): Promise<readonly KeptKey[]>;
  /** Entries of the log, and checkpoints that differed. */
  counts(): { readonly entries: number; readonly heads: number; readonly keys: number };
}

export async function openJudge(house: House): Promise<Judge> {
  const { url, key, witnesses, quorum } = house.keyLog;
  const [log, ...others] = await Promise.all([key, ...witnesses.map((witness) => witness.key)].map(parseNoteKey));
  if (log === undefined) throw new TypeError('no key of the log');
  const trust = { key: log, witnesses: others, quorum };
  const source: LogSource = { url, trust, fetch: (file) => house.fetch(file), seen: seenInMemory() };
  const heads = new Set<string>();
  /** Slot → id of its key, of every key that ever was in the vault. */
  const known = new Map<string, string>();
  let seen: Seen | undefined;

  /** @returns the entries of the log, after every checkpoint ever seen was found to be a beginning of it. */
  async function judgeTree(): Promise<readonly string[]> {
    const text = await (await house.fetch(`${url}/checkpoint`)).text();
    const head = await openCheckpoint(text, trust, house.now());
    heads.add(parseNote(text).text);
    const load = async (file: string) => new Uint8Array(await (await house.fetch(`${url}/${file}`)).arrayBuffer());
    const tree = openTree(head.size, (tile) => load(formatTilePath(tile)), head.root);
    for (const older of [...heads].map(readCheckpoint)) {
      await checkConsistency(older, head, await tree.consistencyProof(older.size));
    }
    const texts: string[] = [];
    for await (const { entry } of tree.entries(0, head.size)) texts.push(readUtf8(entry));
    const moved = house.acknowledged.filter((one) => texts[one.index] !== one.text);
    expect(moved).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
    return texts;
  }

  /** The monitor has nothing to say, and keys are late in weeks alone that were missed. */
  async function monitor(texts: readonly string[]): Promise<void> {
    const now = house.now();
    const monitored = await monitorLog({ fetch: house.fetch, url, trust, now, seen });
    expect(monitored.findings).toEqual([]);
    const firstSeen = monitored.seen?.firstSeen ?? [];
    const resumed = texts.filter((text, index) => {
      const entry = parseLogEntry(text);
      const at = firstSeen[index] ?? now;
      return entry.kind === 'keys' && entry.exception === 'resume' && at + UNDER_WAY <= startOf(entry.epoch) - 2 * WEEK;
    });
    expect(resumed).toEqual([]);
    seen = monitored.seen;
  }

  /** @returns the slots of the log. */
  function judgeKeys(texts: readonly string[], kept: readonly KeptKey[]): ReadonlySet<string> {
    const inVault = new Map(kept.map((one) => [nameOf(one), one.keyId]));
    expect(inVault.size).toBe(kept.length);
    const lost = [...known].filter(([slot, id]) => inVault.get(slot) !== id);
    expect(lost).toEqual([]);
    for (const [slot, id] of inVault) known.set(slot, id);
    const logged = new Set<string>();
    for (const entry of texts.map(parseLogEntry)) {
      if (entry.kind !== 'keys') continue;
      for (const one of entry.keys) {
        const slot = nameOf({ ...one, epoch: entry.epoch });
        logged.add(slot);
        expect(`${slot} ${formatHex(one.keyId)}`).toBe(`${slot} ${inVault.get(slot)}`);
      }
    }
    return logged;
  }

  return {
    see: (checkpoint) => void heads.add(parseNote(checkpoint).text),
    async judge() {
      const texts = await judgeTree();
      await monitor(texts);
      const kept = readKeptKeys(house.folder);
      const logged = judgeKeys(texts, kept);
      await Promise.all(ISSUERS.map((place) => judgeIssuer(house, place, { kept, logged, source })));
      return kept;
    },
    counts: () => ({ entries: seen?.firstSeen.length ?? 0, heads: heads.size, keys: known.size }),
  };
}
