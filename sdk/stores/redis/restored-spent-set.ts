import { formatHex } from '../../protocol/bytes.ts';
import { restoreMark } from '../restored.ts';
import type { RedisCommands } from './client.ts';
import { readPrefix } from './read-options.ts';

const SHUT = `
local dropped, state = tonumber(ARGV[1]), redis.call('HGETALL', KEYS[1])
for i = 1, #state, 2 do
  dropped = math.max(dropped, tonumber(state[i] == 'dropped' and state[i + 1] or state[i]))
end
redis.call('HSET', KEYS[1], 'dropped', string.format('%d', dropped))
return dropped
`;
const READ = `return tonumber(redis.call('HGET', KEYS[1], 'dropped') or '0')`;

/** What a shard is called, see `spendCall`. */
const shardsOf = (prefix: string): readonly string[] =>
  Array.from({ length: 256 }, (_, i) => `${prefix}{${formatHex(Uint8Array.of(i))}}`);

/**
 * Shuts a restored spent set in Redis as `shutSpentSet` does one in SQLite. Stopped half-way, it shut some shards; asked
 * again, it shuts the rest.
 * @param now Unix seconds. @param options.prefix of the spent set; default `bauta:`
 */
export async function shutRedisSpentSet(
  client: RedisCommands,
  now: number,
  options: { readonly prefix?: string } = {},
): Promise<void> {
  const mark = String(restoreMark(now));
  for (const shard of shardsOf(readPrefix(options.prefix))) {
    await client.eval(SHUT, { keys: [shard], arguments: [mark] });
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
