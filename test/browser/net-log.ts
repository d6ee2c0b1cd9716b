import { readFileSync } from 'node:fs';

/** An entry of a net log that shows that the browser turned to a host. */
export interface NetLogEntry {
  /** What came of it: a request that was sent, a connection that was tried, or a name that was looked up. */
  readonly kind: 'request' | 'connection' | 'look-up';
  /** Which host. */
  readonly host: string;
  /** Chromium's names for what it was and for what did it. */
  readonly event: string;
  readonly source: string;
}

interface NetLog {
  readonly constants: {
    readonly logEventTypes: Readonly<Record<string, number>>;
    readonly logSourceType: Readonly<Record<string, number>>;
  };
  readonly events: readonly {
    readonly type: number;
    readonly source: { readonly type: number };
    readonly params?: unknown;
  }[];
}

/**
 * Sources that exist only where something is sent or connected. What merely names a host is no turning to it: the
 * request that the cache answers, the cache's entries, the cookies looked up for it, and the estimator of the network's
 * quality, which asks the resolver for what it knows already.
 */
const KINDS: readonly { readonly kind: NetLogEntry['kind']; readonly source: RegExp; readonly event: RegExp }[] = [
  { kind: 'request', source: /^URL_REQUEST$/, event: /^HTTP_TRANSACTION_(HTTP2_|QUIC_)?SEND_REQUEST_HEADERS$/ },
  { kind: 'connection', source: /CONNECT_JOB$|^SOCKET$|^HTTP_STREAM_|^PRECONNECT|^QUIC_|^UDP_/, event: /./ },
  { kind: 'look-up', source: /^HOST_RESOLVER_IMPL_JOB$|^DNS_TRANSACTION$/, event: /./ },
];

/**
 * What the browser had to do with these hosts over the network, from the file of `--log-net-log`.
 * @param hosts as in URLs, with their ports. @throws SyntaxError on a log whose browser did not come to its end.
 */
export function readNetLog(path: string, hosts: readonly string[]): NetLogEntry[] {
  const { constants, events } = JSON.parse(readFileSync(path, 'utf8')) as NetLog;
  const eventNames = namesOf(constants.logEventTypes);
  const sourceNames = namesOf(constants.logSourceType);
  const patterns = hosts.map((host) => ({ host, pattern: patternOf(host) }));
  return events.flatMap(({ type, source, params }) => {
    const names = { event: eventNames.get(type) ?? '', source: sourceNames.get(source.type) ?? '' };
    const kind = KINDS.find((row) => row.source.test(names.source) && row.event.test(names.event))?.kind;
    if (kind === undefined || params === undefined) return [];
    const text = JSON.stringify(params);
    return patterns.filter(({ pattern }) => pattern.test(text)).map(({ host }) => ({ kind, host, ...names }));
  });
}

function namesOf(numbers: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(numbers).map(([name, number]) => [number, name]));
}

/** By its name, or by its port at an address of this machine. */
function patternOf(host: string): RegExp {
  const { hostname, port } = new URL(`http://${host}`);
  return new RegExp(`\\b${hostname.replaceAll('.', '\\.')}\\b|(?:127\\.0\\.0\\.1|::1\\]?):${port}\\b`);
}
