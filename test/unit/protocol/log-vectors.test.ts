import { readFileSync } from 'node:fs';
import {
  checkConsistency,
  checkKeysEntry,
  checkLogProof,
  formatHex,
  formatLogEntry,
  hashLeaf,
  type LoggedKey,
  type LogTrust,
  parseHex,
  parseLogEntry,
  parseNoteKey,
  refuseAs,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { VectorCase } from '../../generate/vectors/vector-file.ts';
import { naiveRoot } from './memory-tree.ts';
import { outcomeOf } from './refusals.ts';
import { loadSpecVectors } from './spec-vectors.ts';

interface LogCase extends VectorCase {
  rule: string;
}

interface EntryCase extends LogCase {
  text: string;
  leafHash?: string;
  parts?: object;
}

const entries = loadSpecVectors<EntryCase>('log-entry').cases;

describe('spec/vectors/log-entry.json', () => {
  it.each(entries)('$id: $about', async ({ text, leafHash, parts, result }) => {
    const judge = async () => {
      const entry = refuseAs('ERR_LOG_MALFORMED', () => parseLogEntry(text));
      if (entry.kind === 'keys') await checkKeysEntry(entry);
    };
    expect(await outcomeOf(judge)).toBe(result);
    if (leafHash === undefined) return;
    const entry = parseLogEntry(text);
    expect(JSON.parse(JSON.stringify(entry, asHex))).toEqual(parts);
    expect(formatLogEntry(entry)).toBe(text);
    expect(formatHex(await hashLeaf(writeUtf8(text)))).toBe(leafHash);
  });

  it('breaks BP-LOG-9 in entries that are good in form', () => {
    const misnamed = entries.filter(({ rule, result }) => rule === 'BP-LOG-9' && result !== 'accepted');
    for (const { text } of misnamed) expect(parseLogEntry(text).kind).toBe('keys');
  });
});

interface TrustJson {
  key: string;
  witnesses: string[];
  quorum: number;
}

interface ProofCase extends LogCase {
  now: number;
  entry: string;
  proof: string;
  trust?: TrustJson;
}

interface HeadJson {
  size: number;
  root: string;
}

interface ConsistencyCase extends LogCase {
  older: HeadJson;
  newer: HeadJson;
  hashes: string[];
}

const file = loadSpecVectors<ProofCase | ConsistencyCase, { trust: TrustJson; leaves: string[] }>('log-proof');
const inclusions = file.cases.filter((one) => 'proof' in one);
const consistencies = file.cases.filter((one) => 'older' in one);

describe('spec/vectors/log-proof.json', () => {
  it.each(inclusions)('$id: $about', async ({ entry, proof, now, result, ...vector }) => {
    const trust = await trustOf(vector.trust ?? file.trust);
    expect(await outcomeOf(() => checkLogProof(writeUtf8(entry), proof, trust, now))).toBe(result);
  });

  it.each(consistencies)('$id: $about', async ({ older, newer, hashes, result }) => {
    const judge = () => checkConsistency(headOf(older), headOf(newer), hashes.map(parseHex));
    expect(await outcomeOf(judge)).toBe(result);
  });

  it('has heads that its leaves lead to', async () => {
    const leaves = file.leaves.map(parseHex);
    const heads = consistencies.filter(({ result }) => result === 'accepted').flatMap((one) => [one.older, one.newer]);
    for (const { size, root } of heads.filter((head) => head.size > 0)) {
      expect(formatHex(await naiveRoot(leaves.slice(0, size)))).toBe(root);
    }
  });
});

describe('the rules that these vectors name', () => {
  const text = readFileSync(new URL('../../../spec/protocol.md', import.meta.url), 'utf8');
  const codes = new Map([...text.matchAll(/^- \*\*(BP-LOG-\d+)\*\* \(([^)]*)\)/gm)].map(([, id, code]) => [id, code]));
  const cases: LogCase[] = [...entries, ...file.cases];

  it('are each broken and kept, and each breach meets the code of its rule', () => {
    for (const { id, rule, result } of cases)
      if (result !== 'accepted') expect([id, result]).toEqual([id, codes.get(rule)]);
    const rules = (isKept: boolean) => {
      return new Set(cases.filter(({ result }) => (result === 'accepted') === isKept).map(({ rule }) => rule));
    };
    const expected = [1, 2, 4, 6, 7, 8, 9].map((i) => `BP-LOG-${i}`);
    expect(rules(true)).toEqual(new Set(expected));
    expect(rules(false)).toEqual(new Set([...expected, 'BP-LOG-5']));
  });
});

function asHex(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? formatHex(value as LoggedKey['spki']) : value;
}

async function trustOf({ key, witnesses, quorum }: TrustJson): Promise<LogTrust> {
  return { key: await parseNoteKey(key), witnesses: await Promise.all(witnesses.map(parseNoteKey)), quorum };
}

function headOf({ size, root }: HeadJson) {
  return { size, root: parseHex(root) };
}
