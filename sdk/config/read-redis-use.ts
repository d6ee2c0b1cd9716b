import type { RedisUse, StoreAddress } from './store-address.ts';

const isPrefix = (value: unknown): boolean => typeof value === 'string' && /^[\w.-]{1,40}:$/.test(value);
const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 5;

const PREFIX_SENTENCE = 'must be letters, digits, dots and dashes that end in a colon';
const KEYS = {
  store_prefix: { option: 'prefix', holds: isPrefix, sentence: PREFIX_SENTENCE },
  spent_prefix: { option: 'spentPrefix', holds: isPrefix, sentence: PREFIX_SENTENCE },
  store_replicas: { option: 'replicas', holds: isCount, sentence: 'must be a number from 0 to 5' },
} as const;

/** The keys that are for Redis alone. @param fault is told of each that does not hold. */
export function readRedisUse(
  table: Readonly<Record<string, unknown>>,
  store: StoreAddress | undefined,
  fault: (key: string, sentence: string) => undefined,
): RedisUse {
  const use: Record<string, unknown> = {};
  for (const [key, { option, holds, sentence }] of Object.entries(KEYS)) {
    if (table[key] === undefined) continue;
    if (store !== undefined && store.kind !== 'redis') fault(key, 'goes with a Redis alone');
    else if (holds(table[key])) use[option] = table[key];
    else fault(key, sentence);
  }
  return use;
}
