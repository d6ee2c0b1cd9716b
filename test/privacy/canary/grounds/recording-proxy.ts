import { createServer, type IncomingMessage, request as requestHttp, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands at a room's public address and files every exchange; the room sees the address that the client came from. */
export interface RecordingProxy {
  close(): Promise<void>;
}

/** @param port where the room is known. @param behind where it listens. @param file gets copies; called before the answer goes out */
export async function openRecordingProxy(
  port: number,
  behind: number,
  file: (request: Request, response: Response) => Promise<void>,
): Promise<RecordingProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(async (incoming, outgoing) => {
    try {
      const body = await buffer(incoming);
      const answer = await ask(incoming, body, behind);
      const answered = await buffer(answer);
      await file(requestOf(incoming, body), responseOf(answer, answered));
      outgoing.writeHead(answer.statusCode as number, answer.rawHeaders);
      outgoing.end(answered);
    } catch {
      // The room is not there yet, or the client has gone.
      outgoing.destroy();
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  if ((server.address() as AddressInfo).port !== port) throw new Error('another port');
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function ask(incoming: IncomingMessage, body: Buffer, behind: number): Promise<IncomingMessage> {
  const localAddress = incoming.socket.remoteAddress ?? '127.0.0.1';
  return new Promise((resolve, reject) => {
    const asked = requestHttp(
      {
        host: '127.0.0.1',
        port: behind,
        agent: false,
        localAddress,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, connection: 'close' },
      },
      resolve,
    );
    asked.once('error', reject);
    asked.end(body.length > 0 ? body : undefined);
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] as string, rawHeaders[at + 1] as string);
  return headers;
}

function requestOf(incoming: IncomingMessage, body: Buffer): Request {
  const { method = 'GET', url = '/' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  return new Request(`http://${incoming.headers.host}${url}`, {
    method,
    headers: headersOf(incoming),
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
}

function responseOf(answer: IncomingMessage, body: Buffer): Response {
  const status = answer.statusCode as number;
  const hasNoBody = status === 204 || status === 205 || status === 304;
  return new Response(hasNoBody ? null : new Uint8Array(body), { status, headers: headersOf(answer) });
}
