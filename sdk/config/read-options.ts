import { findOptionFaults, type GateOptions, OPTION_NAMES } from '../gate/options.ts';
import type { Bytes } from '../protocol/index.ts';
import { toOptionName, toOptionValue } from './option-names.ts';
import type { Fault, Table } from './table.ts';

/** Options that are code, or that `store`, `key_log` and `test_issuer` stand for. Every other option of the gate is a key. */
const NOT_IN_FILE = [
  'spent',
  'sessions',
  'keyLog',
  'kept',
  'testIssuer',
  'fetch',
  'now',
  'random',
  'setTimer',
  'onEvent',
  'onRefused',
] as const;

/** What of the gate's options can be said without code. */
export type FileOptions = Omit<GateOptions, (typeof NOT_IN_FILE)[number]>;

/**
 * The options of `ageGate()` that a table says in snake_case, judged by the gate's own rules.
 * @param own keys that are not the gate's, and are read elsewhere. @param judged further options to judge with these.
 */
export function readOptionKeys(
  table: Table,
  own: readonly string[],
  judged: { readonly secrets: readonly Bytes[] | undefined; readonly testIssuer?: unknown },
  fault: Fault,
): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  const keys = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    if (own.includes(key)) continue;
    const name = toOptionName(key);
    if (name === undefined || !isFileOption(name)) fault(key, 'is not a key of this file');
    else {
      keys.set(name, key);
      given[name] = toOptionValue(value);
    }
  }
  if (Object.hasOwn(table, 'secrets')) fault('secrets', 'never stands here: name it by secrets_file or secrets_env');

  for (const [name, sentence] of findOptionFaults({ ...given, ...judged, secrets: judged.secrets ?? [] })) {
    const isSaid = name === 'testIssuer' || (name !== 'secrets' && isFileOption(name));
    if (isSaid) fault(keys.get(name) ?? toKey(name), sentence);
  }
  return given;
}

function isFileOption(name: string): boolean {
  return OPTION_NAMES.includes(name) && !(NOT_IN_FILE as readonly string[]).includes(name);
}

function toKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
