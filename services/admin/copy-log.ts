import { AgeError } from '@bauta/sdk/protocol';
import { askWitness, LargerTree, WITNESS_LIMIT_MS } from '../log/ask-witness.ts';
import type { LogSettings } from '../log/log-settings.ts';
import { type CopiedLog, copyFolder, openCopy } from '../log/tree/copy-folder.ts';
import type { Told } from './told.ts';

/** The log as it lies on its disk. */
export interface LogFiles {
  readonly folder: string;
  readonly settings: Pick<LogSettings, 'signer' | 'witnesses' | 'fetch'>;
}

/** @throws TypeError when it cannot be, and nothing was changed; AgeError ERR_STORE_UNAVAILABLE. So do the others */
export async function backUpLog({ folder, settings }: LogFiles, to: string): Promise<Told> {
  const { size } = await copyFolder(folder, to, settings.signer.key);
  return {
    json: { act: 'backup', size },
    text: [`The backup is made: ${count(size)}, all checked.`],
    event: { event: 'backup-made' },
  };
}

/**
 * Makes the log's folder of a backup, if the log may go on from there.
 * @throws also AgeError ERR_LOG_QUORUM when a witness does not answer: nobody knows then what it has seen
 */
export async function restoreLog(files: LogFiles, from: string): Promise<Told> {
  const { size } = await copyFolder(from, files.folder, files.settings.signer.key, (copy) => checkNewest(copy, files));
  return told('restore', size);
}

/** The same question of a folder that was brought back by other means. */
export async function checkRestoredLog(files: LogFiles): Promise<Told> {
  const copy = await openCopy(files.folder, files.settings.signer.key);
  await checkNewest(copy, files);
  return told('restored', copy.head.size);
}

/**
 * A log that goes on from an older tree than it has shown tells two histories, which everybody can prove of it. Each
 * witness is asked to cosign the tree of the copy: one that has seen more says so, and how much.
 */
async function checkNewest({ head, read }: CopiedLog, { settings }: LogFiles): Promise<void> {
  const { witnesses, fetch } = settings;
  const around = { store: { read }, fetch, limitMs: WITNESS_LIMIT_MS };
  for (const witness of witnesses) {
    try {
      await askWitness(witness, head, { size: head.size }, around);
    } catch (error) {
      if (!(error instanceof LargerTree)) throw new AgeError('ERR_LOG_QUORUM', 'a witness does not answer, or refuses');
      throw new TypeError(
        `the backup has ${count(head.size)}, a witness has seen ${error.size}: a log that goes on from here would tell two histories. Take a newer copy; what is missing stands with whoever reads the log`,
      );
    }
  }
}

const told = (act: 'restore' | 'restored', size: number): Told => ({
  json: { act, size },
  text: [`The log may go on: ${count(size)}, all checked, and no witness has seen more.`],
  event: { event: 'store-restored' },
});

const count = (size: number): string => (size === 1 ? '1 entry' : `${size} entries`);
