import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { withTrueHost } from '../http/true-host.ts';

/** A gateway that listens. */
export interface ListeningGateway {
  readonly port: number;
  /** Takes no more, lets what is under way come to its end, for a second at most. */
  close(): Promise<void>;
}

/** @throws an error with a code, for instance EADDRINUSE, when it cannot listen there. */
export function listen(
  fetch: (request: Request) => Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<ListeningGateway> {
  // A proxy before it keeps idle connections for up to two minutes (Caddy) and is to be the one that closes them.
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 32_768, keepAliveTimeout: 125_000 },
    getRequestListener(withTrueHost(fetch)),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            const impatience = setTimeout(() => server.closeAllConnections(), 1000);
            server.close(() => {
              clearTimeout(impatience);
              done();
            });
            server.closeIdleConnections();
          }),
      });
    });
  });
}
