import { parseKeyLogFile } from '@bauta/sdk/log';
import { type LogTrust, parseNoteKey } from '@bauta/sdk/protocol';

/** A log as its public file pins it. */
export interface PinnedLog {
  readonly url: string;
  readonly trust: LogTrust;
}

/** Reads the file that a command was given. @param flag names the file in the message. @throws TypeError what is wrong */
export async function openLogFile(text: string | undefined, flag: string): Promise<PinnedLog> {
  if (text === undefined) throw new TypeError(`${flag}: cannot be read`);
  try {
    const { url, key, witnesses, quorum } = parseKeyLogFile(text);
    const keys = await Promise.all(witnesses.map((witness) => parseNoteKey(witness.key)));
    return { url, trust: { key: await parseNoteKey(key), witnesses: keys, quorum } };
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${flag}: ${error.message}`);
    throw error;
  }
}
