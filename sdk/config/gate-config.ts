import { parse, TomlError } from 'smol-toml';
import { findOptionFaults, type GateOptions, OPTION_NAMES } from '../gate/options.ts';
import { readSessionRule, type SessionRule } from '../gate/session-rule.ts';
import { type Bytes, isLoopback } from '../protocol/index.ts';
import { type ConfigLineFault, GateConfigFault } from './gate-config-fault.ts';
import { findKeyLines } from './key-lines.ts';
import { DEFAULT_LISTEN, type ListenAddress, parseListenAddress } from './listen-address.ts';
import { toOptionName, toOptionValue } from './option-names.ts';
import { readRedisUse } from './read-redis-use.ts';
import { parseSecretText, readNames, SECRET_SENTENCE } from './secret-sources.ts';
import { holdsCredentials, parseStoreAddress, type RedisUse, type StoreAddress } from './store-address.ts';

/** Options that are code, or that `store` and `secrets_…` stand for. Every other option of the gate is a key of the file. */
const NOT_IN_FILE = ['spent', 'sessions', 'fetch', 'now', 'random', 'setTimer', 'onEvent', 'onRefused'] as const;
const OWN_KEYS = [
  ...['secrets', 'secrets_file', 'secrets_env', 'listen'],
  ...['store', 'store_env', 'store_prefix', 'spent_prefix', 'store_replicas'],
];

/** What of the gate's options a file can say. */
export type FileOptions = Omit<GateOptions, (typeof NOT_IN_FILE)[number]>;

/** A `bauta.toml` that holds. */
export interface GateConfig {
  readonly options: FileOptions;
  /** The session rule that `options.policy` stands for, its default included. */
  readonly rule: SessionRule;
  readonly store: StoreAddress;
  readonly redis: RedisUse;
  readonly listen: ListenAddress;
}

/** Where the file's secrets stand. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file that the configuration names. @throws when it cannot be read */
  readonly readFile: (path: string) => string;
}

/**
 * Reads a `bauta.toml`: the options of `ageGate()` in snake_case, judged by the gate's own rules, and `secrets_file` or
 * `secrets_env`, `store` or `store_env`, `listen`.
 * @throws GateConfigFault with every fault at once, each with its line; no sentence of it holds a value.
 */
export function readGateConfig(text: string, sources: ConfigSources): GateConfig {
  const table = parseTable(text);
  const lines = findKeyLines(text);
  const faults: ConfigLineFault[] = [];
  const fault = (key: string, sentence: string): undefined => {
    faults.push({ line: lines.get(key), key, sentence });
  };

  const given: Record<string, unknown> = {};
  const keys = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    if (OWN_KEYS.includes(key)) continue;
    const name = toOptionName(key);
    if (name === undefined || !isFileOption(name)) fault(key, 'is not a key of this file');
    else {
      keys.set(name, key);
      given[name] = toOptionValue(value);
    }
  }
  if (Object.hasOwn(table, 'secrets')) fault('secrets', 'never stands here: name it by secrets_file or secrets_env');

  const secrets = readSecrets(table, sources, fault);
  for (const [name, sentence] of findOptionFaults({ ...given, secrets: secrets ?? [] })) {
    if (name !== 'secrets' && isFileOption(name)) fault(keys.get(name) ?? toKey(name), sentence);
  }
  const store = readStore(table, sources, fault);
  if (store?.kind === 'memory' && !isOnLoopback(given.origin)) {
    fault('store', 'memory: forgets which tokens were spent; only for an origin on localhost');
  }
  const redis = readRedisUse(table, store, fault);
  const listen =
    table.listen === undefined ? DEFAULT_LISTEN : attempt(() => parseListenAddress(table.listen as string));
  if (listen === undefined) fault('listen', 'must be HOST:PORT, for instance 127.0.0.1:4006');

  if (faults.length > 0 || !secrets || !store || !listen) throw new GateConfigFault(faults);
  const options = { ...given, secrets } as unknown as FileOptions;
  return { options, rule: readSessionRule(options.policy ?? 'fr-arcom'), store, redis, listen };
}

type Fault = (key: string, sentence: string) => undefined;
type Table = Readonly<Record<string, unknown>>;

function parseTable(text: string): Table {
  try {
    return parse(text, { unsafeKeyBehaviour: 'throw' });
  } catch (error) {
    // The parser's own message may quote the file.
    const line = error instanceof TomlError ? error.line : undefined;
    throw new GateConfigFault([{ line, key: '', sentence: 'is not TOML from here on' }]);
  }
}

function isFileOption(name: string): boolean {
  return OPTION_NAMES.includes(name) && !(NOT_IN_FILE as readonly string[]).includes(name);
}

function toKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function readSecrets(table: Table, { env, readFile }: ConfigSources, fault: Fault): readonly Bytes[] | undefined {
  const { secrets_file: files, secrets_env: variables } = table;
  if ((files === undefined) === (variables === undefined)) {
    return fault(files === undefined ? 'secrets_file' : 'secrets_env', 'one of secrets_file and secrets_env is needed');
  }
  const key = files === undefined ? 'secrets_env' : 'secrets_file';
  const names = readNames(files ?? variables);
  if (names === undefined) return fault(key, 'must be a name or a list of names: the first signs, all verify');
  const secrets: Bytes[] = [];
  for (const [i, name] of names.entries()) {
    const which = names.length === 1 ? '' : ` (number ${i + 1})`;
    const text = key === 'secrets_env' ? env[name] : attempt(() => readFile(name));
    if (text === undefined || text === '') fault(key, `cannot be read${which}`);
    else {
      const secret = attempt(() => parseSecretText(text));
      if (secret === undefined) fault(key, `${SECRET_SENTENCE}${which}`);
      else secrets.push(secret);
    }
  }
  return secrets.length === names.length ? secrets : undefined;
}

function readStore(table: Table, { env }: ConfigSources, fault: Fault): StoreAddress | undefined {
  const { store, store_env: variable } = table;
  if ((store === undefined) === (variable === undefined)) {
    return fault(store === undefined ? 'store' : 'store_env', 'one of store and store_env is needed');
  }
  const key = store === undefined ? 'store_env' : 'store';
  const address = key === 'store' ? store : typeof variable === 'string' ? env[variable] : undefined;
  const read = attempt(() => parseStoreAddress(address as string));
  if (read === undefined) return fault(key, 'must say sqlite:PATH, redis://HOST:PORT, or memory:');
  if (key === 'store' && holdsCredentials(read)) {
    return fault('store', 'holds a password: put the address into the environment and name it by store_env');
  }
  return read;
}

function isOnLoopback(origin: unknown): boolean {
  return attempt(() => isLoopback(new URL(origin as string).hostname)) ?? false;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
