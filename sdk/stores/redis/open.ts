import { AgeError } from '../../protocol/errors.ts';
import type { RedisCommands } from './client.ts';
import type { RedisNode, RedisNodes } from './durability.ts';
import { parseRedisUrl, type RedisUrl } from './store-url.ts';
import { within } from './within.ts';

/** An open connection to a Redis, to all of a Cluster, or to whatever the sentinels call master. */
export interface RedisConnection extends RedisCommands, RedisNode, Partial<RedisNodes> {
  /** Waits for what is under way. */
  close(): Promise<unknown>;
  /** Now; what is under way fails. */
  destroy(): unknown;
}

/** Milliseconds that a connection may take. */
const CONNECT_TIMEOUT = 5000;
/** Milliseconds of silence, with a ping every second, after which a connection counts as dead. */
const SILENCE = 3000;
/** Milliseconds to wait before the n-th new attempt: the door is to open again soon after Redis does. */
const delayOf = (attempt: number): number => Math.min(50 * 2 ** attempt, 1000);

/**
 * Opens a client of the package `redis` that suits a store: nothing is queued while there is no connection, a dead one
 * is noticed, replicas are not read. Nodes of one Redis share user and password; sentinels are asked without any.
 * @param url see `parseRedisUrl`: `redis://`, `redis+sentinel://`, `redis+cluster://`, and `rediss…` for TLS.
 * @param options.connectTimeoutMs for the first connection; default 5,000.
 * @throws TypeError when it is none; AgeError ERR_STORE_UNAVAILABLE when the first connection fails.
 */
export async function openRedis(url: string, options: { connectTimeoutMs?: number } = {}): Promise<RedisConnection> {
  const client = await create(parseRedisUrl(url));
  let lastError: unknown = new AgeError('ERR_STORE_UNAVAILABLE', 'Redis did not answer in time');
  // Each command says what went wrong; an error without a listener would end the process.
  client.on('error', (error) => {
    lastError = error;
  });
  try {
    await within(
      options.connectTimeoutMs ?? CONNECT_TIMEOUT,
      () => client.connect(),
      () => lastError,
    );
    return client;
  } catch (fault) {
    await Promise.resolve(client.destroy()).catch(() => {});
    throw fault;
  }
}

type Unconnected = RedisConnection & {
  connect(): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
};

async function create({ kind, tls, nodes, username, password, database, master }: RedisUrl): Promise<Unconnected> {
  const { createClient, createCluster, createSentinel } = await import('redis');
  const socket = {
    connectTimeout: CONNECT_TIMEOUT,
    socketTimeout: SILENCE,
    reconnectStrategy: delayOf,
    ...(tls ? { tls } : {}),
  };
  const credentials = { ...(username ? { username } : {}), ...(password ? { password } : {}) };
  const common = { pingInterval: 1000, disableOfflineQueue: true, maintNotifications: 'disabled' as const };
  const roots = [...nodes];
  const [first] = roots as [(typeof roots)[0]];
  if (kind === 'single') {
    return createClient({ ...common, ...credentials, database, socket: { ...socket, ...first } });
  }
  if (kind === 'cluster') {
    const rootNodes = roots.map((node) => ({ socket: node }));
    return createCluster({ rootNodes, defaults: { ...common, ...credentials, socket } });
  }
  return createSentinel({
    name: master,
    sentinelRootNodes: roots,
    nodeClientOptions: { ...common, ...credentials, socket },
    sentinelClientOptions: { ...common, socket },
    scanInterval: 1000,
  });
}
