import { CANARIES, CONTACT, createDemoSite, PANEL_PATHS, type Panel, PUBLIC_PATHS } from '@bauta/demo-site';
import { loadMedia } from '@bauta/demo-site/media';
import { ageGate, type GateEvent } from '@bauta/sdk/gate';
import { type KeyLog, openKeyLog, pinsOf, type SeenCheckpoint } from '@bauta/sdk/log';
import { epochAt, nameOf } from '@bauta/sdk/protocol';
import { keptText, sqliteKeptTexts, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { createRoom } from '../http/room.ts';
import { readKeyLog } from '../settings/read-key-log.ts';
import type { Given, Standing } from '../standing.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { openStore } from '../store.ts';

/** How long the room waits at its start for the issuer, before it opens its door all the same: a shut one. */
const PATIENCE_MS = 30_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** The demo site's room: a site like any other, with a gate, a spent set and sessions of its own. */
export async function openDemoSite(given: Given<'demo-site'>): Promise<Standing> {
  const { config, clock, testClock, log, fetch, random } = given;
  const now = clock.now;
  const store = openStore(config.store);
  const issuer = nameOf(config.origins.issuer);
  const panel = await openPanel(given);
  const texts = sqliteKeptTexts(store);
  const keyLog = await openSiteLog(given, keptText(texts, 'log'));
  const gate = ageGate({
    origin: config.origin,
    issuer,
    keyLog,
    wallet: config.origins.wallet,
    secrets: config.secrets.map((secret) => secret.reveal()),
    spent: sqliteSpentSet(store, { now }),
    sessions: sqliteSessions(store, { now }),
    publicPaths: panel ? [...PUBLIC_PATHS, ...PANEL_PATHS] : PUBLIC_PATHS,
    country: 'FR',
    contact: CONTACT,
    canaries: CANARIES,
    fetch: (url) => fetch(url),
    now,
    random,
    onRefused: (code) => log({ event: 'refusal', code, epoch: epochAt(now()) }),
    onEvent: (event) => record(event),
  });

  function record(event: GateEvent): void {
    if (event.event === 'directory-refreshed') log({ event: 'directory-refreshed', of: issuer, count: event.keys });
    if (event.event === 'directory-unreachable') log({ event: 'directory-unreachable', of: issuer, fault: 'Error' });
  }

  const site = createDemoSite({
    gate,
    media: await loadMedia(),
    healthy: () => isAnswering(store),
    ...(panel ? { panel } : {}),
  });
  // A clock that was set may have left the keys behind.
  clock.onJump(() => gate.refresh().catch(() => {}));
  gate.start();
  await Promise.race([gate.ready, pause(PATIENCE_MS)]);
  return {
    fetch: createRoom({
      name: config.room,
      security: config,
      routes: [],
      healthy: () => isAnswering(store),
      clock,
      testClock,
      log,
      rest: (request) => site.fetch(request),
    }).fetch,
    close() {
      gate.stop();
      store.close();
    },
  };
}

/** The log that the issuer's keys must stand in; the last tree that was seen of it stays over restarts. */
async function openSiteLog(given: Given<'demo-site'>, seen: SeenCheckpoint): Promise<KeyLog> {
  const { fetch, log } = given;
  return openKeyLog({
    ...pinsOf(readKeyLog(given)),
    fetch: (file) => fetch(file),
    seen,
    onRefused: (code) => log({ event: 'key-refused', code }),
  });
}

/** Who knows what: for a demonstration, and loaded for nothing else. */
async function openPanel({ demonstration }: Given<'demo-site'>): Promise<Panel | undefined> {
  if (demonstration === undefined) return undefined;
  const { createPanel } = await import('./panel.ts');
  return createPanel(demonstration);
}
