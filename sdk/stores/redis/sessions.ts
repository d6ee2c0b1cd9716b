import { formatBase64url } from '../../protocol/base64url.ts';
import type { Sessions } from '../../verifier/sessions.ts';
import type { RedisCommands } from './client.ts';
import { askInTime } from './in-time.ts';
import { readPrefix, readTimeout } from './read-options.ts';

/** What a site decides of its sessions in Redis. */
export interface RedisSessionsOptions {
  /** Whole Unix seconds. */
  readonly now: () => number;
  /** What all keys begin with; default `bauta:`. Each site its own: a session of one is none of another. */
  readonly prefix?: string;
  /** Milliseconds after which an act is refused since nobody knows; default 1,000. */
  readonly timeoutMs?: number;
}

// What stands under a key: `<until> <value>`. ARGV: now, before, until, value, seconds to live.
const REPLACE = `
local kept = redis.call('GET', KEYS[1])
if not kept then return 0 end
local space = string.find(kept, ' ', 1, true)
if tonumber(string.sub(kept, 1, space - 1)) <= tonumber(ARGV[1]) then return 0 end
if string.sub(kept, space + 1) ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3] .. ' ' .. ARGV[4], 'EX', ARGV[5])
return 1
`;

/**
 * Sessions in Redis, shared by all processes that reach it. Whatever is lost there only sends visitors back to the
 * gate, but for what a master takes with it when it dies before a replica heard of it: a session that was ended, or a
 * code that was taken, may then stand again until its time is over, which is 90 seconds at most.
 *
 * Times are judged by the given clock; Redis' own frees the memory.
 * @param client connected, of the package `redis`; one that reads and writes at masters alone.
 * @throws TypeError on options that could never be right.
 *   Every method throws AgeError ERR_STORE_UNAVAILABLE on any fault, when it takes too long, and without a connection.
 */
export function redisSessions(client: RedisCommands, options: RedisSessionsOptions): Sessions {
  const { now } = options;
  const prefix = readPrefix(options.prefix);
  const ask = askInTime(client, readTimeout(options.timeoutMs));
  const keyOf = (id: Uint8Array): string => `${prefix}s:${formatBase64url(id)}`;

  /** The value, unless its time is over. */
  function read(kept: unknown): string | undefined {
    if (kept === null || kept === undefined) return undefined;
    const text = String(kept);
    const space = text.indexOf(' ');
    return Number(text.slice(0, space)) > now() ? text.slice(space + 1) : undefined;
  }

  return {
    async put(id, value, ttl) {
      const key = keyOf(id);
      const expiration = { type: 'EX' as const, value: Math.max(1, ttl) };
      await ask(() => client.set(key, `${now() + ttl} ${value}`, { expiration }));
    },
    async read(id) {
      const key = keyOf(id);
      return read(await ask(() => client.get(key)));
    },
    async take(id) {
      const key = keyOf(id);
      return read(await ask(() => client.getDel(key)));
    },
    async replace(id, before, value, ttl) {
      const at = now();
      const values = [String(at), before, String(at + ttl), value, String(Math.max(1, ttl))];
      const call = { keys: [keyOf(id)], arguments: values };
      return Number(await ask(() => client.eval(REPLACE, call))) === 1;
    },
  };
}
