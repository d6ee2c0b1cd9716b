import { type KeyLogFile, parseKeyLogFile } from '../log/key-log-file.ts';
import { attempt } from './attempt.ts';
import { type ConfigLineFault, GateConfigFault } from './gate-config-fault.ts';
import { type FileOptions, readOptionKeys } from './read-options.ts';
import { readSecrets } from './read-secrets.ts';
import type { Table } from './table.ts';

/** A key of a `bauta.toml`. Bindings and secrets of a Worker have names in capitals. */
const KEY = /^[a-z][a-z0-9_]*$/;

/** What the variables of a Worker say of its gate. */
export interface WorkerVariables {
  readonly options: FileOptions;
  /** The log that the issuer's keys must stand in; undefined: all that are listed are believed. */
  readonly keyLog: KeyLogFile | undefined;
}

/**
 * Reads the variables of a Worker that are written in small letters: the keys of a `bauta.toml`, each with the value
 * that it has there. Of the keys that are not the gate's own there are two: `secrets_env`, the name of a secret of the
 * Worker or a list of them, and `key_log`, which is the text of `key-log.json` since there are no files.
 * @param own keys that the Worker reads by itself.
 * @throws GateConfigFault with every fault at once; no sentence of it holds a value.
 */
export function readWorkerVariables(env: Readonly<Record<string, unknown>>, own: readonly string[]): WorkerVariables {
  const faults: ConfigLineFault[] = [];
  const fault = (key: string, sentence: string): undefined => {
    faults.push({ line: undefined, key, sentence });
  };
  const table: Table = Object.fromEntries(Object.entries(env).filter(([key]) => KEY.test(key)));
  const { secrets_env, key_log } = table;

  const sources = { env: textsOf(env), readFile: refuse, modeOf: refuse };
  const secrets = readSecrets({ secrets_env }, sources, (_, sentence) => fault('secrets_env', sentence));
  const given = readOptionKeys(table, ['secrets_env', 'key_log', ...own], { secrets }, fault);
  const keyLog = typeof key_log === 'string' ? attempt(() => parseKeyLogFile(key_log)) : undefined;
  if (key_log !== undefined && keyLog === undefined) fault('key_log', 'must be the text of key-log.json');

  if (faults.length > 0 || !secrets) throw new GateConfigFault(faults);
  return { options: { ...given, secrets } as unknown as FileOptions, keyLog };
}

function refuse(): never {
  throw new TypeError('there are no files here');
}

function textsOf(env: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((row): row is [string, string] => typeof row[1] === 'string'));
}
