import { formatHex } from '../../protocol/bytes.ts';
import type { RedisCommands } from './client.ts';
import { readPrefix } from './read-options.ts';

const SHUT = `
local dropped = math.max(tonumber(redis.call('HGET', KEYS[1], 'dropped') or '0'), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'dropped', string.format('%d', dropped))
return dropped
`;
const READ = `return tonumber(redis.call('HGET', KEYS[1], 'dropped') or '0')`;

/** What a shard is called, see `spendCall`. */
const shardsOf = (prefix: string): readonly string[] =>
  Array.from({ length: 256 }, (_, i) => `${prefix}{${formatHex(Uint8Array.of(i))}}`);

/**
 * Shuts a spent set in Redis for every token with this `until` or an earlier one, for good: for whoever restored it.
 * Stopped half-way, it shut some shards; asked again, it shuts the rest.
 * @param mark from `restoreMark`. @param options.prefix of the spent set; default `bauta:`
 */
export async function shutRedisSpentSet(
  client: RedisCommands,
  mark: number,
  options: { readonly prefix?: string } = {},
): Promise<void> {
  for (const shard of shardsOf(readPrefix(options.prefix))) {
    await client.eval(SHUT, { keys: [shard], arguments: [String(mark)] });
  }
}

/** The mark of a spent set: that of the shard which is shut for least. Unix seconds, 0 when one never was. */
export async function markOfRedisSpentSet(
  client: RedisCommands,
  options: { readonly prefix?: string } = {},
): Promise<number> {
  const marks: number[] = [];
  for (const shard of shardsOf(readPrefix(options.prefix))) {
    marks.push(Number(await client.eval(READ, { keys: [shard], arguments: [] })));
  }
  return Math.min(...marks);
}
