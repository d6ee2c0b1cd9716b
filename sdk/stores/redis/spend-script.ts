import { formatHex } from '../../protocol/bytes.ts';
import type { RedisScriptCall } from './client.ts';

/**
 * One spend, in one step. A shard is 1/256 of the set and lies in one slot of a Cluster:
 *
 *     <prefix>{3f}                 hash: each `until` that has buckets, and `dropped`, the highest that has none left
 *     <prefix>{3f}<until>:a7       hash: the nullifiers 3fa7… of that `until`, cut to 16 bytes, without those two
 *
 * Small hashes are what Redis keeps most tightly. Two nullifiers that agree in 16 bytes would count as one: a refusal,
 * never a second yes, and of 10^8 nullifiers two do so with a probability below 10^-22.
 *
 * The caller's clock drops whole buckets, and `dropped` keeps them shut for good. An expiry by Redis' own clock would
 * leave nothing behind: after one wrong jump of that clock every token of the bucket would open its door again.
 *
 * The number of shards and of buckets is part of the layout: sites that share a set must agree on it.
 */
const SPEND = `
local shard, until_, now = KEYS[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local dropped, past, isKnown = 0, {}, false
local state = redis.call('HGETALL', shard)
for i = 1, #state, 2 do
  local name, number = state[i], tonumber(state[i])
  if name == 'dropped' then
    dropped = math.max(dropped, tonumber(state[i + 1]))
  elseif number <= now then
    dropped = math.max(dropped, number)
    past[#past + 1] = name
  elseif number == until_ then
    isKnown = true
  end
end
if #past > 0 then
  redis.call('HSET', shard, 'dropped', string.format('%d', dropped))
  for _, name in ipairs(past) do
    local buckets = {}
    for b = 0, 255 do buckets[b + 1] = shard .. name .. ':' .. string.format('%02x', b) end
    redis.call('UNLINK', unpack(buckets))
    redis.call('HDEL', shard, name)
  end
end
if until_ <= dropped then return 0 end
if not isKnown then redis.call('HSET', shard, ARGV[1], '') end
return redis.call('HSETNX', KEYS[1], ARGV[3], '')
`;

/** A spend as Redis is asked for it. */
export interface SpendCall {
  readonly script: string;
  readonly call: RedisScriptCall;
  /** What its keys share, and so a slot of a Cluster. */
  readonly shard: string;
}

/** @param nullifier 32 bytes, copied. @param now the caller's clock, which drops what is past. */
export function spendCall(prefix: string, nullifier: Uint8Array, until: number, now: number): SpendCall {
  const [first, second] = [nullifier.subarray(0, 1), nullifier.subarray(1, 2)].map(formatHex);
  const shard = `${prefix}{${first}}`;
  const rest = Buffer.from(nullifier.slice(2, 16));
  return {
    script: SPEND,
    shard,
    call: { keys: [`${shard}${until}:${second}`, shard], arguments: [String(until), String(now), rest] },
  };
}
