import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type EffectiveSetting, loadConfig } from './config.ts';
import type { Flags } from './flags.ts';
import type { SecretFiles } from './secret-files.ts';

/** Longer values are JSON or PEM that stands in the place of a file. */
const SHOWN = 80;

/**
 * The settings that would hold, as a table for the terminal: variable, value, where it comes from. No secret is in it, and
 * nothing is made. @throws ConfigFault with every fault there is
 */
export function checkSettings(
  env: Readonly<Record<string, string | undefined>>,
  flags: Flags,
  files: SecretFiles,
): string {
  const told: EffectiveSetting[] = [];
  loadConfig(env, flags, readOnly(files), (setting) => told.push(setting));
  const rows = told.filter((one, i) => !told.slice(0, i).some((other) => isSame(one, other)));
  const width = Math.max(...rows.map(({ variable }) => variable.length));
  const lines = rows.map((row) => `  ${row.variable.padEnd(width)}  ${shownValue(row)}`);
  const heads = rows.map(({ room }, i) => (room === rows[i - 1]?.room && i > 0 ? '' : `${room ?? 'every room'}\n`));
  return `${lines.map((line, i) => `${heads[i]}${line}\n`).join('')}The settings are good; nothing was started.\n`;
}

const isSame = (one: EffectiveSetting, other: EffectiveSetting): boolean =>
  one.room === other.room && one.variable === other.variable;

function shownValue({ source, value }: EffectiveSetting): string {
  if (source === 'not set') return 'not set';
  if (value === undefined)
    return source === 'made at the first start' ? 'hidden, in DATA_DIR' : `hidden, from the ${source}`;
  const shown = value.length > SHOWN || value.includes('\n') ? `${value.length} characters` : value || 'not set';
  return source === 'default' && value !== '' ? `${shown} (default)` : shown;
}

/** Reads what is there; for what would be made, gives something that is as good and leaves no trace. */
const readOnly = (files: SecretFiles): SecretFiles => ({
  read: files.read,
  readOrMake: (path) => (existsSync(path) ? files.read(path) : randomBytes(32).toString('hex')),
});
