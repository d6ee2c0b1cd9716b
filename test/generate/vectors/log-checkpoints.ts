import {
  headOf,
  logLine,
  noteKeyOf,
  noteOf,
  type SeededNoteKey,
  signatureLine,
  signEd25519,
  witnessLine,
} from './log-notes.ts';
import { rootOf } from './log-tree.ts';
import { type CheckpointParts, LARGE, LOG, SEEN, SMALL, signedBy, WITNESSES, worldCheckpoint } from './log-world.ts';
import type { Result } from './vector-file.ts';

/** What a client pins: vkeys, and how many of the witnesses. */
export interface TrustParts {
  readonly key: string;
  readonly witnesses: readonly string[];
  readonly quorum: number;
}

/** A checkpoint of `SMALL` to judge with a proof of inclusion that is good. */
export interface CheckpointCase {
  readonly id: string;
  readonly about: string;
  readonly rule: string;
  readonly result: Result;
  readonly checkpoint: string;
  /** What is pinned, where it is not the two witnesses and a quorum of two. */
  readonly trust?: TrustParts;
}

/** What a client pins that believes this log. */
export const pinned = (witnesses: readonly SeededNoteKey[], quorum = 2, log = LOG): TrustParts => ({
  key: log.vkey,
  witnesses: witnesses.map(({ vkey }) => vkey),
  quorum,
});

/** BP-LOG-5: whose checkpoint it is. */
export function signatureCases(): CheckpointCase[] {
  const other = noteKeyOf('other.example', 'log');
  const refused = (
    id: string,
    about: string,
    change: Partial<CheckpointParts>,
    trust?: TrustParts,
  ): CheckpointCase => ({
    ...{ id, about, rule: 'BP-LOG-5', result: 'ERR_LOG_SIGNATURE' },
    ...{ checkpoint: worldCheckpoint(change), ...(trust && { trust }) },
  });
  const cosigned = signedBy();
  const witnessed = (text: string) => cosigned(text).slice(1);
  const flipped = (text: string) => signEd25519(LOG, text).map((byte, i) => (i === 63 ? byte ^ 1 : byte));
  const impostor = noteKeyOf(LOG.name, 'log', 'impostor');
  return [
    refused('origin-other', 'another origin, signed with the key of this log', { origin: other.name }),
    refused('log-other', 'the checkpoint of another log', {
      origin: other.name,
      lines: signedBy(undefined, other),
    }),
    refused('log-pinned-other', 'a good checkpoint where another log is pinned', {}, pinned(WITNESSES, 2, other)),
    refused('log-signature-missing', 'signed by the witnesses alone', { lines: witnessed }),
    refused('log-signature-bit', "one bit of the log's signature changed", {
      lines: (text) => [signatureLine(LOG, flipped(text)), ...witnessed(text)],
    }),
    refused('log-signature-moved', "the log's signature of a larger tree", {
      lines: (text) => [logLine(LOG, largerHead()), ...witnessed(text)],
    }),
    refused('log-key-other', "another key under the log's name", { lines: signedBy(undefined, impostor) }),
    refused('log-key-id-forged', "another key under the log's name and key id", {
      lines: (text) => [signatureLine(LOG, signEd25519(impostor, text)), ...witnessed(text)],
    }),
    refused('log-name-other', "the log's key and key id under another name", {
      lines: (text) => [logLine({ ...LOG, name: other.name }, text), ...witnessed(text)],
    }),
    refused('log-as-witness-alone', 'the log has cosigned, and not signed', {
      lines: (text) => [witnessLine(LOG, text, SEEN), ...witnessed(text)],
    }),
  ];
}

/** The text of the checkpoint of `LARGE`. */
export function largerHead(): string {
  return headOf(LOG.name, LARGE.length, rootOf(LARGE));
}

/** A note of `SMALL` with a line behind the root, which says nothing to us. */
export function extendedCheckpoint(): string {
  const text = `${headOf(LOG.name, SMALL.length, rootOf(SMALL))}more\n`;
  return noteOf(text, signedBy()(text));
}
