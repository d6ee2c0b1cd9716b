/**
 * Stores in Redis, behind Sentinel or in a Cluster: for sites on several machines. The package `redis` is loaded by
 * `openRedis` alone; any client with the same commands will do.
 */
export type { RedisCommands, RedisPipeline, RedisScriptCall } from './redis/client.ts';
export {
  checkRedisDurability,
  type RedisDurability,
  type RedisFacts,
  type RedisNode,
  type RedisNodes,
} from './redis/durability.ts';
export { openRedis, type RedisConnection } from './redis/open.ts';
export { type RedisSessionsOptions, redisSessions } from './redis/sessions.ts';
export { type RedisSpentSetOptions, redisSpentSet } from './redis/spent-set.ts';
