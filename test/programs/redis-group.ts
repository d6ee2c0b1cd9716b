import { type RedisServer, startRedis, until } from './redis.ts';

/** Several servers that are one Redis. */
export interface RedisGroup {
  /** For `openRedis`. */
  readonly url: string;
  /** All that hold data; the masters first. */
  readonly servers: readonly RedisServer[];
  /** The server that the group calls master now, of Cluster one of them. */
  master(): Promise<RedisServer>;
  /** Forgets all keys. */
  remove(): Promise<void>;
}

/** Milliseconds of silence after which a node counts as dead. */
const DOWN_AFTER = 1000;
/** Durable on its own disk, and refusing writes that no replica hears of. */
const CAREFUL = [
  'appendonly yes',
  'appendfsync everysec',
  'min-replicas-to-write 1',
  'min-replicas-max-lag 2',
  'repl-diskless-sync-delay 0',
];

async function removeAll(servers: readonly RedisServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.remove()));
}

/** One master, two replicas, three sentinels of which two decide. Resolves when all are in touch. */
export async function startSentinels(settings: readonly string[] = CAREFUL): Promise<RedisGroup> {
  const all: RedisServer[] = [];
  const started = async (server: Promise<RedisServer>): Promise<RedisServer> => {
    all.push(await server);
    return server;
  };
  try {
    const master = await started(startRedis({ settings }));
    const replica = { settings: [...settings, `replicaof 127.0.0.1 ${master.port}`] };
    const servers = [master, await started(startRedis(replica)), await started(startRedis(replica))];
    await until('both replicas are in touch', async () =>
      String(await master.ask('INFO', 'replication')).includes('connected_slaves:2'),
    );
    const watch = [
      `sentinel monitor bauta 127.0.0.1 ${master.port} 2`,
      `sentinel down-after-milliseconds bauta ${DOWN_AFTER}`,
      'sentinel failover-timeout bauta 6000',
    ];
    const sentinels = [];
    for (let i = 0; i < 3; i++) sentinels.push(await started(startRedis({ settings: watch, isSentinel: true })));
    const [first] = sentinels as [RedisServer];
    for (const sentinel of sentinels) {
      await until('the sentinels know each other and the replicas', async () => {
        const said = String(await sentinel.ask('INFO', 'sentinel'));
        return said.includes('slaves=2,sentinels=3');
      });
    }
    return {
      url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/bauta`,
      servers,
      async master() {
        const [, port] = (await first.ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'bauta')) as [string, string];
        return servers.find((server) => server.port === Number(port)) as RedisServer;
      },
      remove: () => removeAll(all),
    };
  } catch (error) {
    await removeAll(all);
    throw error;
  }
}

/** Three masters with a replica each. Resolves when all slots are served. */
export async function startCluster(settings: readonly string[] = CAREFUL): Promise<RedisGroup> {
  const own = [...settings, 'cluster-enabled yes', `cluster-node-timeout ${DOWN_AFTER}`, 'cluster-config-file nodes'];
  const servers: RedisServer[] = [];
  try {
    for (let i = 0; i < 6; i++) servers.push(await startRedis({ settings: own }));
    const [first, ...others] = servers as [RedisServer, ...RedisServer[]];
    // What `redis-cli --cluster create` does, without its pauses.
    for (const [i, master] of servers.slice(0, 3).entries()) {
      const [from, to] = [Math.floor((16384 * i) / 3), Math.floor((16384 * (i + 1)) / 3) - 1];
      await master.ask('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
      await master.ask('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1));
    }
    for (const other of others) await other.ask('CLUSTER', 'MEET', '127.0.0.1', String(first.port));
    const ids: string[] = [];
    for (const master of servers.slice(0, 3)) ids.push(String(await master.ask('CLUSTER', 'MYID')));
    for (const [i, replica] of servers.slice(3).entries()) {
      await until(
        'the nodes have met',
        async () => (await replica.ask('CLUSTER', 'REPLICATE', ids[i] as string)) === 'OK',
      );
    }
    for (const server of servers) {
      await until('all slots are served', async () => {
        const info = String(await server.ask('CLUSTER', 'INFO'));
        return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:6');
      });
    }
    for (const master of servers.slice(0, 3)) {
      await until('its replica is in touch', async () =>
        String(await master.ask('INFO', 'replication')).includes('connected_slaves:1'),
      );
    }
    return {
      url: `redis+cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
      servers,
      async master() {
        for (const server of servers) {
          const info = await server.ask('INFO', 'replication').catch(() => '');
          if (String(info).includes('role:master')) return server;
        }
        throw new Error('no master is left');
      },
      remove: () => removeAll(servers),
    };
  } catch (error) {
    await removeAll(servers);
    throw error;
  }
}
