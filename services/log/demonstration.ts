import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createNoteSigner, formatNoteKey, type NoteKey, type NoteSigner, nameOf } from '@bauta/sdk/protocol';
import { submitEntry } from '../http/submit-entry.ts';
import type { RoomName } from '../rooms.ts';
import { runInBackground, type Schedule } from '../schedule.ts';
import { readKeyLog } from '../settings/read-key-log.ts';
import { parseSecret } from '../settings/secret.ts';
import type { SecretFiles } from '../settings/secret-files.ts';
import type { Given, Standing } from '../standing.ts';
import { servedWallet } from './releases/digest-entry.ts';

/** Names that stay when the ports change: a log that was begun under one goes on under it. */
const LOG = 'bauta.localhost/log';
const WITNESS = 'bauta.localhost/witness';
/** Those who add to the demonstration's log. */
const OPERATORS = ['attester', 'issuer', 'wallet'] as const;

/**
 * Lays the two public files of the log into DATA_DIR, for rooms that are all on this machine: `key-log.json` and
 * `log-operators.json`, from seeds that are made when they are missing. Operators that somebody added stay.
 */
export async function layKeyLog(
  dataDir: string,
  origins: Readonly<Record<RoomName, string>>,
  files: SecretFiles,
): Promise<void> {
  const keyOf = async (room: string, name: string, kind: NoteKey['kind']): Promise<string> =>
    formatNoteKey((await signerOf(room, name, kind, { dataDir, files })).key);
  const witness = { key: await keyOf('witness', WITNESS, 'witness'), url: origins.witness, independent: false };
  const log = { url: origins.log, key: await keyOf('log', LOG, 'log'), witnesses: [witness], quorum: 1 };
  const operators = OPERATORS.map(async (room) => {
    const name = nameOf(origins[room]);
    return { key: await keyOf(room, name, 'log'), roles: [room], names: [name] };
  });
  write(`${dataDir}/key-log.json`, log);
  const path = `${dataDir}/log-operators.json`;
  const own = await Promise.all(operators);
  write(path, [...own, ...addedTo(path).filter(({ key }) => !own.some((one) => one.key === key))]);
}

/** Adds the build that the demonstration's wallet serves to its log, as whoever releases a wallet does by hand. */
export async function logServedBuild(
  given: Pick<Given<'wallet'>, 'config' | 'clock' | 'log' | 'fetch' | 'readFile'>,
  wallet: Standing,
  files: SecretFiles,
): Promise<Schedule> {
  const { config, clock, log, fetch } = given;
  const { dataDir, name, origin } = config;
  const entry = await servedWallet(async (url) => wallet.fetch(new Request(url)), origin);
  const signer = await signerOf('wallet', name, 'log', { dataDir, files });
  const { url } = readKeyLog(given);
  let isLogged = false;
  return runInBackground(
    async () => {
      // A log that is not there yet is asked again.
      isLogged ||= await submitEntry(entry, { url, signer, fetch }).then(
        () => true,
        () => false,
      );
      return isLogged;
    },
    { clock, log },
  );
}

function signerOf(
  room: string,
  name: string,
  kind: NoteKey['kind'],
  { dataDir, files }: { readonly dataDir: string; readonly files: SecretFiles },
): Promise<NoteSigner> {
  return createNoteSigner(name, kind, parseSecret(files.readOrMake(`${dataDir}/${room}.seed`)).reveal());
}

function addedTo(path: string): readonly { readonly key?: unknown }[] {
  try {
    const rows: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(rows) ? rows.filter((row) => row !== null && typeof row === 'object') : [];
  } catch {
    return [];
  }
}

/** Rooms that start at once write the same; none of them reads half of it. */
function write(path: string, content: unknown): void {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
