import { createNoteSigner, formatNoteKey, parseNoteKey } from '@bauta/sdk/protocol';
import type { SqlDatabase } from '@bauta/sdk/stores/sql';
import { ConfigFault } from '../settings/config-fault.ts';
import { readKeyLog } from '../settings/read-key-log.ts';
import { settingFault } from '../settings/read-setting.ts';
import type { Given, Standing } from '../standing.ts';
import { createWitnessDoor } from './room.ts';

/**
 * The witness's room, from its settings.
 * @param store its own. @throws ConfigFault also when its seed is not that of a witness in KEY_LOG.
 */
export async function openWitnessOn(given: Given<'witness'>, store: SqlDatabase): Promise<Standing> {
  const { config } = given;
  const { key, witnesses } = readKeyLog(given);
  const names = witnesses.map((witness) => witness.key.split('+')[0] as string);
  const signers = await Promise.all(names.map((name) => createNoteSigner(name, 'witness', config.seed.reveal())));
  const keys = witnesses.map((witness) => witness.key);
  const signer = signers.find((one) => keys.includes(formatNoteKey(one.key)));
  if (signer === undefined) throw new ConfigFault(['WITNESS_SEED: is of no witness in KEY_LOG']);
  const log = await parseNoteKey(key).catch((error) => {
    throw settingFault('KEY_LOG', error);
  });
  return createWitnessDoor({ ...given, security: config, signer, logs: [log], store });
}
