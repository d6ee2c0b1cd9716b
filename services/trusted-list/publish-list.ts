import { openSnapshot, SNAPSHOT_LIFETIME_MAX, SNAPSHOT_MAX, writeSnapshot } from '@bauta/sdk/eu-wallet';
import { formatNote, type NoteSigner, signNote, writeUtf8 } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { checkCurrent, checkFollows, type OpenedList, type OpenListOptions, openList } from './open-list.ts';

/** A list that may be believed now, beside the last one that was published. */
export interface NextList {
  readonly list: OpenedList;
  /** Undefined when nothing was published yet, or nothing that these signers vouch for. */
  readonly last: OpenedList | undefined;
}

/**
 * Judges a list as the one that follows the last one.
 * @param kept the XML of the last one. @param now Unix seconds
 * @throws TypeError for what may not be believed, or not follow
 */
export async function openNextList(
  xml: string,
  options: OpenListOptions,
  kept: Pick<KeptText, 'load'>,
  now: number,
): Promise<NextList> {
  const list = openList(xml, options);
  checkCurrent(list, now);
  const before = await kept.load();
  const last = before === undefined ? undefined : openOrForget(before, options);
  checkFollows(last, list);
  return { list, last };
}

/** What other signers have signed is another list, whose numbers begin anew. */
function openOrForget(xml: string, options: OpenListOptions): OpenedList | undefined {
  try {
    return openList(xml, options);
  } catch {
    return undefined;
  }
}

export interface PublishOptions {
  readonly signer: NoteSigner;
  /** The snapshot that is there, if any: its number is the least that follows. */
  readonly before: string | undefined;
  readonly production: boolean;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * A signed snapshot of a list, good until the list's time is over, and for ten days at most. Its number is the time, so
 * that numbers go up where what was there is lost.
 * @throws TypeError when it would be too large for those who read it
 */
export async function signSnapshot(
  { json, expires }: OpenedList,
  { signer, before, production, now }: PublishOptions,
): Promise<string> {
  const last =
    before === undefined ? undefined : await openSnapshot(before, signer.key, { production }).catch(() => {});
  const text = writeSnapshot(signer.key.name, {
    sequence: Math.max(now, (last?.sequence ?? 0) + 1),
    issued: now,
    expires: Math.min(expires, now + SNAPSHOT_LIFETIME_MAX),
    list: json,
  });
  const note = formatNote({ text, signatures: [await signNote(text, signer)] });
  if (writeUtf8(note).length > SNAPSHOT_MAX) throw new TypeError('the snapshot would be too large');
  return note;
}
