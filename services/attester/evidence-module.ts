import type { Bytes } from '@bauta/sdk/protocol';
import type { Fetch } from '../loopback.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import type { EvidenceSource } from './evidence-source.ts';

/** What ways of an operator's own are given. */
export interface AroundEvidence {
  /** Ages in years that this attester grants. */
  readonly thresholds: readonly number[];
  readonly randomBytes: (length: number) => Bytes;
  /** The network of the room. */
  readonly fetch: Fetch;
  /**
   * A keyed hash of who was recognised, 32 bytes, for `once`. @param issuer a URL of whoever vouches for the subject
   */
  readonly recognise: (issuer: string, subject: string) => Promise<Bytes>;
}

/** What a file of EVIDENCE_MODULE exports as `openEvidence`. */
export type OpenEvidence = (around: AroundEvidence) => readonly EvidenceSource[] | Promise<readonly EvidenceSource[]>;

/** The path segment tells the wallet that it leads to a page, which brings the browser back. */
const NAME = /^page-[a-z0-9-]{1,32}$/;
const LABEL_MAX = 64;

/** @param exported what the file exports. @throws ConfigFault for what is no way that a wallet could go */
export async function sourcesOf(exported: unknown, around: AroundEvidence): Promise<readonly EvidenceSource[]> {
  const { openEvidence } = (exported ?? {}) as { openEvidence?: unknown };
  if (typeof openEvidence !== 'function') throw fault('it does not export openEvidence');
  const sources = await (openEvidence as OpenEvidence)(around);
  for (const { name, label = '', ways } of sources) {
    if (!NAME.test(name)) throw fault('each name begins with page- and has small letters, digits and hyphens');
    if (label === '' || label.length > LABEL_MAX) throw fault(`${name} needs a label of 1 to ${LABEL_MAX} characters`);
    if (ways.join() !== 'here') throw fault(`${name} leads to a page: its one way is here`);
  }
  if (new Set(sources.map(({ name }) => name)).size < sources.length) throw fault('two of one name');
  return sources;
}

/** In the place of what loads files, where there are none. @throws ConfigFault */
export const refuseModule = (): never => {
  throw fault('not on Workers, which load no files');
};

const fault = (what: string): ConfigFault => new ConfigFault([`EVIDENCE_MODULE: ${what}`]);
