import { createNoteSigner, formatNoteKey, parseNoteKey } from '@bauta/sdk/protocol';
import { ConfigFault } from '../settings/config-fault.ts';
import { parseLogOperators } from '../settings/log-operators-file.ts';
import { readKeyLog } from '../settings/read-key-log.ts';
import { readSetting, settingFault } from '../settings/read-setting.ts';
import type { Given } from '../standing.ts';
import type { LogDoorOptions } from './room.ts';

/** What the settings say of a log: everything that it is opened with, but where it is kept. */
export type LogSettings = Omit<LogDoorOptions, 'store' | 'held'>;

/** Reads them. @throws ConfigFault also when the seed is not that of the key everyone believes. */
export async function readLogSettings(given: Given<'log'>): Promise<LogSettings> {
  const { config, readFile } = given;
  const file = readKeyLog(given);
  const operators = await readSetting('LOG_OPERATORS', config.logOperators, readFile, parseLogOperators).catch(
    (error) => {
      throw settingFault('LOG_OPERATORS', error);
    },
  );
  const [name = ''] = file.key.split('+');
  const signer = await createNoteSigner(name, 'log', config.seed.reveal());
  if (formatNoteKey(signer.key) !== file.key) throw new ConfigFault(['LOG_SEED: is not of the key in KEY_LOG']);
  const witnesses = file.witnesses.map(async ({ key, ...witness }) => ({ key: await parseNoteKey(key), ...witness }));
  const read = await Promise.all(witnesses).catch((error) => {
    throw settingFault('KEY_LOG', error);
  });
  const { url, quorum } = file;
  const page = { key: signer.key, url, witnesses: read, quorum };
  return { ...given, security: config, signer, operators, witnesses: read, quorum, page };
}
