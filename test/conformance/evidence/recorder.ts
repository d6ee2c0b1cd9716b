import { createHash } from 'node:crypto';
import type { Blob, Exchange, Fact, Observation, PageView, Probe, Untested } from './observation.ts';

/** Keeps bytes by their digest. */
export interface BlobStore {
  put(sha256: string, bytes: Uint8Array): void;
  get(sha256: string): Uint8Array;
}

/** Bytes in memory, for as long as the run lasts. */
export function createBlobMap(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: (sha256, bytes) => void blobs.set(sha256, bytes),
    get(sha256) {
      const bytes = blobs.get(sha256);
      if (bytes === undefined) throw new RangeError('no such bytes');
      return bytes;
    },
  };
}

type Unnumbered<One> = One extends Observation ? Omit<One, 'id' | 'at'> : never;

/** What is seen during one probe. */
export interface ProbeRecorder {
  readonly name: string;
  keep(bytes: Uint8Array, type?: string): Blob;
  /** @returns the observation's id */
  add(observation: Unnumbered<Exchange> | Unnumbered<PageView> | Unnumbered<Fact>): string;
  /** Ends the probe as untested; what was seen stays. */
  leave(reason: Untested): never;
  end(): Probe;
}

/** Thrown by `leave`: whoever runs the probes catches it. */
export class ProbeLeft extends Error {
  readonly reason: Untested;
  constructor(reason: Untested) {
    super(reason);
    this.reason = reason;
  }
}

/** @param number of the probe in its plan, from 1. @param now the machine's time in ms. */
export function createProbeRecorder(name: string, number: number, blobs: BlobStore, now: () => number): ProbeRecorder {
  const observations: Observation[] = [];
  return {
    name,
    keep(bytes, type) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      blobs.put(sha256, bytes);
      return { sha256, bytes: bytes.length, ...(type === undefined ? {} : { type }) };
    },
    add(observation) {
      const id = `p${number}.${observations.length + 1}`;
      observations.push({ ...observation, id, at: new Date(now()).toISOString() } as Observation);
      return id;
    },
    leave(reason) {
      throw new ProbeLeft(reason);
    },
    end: () => ({ name, state: 'done', observations }),
  };
}
