import { ConfigFault } from './config-fault.ts';

/** Gives the text of a file. @throws when it cannot be read */
export type ReadFile = (path: string) => string;

/** What no path begins with: JSON, and PEM (RFC 7468). */
const IS_TEXT = /^\s*([{[]|-----BEGIN )/;

/**
 * What a setting stands for: a file's text, or where there are no files, the JSON or PEM itself in its place.
 * @param value of the setting. @throws ConfigFault that names the setting and says what is wrong
 */
export function readSetting<T>(variable: string, value: string, readFile: ReadFile, parse: (text: string) => T): T {
  let text: string;
  try {
    text = IS_TEXT.test(value) ? value : readFile(value);
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
