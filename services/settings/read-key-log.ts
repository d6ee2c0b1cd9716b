import { type KeyLogFile, parseKeyLogFile } from '@bauta/sdk/log';
import { type ReadFile, readSetting } from './read-setting.ts';

/** What the setting KEY_LOG says. @throws ConfigFault with what is wrong with it */
export function readKeyLog(given: {
  readonly config: { readonly keyLog: string };
  readonly readFile: ReadFile;
}): KeyLogFile {
  return readSetting('KEY_LOG', given.config.keyLog, given.readFile, parseKeyLogFile);
}
