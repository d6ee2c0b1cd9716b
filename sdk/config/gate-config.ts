import { parse, TomlError } from 'smol-toml';
import { readSessionRule, type SessionRule } from '../gate/session-rule.ts';
import type { ConfigSources } from './config-sources.ts';
import { type ConfigLineFault, GateConfigFault } from './gate-config-fault.ts';
import { findKeyLines } from './key-lines.ts';
import { type ListenAddresses, readListenAddresses } from './listen-address.ts';
import { type KeyLogUse, readKeyLogUse } from './read-key-log-use.ts';
import { type FileOptions, readOptionKeys } from './read-options.ts';
import { readRedisUse } from './read-redis-use.ts';
import { readSecrets } from './read-secrets.ts';
import { readStore } from './read-store.ts';
import { readTestIssuer, TEST_ISSUER_STAND_IN, type TestOutcome } from './read-test-issuer.ts';
import type { RedisUse, StoreAddress } from './store-address.ts';
import type { Table } from './table.ts';

const OWN_KEYS = [
  ...['secrets', 'secrets_file', 'secrets_env', 'listen', 'metrics', 'test_issuer'],
  ...['store', 'store_env', 'store_prefix', 'spent_prefix', 'store_replicas', 'key_log', 'key_log_seen'],
];

/** A `bauta.toml` that holds. */
export interface GateConfig extends ListenAddresses {
  readonly options: FileOptions;
  /** The session rule that `options.policy` stands for, its default included. */
  readonly rule: SessionRule;
  readonly store: StoreAddress;
  readonly redis: RedisUse;
  /** The log that the issuer's keys must stand in; undefined: all that are listed are believed. */
  readonly keyLog: KeyLogUse | undefined;
  /** For development alone: what `testIssuer()` of `@bauta/sdk/test-issuer` is to be called with. */
  readonly testIssuer: TestOutcome | undefined;
}

/**
 * Reads a `bauta.toml`: the options of `ageGate()` in snake_case, judged by the gate's own rules, and `secrets_file` or
 * `secrets_env`, `store` or `store_env`, `key_log`, `listen`, `metrics`, `test_issuer`.
 * @throws GateConfigFault with every fault at once, each with its line; no sentence of it holds a value.
 */
export function readGateConfig(text: string, sources: ConfigSources): GateConfig {
  const table = parseTable(text);
  const lines = findKeyLines(text);
  const faults: ConfigLineFault[] = [];
  const fault = (key: string, sentence: string): undefined => {
    faults.push({ line: lines.get(key), key, sentence });
  };

  const secrets = readSecrets(table, sources, fault);
  const testIssuer = readTestIssuer(table, sources, fault);
  const standIn = testIssuer && { testIssuer: TEST_ISSUER_STAND_IN };
  const given = readOptionKeys(table, OWN_KEYS, { secrets, ...standIn }, fault);
  const store = readStore(table, sources, fault);
  const redis = readRedisUse(table, store, fault);
  const keyLog = readKeyLogUse(table, sources, fault);
  const addresses = readListenAddresses(table, fault);

  if (faults.length > 0 || !secrets || !store || !addresses) throw new GateConfigFault(faults);
  const options = { ...given, secrets } as unknown as FileOptions;
  return {
    options,
    rule: readSessionRule(options.policy ?? 'fr-arcom'),
    store,
    redis,
    keyLog,
    testIssuer,
    ...addresses,
  };
}

function parseTable(text: string): Table {
  try {
    return parse(text, { unsafeKeyBehaviour: 'throw' });
  } catch (error) {
    // The parser's own message may quote the file.
    const line = error instanceof TomlError ? error.line : undefined;
    throw new GateConfigFault([{ line, key: '', sentence: 'is not TOML from here on' }]);
  }
}
