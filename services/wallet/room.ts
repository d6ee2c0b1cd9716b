import { nameOf } from '@bauta/sdk/protocol';
import { createRoom } from '../http/room.ts';
import { readKeyLog } from '../settings/read-key-log.ts';
import type { Given, Standing } from '../standing.ts';
import { createWallet } from './app.ts';
import { buildWallet } from './build.ts';

/** The wallet's host: static files, made for these settings at the start. It keeps nothing and learns nothing. */
export async function openWallet(given: Given<'wallet'>): Promise<Standing> {
  const { config, clock, testClock, log, demonstration } = given;
  const { phone } = config.origins;
  const files = await buildWallet({
    wallet: config.origin,
    issuer: nameOf(config.origins.issuer),
    keyLog: readKeyLog(given),
    attesters: config.attesters.map((name, i) => {
      const appeal = config.attesterAppeals[i];
      return { name, label: config.attesterLabels[i] ?? name, ...(appeal === undefined ? {} : { appeal }) };
    }),
    ...(phone === undefined ? {} : { phone }),
    ...(demonstration === undefined ? {} : { rooms: demonstration }),
  });
  const wallet = createWallet(files);
  return createRoom({
    name: config.room,
    security: config,
    routes: [],
    healthy: () => true,
    clock,
    testClock,
    log,
    rest: (request) => wallet.fetch(request),
  });
}
