import { within } from './within.ts';

/** Milliseconds for all its questions. */
const ANSWER_TIMEOUT = 5000;

/** One server, as far as it is asked about itself. */
export interface RedisNode {
  info(section?: string): Promise<unknown>;
  configGet(names: string[]): Promise<unknown>;
}

/** The masters of a Cluster. */
export interface RedisNodes {
  readonly masters: readonly unknown[];
  nodeClient(node: unknown): RedisNode | Promise<RedisNode>;
}

/** What one master says of how it keeps what it was told. A setting that it does not show is undefined. */
export interface RedisFacts {
  readonly version: string;
  readonly role: string;
  /** Replicas that are in touch. */
  readonly replicas: number;
  readonly appendonly: string | undefined;
  readonly appendfsync: string | undefined;
  readonly noAppendfsyncOnRewrite: string | undefined;
  /** When snapshots are taken; empty: never. */
  readonly save: string | undefined;
  readonly maxmemoryPolicy: string | undefined;
  readonly minReplicasToWrite: number | undefined;
}

/** What a start-up report or the doctor says of a Redis. */
export interface RedisDurability {
  /** One for each master. */
  readonly nodes: readonly RedisFacts[];
  /** What can make one token open two doors while everything works: the lines to change. */
  readonly faults: readonly string[];
  /** What can be lost when something breaks. */
  readonly notes: readonly string[];
}

interface Rule {
  readonly kind: 'faults' | 'notes';
  readonly holds: (facts: RedisFacts) => boolean;
  readonly line: string;
}

const RULES: readonly Rule[] = [
  {
    kind: 'faults',
    holds: ({ version }) => isAtLeast(version, [6, 2]),
    line: 'version: needs Redis 6.2, for GETDEL; 7.0 is what is tested',
  },
  {
    kind: 'faults',
    holds: ({ maxmemoryPolicy: policy }) => policy === undefined || policy === 'noeviction',
    line: 'maxmemory-policy noeviction: any other one forgets spent tokens when memory is short',
  },
  {
    kind: 'faults',
    holds: ({ appendonly }) => appendonly === undefined || appendonly === 'yes',
    line: 'appendonly yes: without it a restart forgets spent tokens',
  },
  {
    kind: 'notes',
    holds: ({ appendonly, maxmemoryPolicy }) => appendonly !== undefined && maxmemoryPolicy !== undefined,
    line: 'settings: this Redis does not show them; its provider has to say that it appends and never evicts',
  },
  {
    kind: 'notes',
    holds: ({ appendonly, appendfsync: fsync }) => appendonly !== 'yes' || fsync === undefined || fsync === 'always',
    line: 'appendfsync always: with everysec a power cut loses up to two seconds of spends, with no far more',
  },
  {
    kind: 'notes',
    holds: ({ noAppendfsyncOnRewrite: no }) => no === undefined || no === 'no',
    line: 'no-appendfsync-on-rewrite no: with yes nothing is certain while the log is rewritten',
  },
  {
    kind: 'notes',
    holds: ({ replicas, minReplicasToWrite: least }) => replicas === 0 || least === undefined || least > 0,
    line: 'min-replicas-to-write 1: without it a master cut off from its replicas goes on, and what it took is lost',
  },
];

/**
 * Asks a Redis how durable it is; no key is read.
 * @param client of the package `redis`: of a Cluster every master is asked, behind sentinels the present one.
 * @throws AgeError ERR_STORE_UNAVAILABLE when it does not answer.
 */
export async function checkRedisDurability(client: RedisNode | RedisNodes): Promise<RedisDurability> {
  const asked =
    'masters' in client && client.masters ? client.masters.map((node) => client.nodeClient(node)) : [client];
  const nodes = await within(ANSWER_TIMEOUT, () =>
    Promise.all(asked.map(async (node) => readFacts((await node) as RedisNode))),
  );
  const broken = RULES.filter(({ holds }) => !nodes.every(holds));
  const lines = (kind: Rule['kind']): string[] => broken.filter((rule) => rule.kind === kind).map(({ line }) => line);
  return { nodes, faults: lines('faults'), notes: lines('notes') };
}

async function readFacts(node: RedisNode): Promise<RedisFacts> {
  const server = String(await node.info('server'));
  const replication = String(await node.info('replication'));
  const names = ['appendonly', 'appendfsync', 'no-appendfsync-on-rewrite', 'save', 'maxmemory-policy'];
  const settings = await readSettings(node, [...names, 'min-replicas-to-write']);
  const least = settings['min-replicas-to-write'];
  return {
    version: fieldOf(server, 'redis_version') ?? '',
    role: fieldOf(replication, 'role') ?? '',
    replicas: Number(fieldOf(replication, 'connected_slaves') ?? 0),
    appendonly: settings.appendonly,
    appendfsync: settings.appendfsync,
    noAppendfsyncOnRewrite: settings['no-appendfsync-on-rewrite'],
    save: settings.save,
    maxmemoryPolicy: settings['maxmemory-policy'],
    minReplicasToWrite: least === undefined ? undefined : Number(least),
  };
}

/** A managed Redis may not show its settings. */
async function readSettings(node: RedisNode, names: string[]): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return { ...((await node.configGet(names)) as Record<string, string>) };
  } catch (error) {
    if (/^(ERR|NOPERM)\b/.test(String((error as Error).message))) return {};
    throw error;
  }
}

function fieldOf(info: string, name: string): string | undefined {
  return info
    .split(/\r?\n/)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [m = 0, n = 0] = version.split('.').map(Number);
  return m > major || (m === major && n >= minor);
}
