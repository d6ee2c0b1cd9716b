/** A Redis as one line of configuration names it. */
export interface RedisUrl {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  readonly tls: boolean;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Of a single Redis; 0 elsewhere. */
  readonly database: number;
  /** What the sentinels call the master; empty elsewhere. */
  readonly master: string;
}

const URL_FORM = /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^@/?#]+)(?:\/([^/?#]*))?$/;
const NODE_FORM = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `redis://user:password@host:port/database`, `redis+sentinel://host:port,host:port/master-name` or
 * `redis+cluster://host:port,host:port`; `rediss` is the same over TLS. Ports default to 6379, of sentinels to 26379.
 * @throws TypeError, without a word of the URL: there is a password in it.
 */
export function parseRedisUrl(url: string): RedisUrl {
  const [, tls, kind = 'single', username, password, nodes = '', path = ''] = URL_FORM.exec(url) ?? [];
  if (tls === undefined) throw new TypeError('not the URL of a Redis');
  const read = {
    kind: kind as RedisUrl['kind'],
    tls: tls === 's',
    nodes: nodes.split(',').map((node) => parseNode(node, kind === 'sentinel' ? 26379 : 6379)),
    username: decode(username),
    password: decode(password),
    database: kind === 'single' ? Number(path) : 0,
    master: kind === 'sentinel' ? (decode(path) ?? '') : '',
  };
  if (!Number.isSafeInteger(read.database)) throw new TypeError('the path of a Redis URL is a number');
  if (kind === 'single' && read.nodes.length > 1) throw new TypeError('a single Redis has one address');
  if (kind === 'sentinel' && read.master === '') throw new TypeError('sentinels are asked for a master by its name');
  if (kind === 'cluster' && path !== '') throw new TypeError('a Redis Cluster has no databases');
  return read;
}

function parseNode(text: string, defaultPort: number): { host: string; port: number } {
  const [, host, digits] = NODE_FORM.exec(text) ?? [];
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === undefined || port < 1 || port > 65535) throw new TypeError('an address is host:port');
  return { host: host.replace(/^\[|\]$/g, ''), port };
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TypeError('an odd % in the URL of a Redis');
  }
}
