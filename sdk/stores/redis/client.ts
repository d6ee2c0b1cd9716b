/**
 * The few commands that the stores ask of a client. What `createClient`, `createSentinel` and `createCluster` of the
 * package `redis` give fits, as does anything with the same methods; it must never read from replicas, which lag.
 */
export interface RedisCommands {
  /** False once it was closed. */
  readonly isOpen: boolean;
  /** False while there is no connection: nothing is asked then, and so nothing is done late. */
  readonly isReady: boolean;
  /** The slots of a Redis Cluster; absent elsewhere. */
  readonly slots?: unknown;
  get(key: string): Promise<unknown>;
  getDel(key: string): Promise<unknown>;
  set(key: string, value: string, options: { expiration: { type: 'EX'; value: number } }): Promise<unknown>;
  eval(script: string, options: RedisScriptCall): Promise<unknown>;
  multi(): RedisPipeline;
}

/** What a script is given. In a Cluster all keys of one call hash to one slot. */
export interface RedisScriptCall {
  keys: string[];
  arguments: (string | Buffer)[];
}

/** Commands that go over one connection, one right after the other, or not at all. */
export interface RedisPipeline {
  eval(script: string, options: RedisScriptCall): RedisPipeline;
  wait(replicas: number, milliseconds: number): RedisPipeline;
  execAsPipeline(): Promise<unknown>;
}
