import { attempt } from './attempt.ts';
import type { Fault, Table } from './table.ts';

/** Where something of the gateway listens. */
export interface ListenAddress {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What holds unless the file says otherwise: this machine alone, at the gateway's place among the rooms. */
const DEFAULT_LISTEN: ListenAddress = { host: '127.0.0.1', port: 4006 };

/** `HOST:PORT`, or `[IPv6]:PORT`. @throws TypeError on anything else */
function parseListenAddress(text: string): ListenAddress {
  const [, v6, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined || port === undefined || Number(port) > 65_535) throw new TypeError('not HOST:PORT');
  return { host, port: Number(port) };
}

/** An address for whoever asks it. */
export function formatListenAddress({ host, port }: ListenAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Where a gateway listens for visitors, and where for whoever reads its metrics; nobody does unless the file says so. */
export interface ListenAddresses {
  readonly listen: ListenAddress;
  readonly metrics: ListenAddress | undefined;
}

/** Both addresses; undefined when one is at fault. */
export function readListenAddresses(table: Table, fault: Fault): ListenAddresses | undefined {
  const listen = readAddress(table, 'listen', '127.0.0.1:4006', fault) ?? DEFAULT_LISTEN;
  const metrics = readAddress(table, 'metrics', '127.0.0.1:9464', fault);
  // Port 0 is any free one, and so never the same.
  if (metrics !== undefined && metrics.port !== 0 && isSame(metrics, listen)) {
    return fault('metrics', 'must be another address than listen, which the server in front asks');
  }
  return { listen, metrics };
}

function readAddress(table: Table, key: string, example: string, fault: Fault): ListenAddress | undefined {
  if (table[key] === undefined) return undefined;
  return (
    attempt(() => parseListenAddress(table[key] as string)) ?? fault(key, `must be HOST:PORT, for instance ${example}`)
  );
}

function isSame(one: ListenAddress, other: ListenAddress): boolean {
  return one.port === other.port && one.host.toLowerCase() === other.host.toLowerCase();
}
