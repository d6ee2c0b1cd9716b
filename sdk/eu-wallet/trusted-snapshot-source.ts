import { readUtf8 } from '../protocol/bytes.ts';
import type { NoteKey } from '../protocol/note.ts';
import { readAtMost } from './limited-answer.ts';
import { openSnapshot, SNAPSHOT_MAX } from './trusted-snapshot.ts';
import { createTrustedSource, type TrustedSource, type TrustedSourceOptions } from './trusted-source.ts';

/** Where snapshots of the trusted list are read, and whom to believe. */
export interface SnapshotPublisher {
  readonly url: string;
  readonly key: NoteKey;
}

export interface SnapshotSourceOptions extends Omit<TrustedSourceOptions, 'read' | 'open'> {
  readonly publisher: SnapshotPublisher;
  /** True: a list for demonstration or acceptance is refused. */
  readonly production: boolean;
  /** Must end by itself. An answer other than 200, a redirect among them, is no snapshot. */
  readonly fetch: (url: string) => Promise<Response>;
}

/** The trusted list from the signed snapshots of a publisher. */
export function createSnapshotSource({
  publisher: { url, key },
  production,
  fetch,
  ...options
}: SnapshotSourceOptions): TrustedSource {
  return createTrustedSource({
    ...options,
    read: async () => readSnapshotOf(await fetch(url)),
    open: (note) => openSnapshot(note, key, { production }),
  });
}

async function readSnapshotOf(answer: Response): Promise<string> {
  if (answer.status !== 200) throw new TypeError('the publisher did not answer 200');
  return readUtf8(await readAtMost(answer, SNAPSHOT_MAX));
}
