import { connect, createServer } from 'node:net';
import type { OpenedDoor } from './describe-door.ts';

/**
 * Passes every byte on to 127.0.0.1:`port` as it comes, and ends its own side there once an answer has begun: workerd
 * keeps a connection for 5 s after `Connection: close`, and `ask` waits for its end.
 */
export async function relayTo(port: number): Promise<Pick<OpenedDoor, 'port' | 'close'>> {
  const server = createServer({ allowHalfOpen: true }, (asking) => {
    const answering = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    asking.on('data', (chunk) => answering.write(chunk));
    asking.on('end', () => answering.end());
    answering.on('data', (chunk) => asking.write(chunk));
    answering.once('data', () => answering.end());
    answering.on('end', () => asking.end());
    for (const [one, other] of [
      [asking, answering],
      [answering, asking],
    ] as const) {
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
