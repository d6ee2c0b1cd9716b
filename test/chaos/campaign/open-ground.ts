import type { Chance } from '../../figures/chance.ts';
import { freePort } from '../../programs/ports.ts';
import { type RedisServer, startRedis, until } from '../../programs/redis.ts';
import { startSentinels } from '../../programs/redis-group.ts';
import type { GroundName } from '../faults/fault.ts';
import { openDisk } from './disk.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { createMortal, type Mortal } from './mortal.ts';
import { layNetwork } from './network.ts';
import { openRoomsGround } from './rooms-ground.ts';
import { openSiteGround } from './site-ground.ts';

interface Given {
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly flaw?: string;
}

/** Opens what is to be broken, and sets the load on it. */
export function openGround(name: GroundName, given: Given): Promise<Ground> {
  return OPEN[name](given);
}

const OPEN: { readonly [G in GroundName]: (given: Given) => Promise<Ground> } = {
  'site on SQLite': openSiteGround,
  async 'site on Redis'(given) {
    const redis = await startRedis();
    const more = { processes: [mortalOf(redis)], close: () => redis.remove() };
    return openSiteGround({ ...given, redis, more });
  },
  async 'site on Sentinel'(given) {
    const group = await startSentinels();
    const failOver = async () => {
      const victim = await group.master();
      await victim.signal('SIGKILL');
      return {
        what: `the master on port ${victim.port}`,
        async end() {
          await until('another is master', async () => (await group.master()) !== victim);
          await victim.start();
          await until('it is a replica', async () => {
            const said = String(await victim.ask('INFO', 'replication'));
            return said.includes('role:slave') && said.includes('master_link_status:up');
          });
        },
      };
    };
    return openSiteGround({ ...given, redisUrl: `${group.url} 1`, more: { failOver, close: () => group.remove() } });
  },
  async 'site across a network'(given) {
    const network = layNetwork();
    const disk = openDisk(64 * 1_048_576);
    const port = await freePort();
    const settings = ['--bind', network.far, '--protected-mode', 'no', '--port', String(port), '--dir', disk.folder];
    const durable = [
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--maxmemory-policy',
      'noeviction',
    ];
    const redis = createMortal({
      name: 'Redis',
      command: [...network.inside, 'redis-server', ...settings, ...durable],
      env: () => process.env,
      isReady: (line) => line.includes('Ready to accept connections'),
    });
    if (!(await redis.start())) throw new Error('Redis did not start behind the network');
    const close = async (): Promise<void> => {
      await redis.signal('SIGKILL');
      network.remove();
      disk.remove();
    };
    return openSiteGround({ ...given, redisUrl: `redis://${network.far}:${port}`, more: { network, close } });
  },
  rooms: openRoomsGround,
};

function mortalOf(redis: RedisServer): Mortal {
  let isDead = false;
  return {
    name: 'Redis',
    isAlive: () => !isDead,
    async start() {
      if (isDead) await redis.start();
      isDead = false;
      return true;
    },
    async signal(what) {
      if (what === 'SIGTERM') throw new TypeError('it is killed, or stopped');
      if (what === 'SIGKILL') isDead = true;
      await redis.signal(what);
    },
  };
}
