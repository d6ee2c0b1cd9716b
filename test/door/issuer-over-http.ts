import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HeldToken } from '@bauta/sdk/client';
import { DIRECTORY_PATH, originOf } from '@bauta/sdk/protocol';
import { createTestIssuer } from '../unit/gate/issuer.ts';

/** An issuer that answers over HTTP on this machine, so that a gate in another process finds its directory. */
export interface ServedIssuer {
  /** `localhost:PORT`. */
  readonly name: string;
  readonly origin: string;
  /** A batch of 30 tokens of age 18 and the epoch that is. */
  mint(): Promise<HeldToken[]>;
  close(): Promise<void>;
}

/** Serves the directory of a test issuer on 127.0.0.1, at the real time of the machine. @param port any free one unless given */
export async function serveIssuer(port = 0): Promise<ServedIssuer> {
  const server = createServer(async ({ url }, response) => {
    const answer = url === DIRECTORY_PATH ? await issuer.fetch(origin + url) : new Response(null, { status: 404 });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const name = `localhost:${(server.address() as AddressInfo).port}`;
  const origin = originOf(name);
  const issuer = await createTestIssuer(name, Math.floor(Date.now() / 1000));
  return {
    name,
    origin,
    mint: () => issuer.mint(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
