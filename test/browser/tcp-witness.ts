import { connect, createServer, type Server, type Socket } from 'node:net';

/** A connection that somebody opened to a room, and every byte that came in over it. */
export interface WitnessedConnection {
  readonly room: string;
  /** When it was opened, in milliseconds of Unix time. */
  readonly at: number;
  readonly chunks: { readonly at: number; readonly bytes: Buffer }[];
}

/** The head of an HTTP request, as it came in. */
export interface WitnessedRequest {
  readonly room: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Everything up to the empty line. */
  readonly head: string;
}

/** Stands at a room's public address, passes every byte on, and remembers what came in. */
export interface TcpWitness {
  readonly room: string;
  readonly connections: readonly WitnessedConnection[];
  /** Takes no more, and cuts what is open: the room is then as good as not there. */
  close(): Promise<void>;
}

/**
 * @param port where the room is known, on both loopback addresses. @param behind where it listens; absent: there is no
 * such room, and whoever comes is written down and sent away.
 */
export async function openTcpWitness(room: string, port: number, behind?: number): Promise<TcpWitness> {
  const connections: WitnessedConnection[] = [];
  const sockets = new Set<Socket>();

  function receive(client: Socket): void {
    const connection: WitnessedConnection = { room, at: Date.now(), chunks: [] };
    connections.push(connection);
    keep(client);
    client.on('data', (bytes) => connection.chunks.push({ at: Date.now(), bytes: bytes as Buffer }));
    if (behind === undefined) return void client.resume().destroySoon();
    const server = keep(connect(behind, '127.0.0.1'));
    client.pipe(server).pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  }

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A side that is gone has closed, which is dealt with.
    return socket.on('error', () => {});
  }

  const servers = await Promise.all(['127.0.0.1', '::1'].map((host) => listen(createServer(receive), port, host)));
  return {
    room,
    connections,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server?.close(resolve) ?? resolve(undefined)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** @returns undefined where the machine has no such address. */
function listen(server: Server, port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code ?? '')) resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, ipv6Only: true }, () => resolve(server));
  });
}

const REQUEST = /(GET|HEAD|POST|PUT|DELETE|OPTIONS) (\/\S*) HTTP\/1\.1\r\n[\s\S]*?\r\n\r\n/g;

/** The requests in what came in, in the order of their connections. */
export function requestsOf({ room, chunks }: WitnessedConnection): WitnessedRequest[] {
  const text = Buffer.concat(chunks.map(({ bytes }) => bytes)).toString('latin1');
  return [...text.matchAll(REQUEST)].map(({ 0: head, 1: method = '', 2: path = '', index }) => {
    return { room, at: timeOf(chunks, index), method, path, head };
  });
}

/** When the byte at `offset` came in. */
function timeOf(chunks: WitnessedConnection['chunks'], offset: number): number {
  let end = 0;
  for (const { at, bytes } of chunks) {
    end += bytes.length;
    if (offset < end) return at;
  }
  throw new RangeError('no such byte came in');
}
