import { createRoom } from '../http/room.ts';
import type { Given, Standing } from '../standing.ts';
import { createPhone } from './app.ts';
import { loadTestAccess } from './eudi/test-access.ts';
import { loadTestPki } from './test-pki.ts';

/** The simulated phone's room, for demonstration: it issues its own proofs of age, which only a demonstration believes. */
export async function openPhone({ config, clock, testClock, log, fetch }: Given<'phone'>): Promise<Standing> {
  const pki = await loadTestPki(config.dataDir, clock.now());
  const { authority } = await loadTestAccess(config.dataDir, clock.now());
  const phone = createPhone({ now: clock.now, pki, authorities: [authority], fetch });
  return createRoom({
    name: config.room,
    routes: [],
    healthy: () => true,
    clock,
    testClock,
    log,
    rest: (request) => phone.fetch(request),
  });
}
