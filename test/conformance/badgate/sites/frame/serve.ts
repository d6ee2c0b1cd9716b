import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server answers; what it throws is a 500. */
export type Answer = (request: Request) => Response | Promise<Response>;

export interface Door {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. @param port 0 takes a free one. */
export async function serve(port: number, answer: Answer): Promise<Door> {
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): Promise<void> {
  const response = await answerOne(await readRequest(incoming), answer);
  response.headers.delete('set-cookie');
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  if (response.cookies.length > 0) outgoing.setHeader('set-cookie', response.cookies);
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}

async function answerOne(request: Request | undefined, answer: Answer) {
  let given: Response;
  try {
    given = request === undefined ? new Response(null, { status: 400 }) : await answer(request);
  } catch {
    given = new Response(null, { status: 500 });
  }
  const body = new Uint8Array(await given.arrayBuffer());
  const headers = new Headers(given.headers);
  if (given.status !== 204 && !headers.has('content-length')) headers.set('content-length', String(body.length));
  return { status: given.status, headers, cookies: given.headers.getSetCookie(), body };
}

async function readRequest(incoming: IncomingMessage): Promise<Request | undefined> {
  const { method = 'GET', url = '/', headers: given } = incoming;
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(part as Uint8Array);
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) headers.set(name, String(value));
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    return new Request(`http://${given.host}${url}`, {
      method,
      headers,
      ...(hasBody ? { body: Buffer.concat(parts) } : {}),
    });
  } catch {
    return undefined;
  }
}
