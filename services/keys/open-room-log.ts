import type { SeenCheckpoint } from '@bauta/sdk/log';
import { createNoteSigner, parseNoteKey } from '@bauta/sdk/protocol';
import { submitEntry } from '../http/submit-entry.ts';
import { readKeyLog } from '../settings/read-key-log.ts';
import { settingFault } from '../settings/read-setting.ts';
import type { Secret } from '../settings/secret.ts';
import type { Given } from '../standing.ts';
import type { RoomLog } from './logged-keys.ts';

/** What a room that adds to the log is given. */
export interface AddsToLog extends Pick<Given<'issuer'>, 'fetch' | 'readFile'> {
  readonly config: { readonly name: string; readonly keyLog: string; readonly seed: Secret };
}

/** A room's way into the log, from its settings: it signs what it adds with its own seed, in its own name. @param seen its last tree */
export async function openRoomLog(given: AddsToLog, seen: SeenCheckpoint): Promise<RoomLog> {
  const { config, fetch } = given;
  const { url, key, witnesses, quorum } = readKeyLog(given);
  const signer = await createNoteSigner(config.name, 'log', config.seed.reveal());
  const keys = Promise.all([key, ...witnesses.map((witness) => witness.key)].map(parseNoteKey));
  const [log, ...others] = await keys.catch((error) => {
    throw settingFault('KEY_LOG', error);
  });
  if (log === undefined) throw new TypeError('no key of the log');
  return {
    source: { url, trust: { key: log, witnesses: others, quorum }, fetch: (file) => fetch(file), seen },
    submit: (entry) => submitEntry(entry, { url, signer, fetch }),
  };
}
