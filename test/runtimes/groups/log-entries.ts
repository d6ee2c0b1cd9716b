import {
  checkConsistency,
  checkKeysEntry,
  checkLogProof,
  formatLogEntry,
  hashLeaf,
  type LogTrust,
  parseHex,
  parseLogEntry,
  parseNoteKey,
  refuseAs,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { same } from '../case.ts';
import type { SpecFile } from '../material.ts';
import type { WriteGroups } from '../write-groups.ts';

interface EntryCase {
  readonly text: string;
  readonly leafHash?: string;
}

async function judgeEntry({ text, leafHash }: EntryCase): Promise<unknown> {
  const entry = refuseAs('ERR_LOG_MALFORMED', () => parseLogEntry(text));
  if (entry.kind === 'keys') await checkKeysEntry(entry);
  same(formatLogEntry(entry), text);
  return { entry, leafHash: same(await hashLeaf(writeUtf8(text)), leafHash) };
}

interface TrustJson {
  readonly key: string;
  readonly witnesses: readonly string[];
  readonly quorum: number;
}

export async function trustOf({ key, witnesses, quorum }: TrustJson): Promise<LogTrust> {
  return { key: await parseNoteKey(key), witnesses: await Promise.all(witnesses.map(parseNoteKey)), quorum };
}

interface Head {
  readonly size: number;
  readonly root: string;
}

type ProofCase =
  | { readonly now: number; readonly entry: string; readonly proof: string; readonly trust?: TrustJson }
  | { readonly older: Head; readonly newer: Head; readonly hashes: readonly string[] };

const headOf = ({ size, root }: Head) => ({ size, root: parseHex(root) });

async function judgeProof(one: ProofCase, trust: TrustJson): Promise<unknown> {
  if ('older' in one) return checkConsistency(headOf(one.older), headOf(one.newer), one.hashes.map(parseHex));
  return checkLogProof(writeUtf8(one.entry), one.proof, await trustOf(one.trust ?? trust), one.now);
}

/** The log of keys: its entries, and proofs that they are in it. */
export const logEntries: WriteGroups = ({ spec }) => {
  const entry = spec['log-entry'] as SpecFile<EntryCase>;
  const proof = spec['log-proof'] as SpecFile<ProofCase, { readonly trust: TrustJson }>;
  return [
    {
      name: 'spec/vectors/log-entry.json',
      cases: entry.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judgeEntry(one) })),
    },
    {
      name: 'spec/vectors/log-proof.json',
      cases: proof.cases.map((one) => ({
        name: one.id,
        expected: one.result,
        run: () => judgeProof(one, proof.trust),
      })),
    },
  ];
};
