import { SNAPSHOT_MAX, type SnapshotText, writeSnapshot } from '@bauta/sdk/eu-wallet';
import { createNoteSigner, formatNote, formatNoteKey, type NoteSigner, signNote } from '@bauta/sdk/protocol';

/** Who publishes the trusted list in tests. */
export const PUBLISHER: NoteSigner = await createNoteSigner('lists.example', 'log', new Uint8Array(32).fill(7));

export const LIST_URL = 'http://lists.localhost:4599/trusted-list';

/** The settings that have an attester read it. */
export const PUBLISHED = { TRUSTED_LIST_URL: LIST_URL, TRUSTED_LIST_KEY: formatNoteKey(PUBLISHER.key) } as const;

/** Any text as a note of this publisher. */
export async function sign(text: string, signer = PUBLISHER): Promise<string> {
  return formatNote({ text, signatures: [await signNote(text, signer)] });
}

/** A snapshot as a publisher would sign it. */
export function publish(snapshot: SnapshotText, signer = PUBLISHER): Promise<string> {
  return sign(writeSnapshot(signer.key.name, snapshot), signer);
}

/** A snapshot that is too large by a few bytes at least, and good but for that. */
export function publishTooLarge(snapshot: SnapshotText): Promise<string> {
  const { certificates } = JSON.parse(snapshot.list) as { certificates: [{ name: string; der: string }] };
  const [{ der }] = certificates;
  return publish({ ...snapshot, list: JSON.stringify({ certificates: [{ name: 'x'.repeat(SNAPSHOT_MAX), der }] }) });
}
