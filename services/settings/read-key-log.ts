import { readFileSync } from 'node:fs';
import { type KeyLogFile, parseKeyLogFile } from '@bauta/sdk/log';
import { ConfigFault } from './config-fault.ts';

/** The file that the setting KEY_LOG names. @throws ConfigFault with what is wrong with it */
export function readKeyLog({ keyLog }: { readonly keyLog: string }): KeyLogFile {
  return readSetting('KEY_LOG', keyLog, parseKeyLogFile);
}

/** The text of a setting's file, parsed. @throws ConfigFault that names the setting and says what is wrong */
export function readSetting<T>(variable: string, path: string, parse: (text: string) => T): T {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigFault([`${variable}: the file cannot be read`]);
  }
  try {
    return parse(text);
  } catch (error) {
    throw settingFault(variable, error);
  }
}

/** What is wrong with a setting, for whoever set it. */
export function settingFault(variable: string, error: unknown): unknown {
  return error instanceof TypeError ? new ConfigFault([`${variable}: ${error.message}`]) : error;
}
