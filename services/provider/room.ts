import { formatBase64url } from '@bauta/sdk/protocol';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createRoom } from '../http/room.ts';
import { faultEvent } from '../log-events.ts';
import type { Given, Standing } from '../standing.ts';
import { createBank } from './bank.ts';

/** What the frame of every room answers; the rest is the library's. */
const OF_THE_FRAME: readonly string[] = ['/healthz', '/_test/clock'];

/**
 * The simulated bank's room, for demonstration. Its library is a program of Node's own and reads the machine's clock:
 * it answers by the exchange behind the request, and a clock that was set moves no token of it.
 */
export function openProvider({ config, clock, testClock, log, random }: Given<'provider'>): Standing {
  const { room: name, origin, dataDir, origins } = config;
  const bank = createBank({
    origin,
    walletOrigin: origins.wallet,
    dataDir,
    now: clock.now,
    cookieKey: formatBase64url(random(32)),
    onFault: (error) => log(faultEvent(error, clock.now())),
  });
  const answer = bank.callback();
  const room = createRoom({ name, routes: [], healthy: () => true, clock, testClock, log });
  return {
    async fetch(request, exchange) {
      if (OF_THE_FRAME.includes(new URL(request.url).pathname)) return room.fetch(request);
      if (exchange === undefined) throw new TypeError('this room answers on Node alone');
      // Rooms speak HTTP/1.1 (`http/serve.ts`).
      const { incoming, outgoing } = exchange as HttpBindings;
      await answer(incoming, outgoing);
      return RESPONSE_ALREADY_SENT;
    },
  };
}
