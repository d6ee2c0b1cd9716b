import type { Server } from 'node:http';
import { serve as serveOnNode } from '@hono/node-server';
import type { Standing } from '../standing.ts';
import { withTrueHost } from './true-host.ts';

/** A room that listens. */
export interface Listening {
  /** Lets the requests under way come to their end, for a second at most, and takes no more. */
  close(): Promise<void>;
}

/**
 * Milliseconds for which a connection may be idle: longer than a proxy keeps one (nginx a minute, Caddy two), so that it is
 * the proxy that closes. Otherwise a POST may go out on a connection that is being closed, and nobody sends it again.
 */
const IDLE_MS = 125_000;

/** Listens on `port` of 127.0.0.1. @throws an error with code EADDRINUSE when the port is taken. */
export function serve(room: Pick<Standing, 'fetch'>, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serveOnNode({
      fetch: withTrueHost(room.fetch),
      hostname: '127.0.0.1',
      port,
      serverOptions: {
        ...{ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: IDLE_MS, maxHeaderSize: 16_384 },
      },
    }) as Server;
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve({ close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), 1000);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
