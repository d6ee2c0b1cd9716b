import { createHash } from 'node:crypto';

/** The files of one piece of evidence, wherever they lie. Paths are relative, with `/`. */
export interface EvidenceFiles {
  /** Every file there is, sorted. */
  readonly paths: readonly string[];
  /** @throws RefusedEvidence for a path that is not there */
  read(path: string): Uint8Array;
}

export const EVIDENCE_FILE = 'evidence.json';
export const MANIFEST_FILE = 'manifest.json';
export const HAR_FILE = 'traffic.har';
const BLOBS = 'blobs/';

export const blobPath = (sha256: string): string => `${BLOBS}${sha256}`;

/** Files and folders that evidence may consist of. Nothing else is read from an archive or counted in a folder. */
export const isEvidencePath = (path: string): boolean =>
  path === EVIDENCE_FILE || path === MANIFEST_FILE || path === HAR_FILE || /^blobs\/[0-9a-f]{64}$/.test(path);

/** Lower-case hexadecimal. */
export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** JSON as every file of a report is written: two spaces, a line feed at the end. */
export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** By code units, as the same everywhere. */
export const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
