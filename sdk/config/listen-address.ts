/** Where the gateway listens. */
export interface ListenAddress {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What holds unless the file says otherwise: this machine alone, at the gateway's place among the rooms. */
export const DEFAULT_LISTEN: ListenAddress = { host: '127.0.0.1', port: 4006 };

/** `HOST:PORT`, or `[IPv6]:PORT`. @throws TypeError on anything else */
export function parseListenAddress(text: string): ListenAddress {
  const [, v6, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined || port === undefined || Number(port) > 65_535) throw new TypeError('not HOST:PORT');
  return { host, port: Number(port) };
}
